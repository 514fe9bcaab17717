import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

@Suite("Forms")
struct FormTests {
  static let person = [
    ("given", "Siobhán"), ("family", "O'Brien & <b>"), ("birthDay", "28"), ("birthMonth", "2"),
    ("birthYear", "1990"),
    ("gender", "female"), ("phone", "+44 20 7946 0123"), ("line", "1 High Street"), ("postalCode", "N1 1AA"),
    ("city", "London"), ("country", "United Kingdom"), ("email", "siobhan@example.com"),
    ("password", "quiet river stones"),
  ]

  private func person(_ changes: [String: String]) -> [(String, String)] {
    Self.person.map { ($0.0, changes[$0.0] ?? $0.1) }
  }

  @Test("a complete sign-up leads to the code")
  func complete() async throws {
    try await TestSite.using { site in
      let answer = try await site.post("/sign-up", Self.person, as: Token(from: .system))
      #expect(answer.status == 303)
      #expect(answer.location == "/sign-up/confirmation")
    }
  }

  @Test(
    "a mistake is told at its field, and what was typed is kept, but never the password",
    arguments: [
      ("given", "", "Please fill this in"),
      ("given", String(repeating: "x", count: 101), "100 characters"),
      ("family", "a\u{7}b", "cannot be kept"),
      ("birthDay", "31", "real date"),
      ("birthYear", "2090", "future"),
      ("birthYear", "1800", "too far back"),
      ("gender", "cat", "Please choose"),
      ("phone", "call me", "phone number"),
      ("email", "nobody", "e-mail address"),
      ("password", "short", "at least 8"),
      ("password", String(repeating: "p", count: 129), "128 characters"),
      ("password", "passw0rd123", "first that somebody would try"),
      ("password", "siobhan1990", "your own name"), ("password", "riverside.clinic7", "your own name"),
    ])
  func mistakes(field: String, value: String, message: String) async throws {
    try await TestSite.using { site in
      let answer = try await site.post("/sign-up", person([field: value]), as: Token(from: .system))
      #expect(answer.status == 422)
      #expect(answer.body.contains(message))
      #expect(answer.body.contains("1 High Street"))
      #expect(field == "family" || answer.body.contains("O&#39;Brien &amp; &lt;b&gt;"))
      #expect(!answer.body.contains("quiet river stones"))
      #expect(answer.body.contains("aria-invalid=\"true\""))
    }
  }

  @Test("values at their limits are taken")
  func limits() async throws {
    try await TestSite.using { site in
      for change in [
        ["given": String(repeating: "x", count: 100)], ["password": "tq7-vm2x"],
        ["password": (0..<32).map { "q\($0 % 10)-\(["v", "x", "k"][$0 % 3])" }.joined()],
      ] {
        let answer = try await site.post("/sign-up", person(change), as: Token(from: .system))
        #expect(answer.status == 303, "\(change.keys)")
      }
    }
  }

  @Test(
    "a field sent twice, with a NUL or with bytes that are no text is told at the field, the rest is kept",
    arguments: [
      ("given=A&given=B", "sent more than once"), ("given=A%00B", "could not read"),
      ("given=%FF%FE", "could not read"),
    ])
  func broken(raw: String, message: String) async throws {
    try await TestSite.using { site in
      let token = Token(from: .system)
      let csrf = KeyedHash(TestClinic.keys, purpose: "csrf").tag(for: token.text)
      let answer = try await site.send(
        "POST", "/sign-up", as: token, at: "riverside.localhost",
        headers: [
          "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://riverside.localhost",
        ],
        body: "\(raw)&family=Kept&csrf=\(csrf)")
      #expect(answer.status == 422)
      #expect(answer.body.contains(message))
      #expect(answer.body.contains("Kept"))
    }
  }

  @Test("a form of another browser, of another page or of another site is refused")
  func crossSite() async throws {
    try await TestSite.using { site in
      let token = Token(from: .system)
      let foreign = try await site.post(
        "/sign-in", [("email", "a@b.example"), ("password", "x")], as: token,
        headers: ["Origin": "https://evil.example"])
      #expect(foreign.status == 403)
      let otherTenant = try await site.post(
        "/sign-in", [("email", "a@b.example")], as: token, headers: ["Origin": "http://hilltop.localhost"])
      #expect(otherTenant.status == 403)
      let csrf = KeyedHash(TestClinic.keys, purpose: "csrf").tag(for: Token(from: .system).text)
      let stolen = try await site.send(
        "POST", "/sign-in", as: token, at: "riverside.localhost",
        headers: [
          "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://riverside.localhost",
        ],
        body: "email=a%40b.example&password=x&csrf=\(csrf)")
      #expect(stolen.status == 403)
    }
  }

  @Test("a form that another site sends leaves the browser's own token alone")
  func foreignForm() async throws {
    try await TestSite.using { site in
      let answer = try await site.send(
        "POST", "/sign-in", as: nil, at: "riverside.localhost",
        headers: [
          "Content-Type": "application/x-www-form-urlencoded", "Origin": "https://evil.example",
        ], body: "email=a%40b.example")
      #expect(answer.status == 403)
      #expect(answer.headers["set-cookie"] == nil)
    }
  }

  @Test("a form that has grown old is shown again with what was typed, and a proof that is new")
  func stale() async throws {
    try await TestSite.using { site in
      let token = Token(from: .system)
      let answer = try await site.send(
        "POST", "/sign-up", as: token, at: "riverside.localhost",
        headers: [
          "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://riverside.localhost",
        ], body: "family=Kept&csrf=old")
      #expect(answer.status == 403)
      #expect(answer.body.contains("Kept") && answer.body.contains("grown old"))
      let csrf = KeyedHash(TestClinic.keys, purpose: "csrf").tag(for: token.text)
      #expect(answer.body.contains(csrf))
    }
  }

  @Test("signing up and signing in lead to each other without losing the way back")
  func wayBack() async throws {
    try await TestSite.using { site in
      let signIn = try await site.get("/sign-in?next=/doctors%3Fq%3Dx")
      #expect(signIn.body.contains("href=\"/sign-up?next=%2Fdoctors%3Fq%3Dx\""))
      let signUp = try await site.get("/sign-up?next=/doctors%3Fq%3Dx")
      #expect(signUp.body.contains("href=\"/sign-in?next=%2Fdoctors%3Fq%3Dx\""))
    }
  }

  @Test("signing in speaks French to who asks for it, its mistakes too")
  func french() async throws {
    try await TestSite.using { site in
      let page = try await site.get("/sign-in", headers: ["Accept-Language": "de, fr-CH;q=0.9, en;q=0.5"])
      #expect(page.body.contains("<html lang=\"fr\""))
      let refused = try await site.post(
        "/sign-in", [("email", "a@b.example"), ("password", "x")], as: Token(from: .system),
        headers: ["Accept-Language": "fr"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("L’adresse e-mail ou le mot de passe"))
    }
  }

  @Test(
    "the way back leads to this host alone",
    arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "/%0d%0aX:"])
  func openRedirect(next: String) {
    let safe = Path.safe(next: next)
    #expect(safe.isEmpty || (safe.hasPrefix("/") && !safe.hasPrefix("//") && !safe.contains("\\")))
    #expect(next != "//evil.example" || safe.isEmpty)
  }

  @Test("the way back may be as long as an offer makes it")
  func longWayBack() {
    let longest = "/appointments/\(UUID())/move?offer=\(String(repeating: "a", count: 2_000))"
    #expect(Path.safe(next: longest) == longest)
    #expect(Path.safe(next: "/" + String(repeating: "a", count: 2_200)).isEmpty)
  }
}
