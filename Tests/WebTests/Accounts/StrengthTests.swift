import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Testing

@testable import Web

@Suite("The strength of a password")
struct StrengthTests {
  private func ask(
    _ password: String, _ own: [(String, String)] = [], as token: Token = Token(from: .system),
    at site: TestSite
  ) async throws -> TestAnswer {
    // Time for one more from this network.
    site.test.clock.advance(by: 1)
    return try await site.post("/password/strength", [("password", password)] + own, as: token)
  }

  private func strength(
    _ password: String, _ own: [(String, String)] = [], as token: Token = Token(from: .system),
    at site: TestSite
  ) async throws -> String {
    let answer = try await ask(password, own, as: token, at: site)
    #expect(answer.status == 200)
    return answer.body
  }

  @Test(
    "is a word, of the server's own estimate",
    arguments: [
      ("", "weak"), ("short", "weak"), ("password2024!", "weak"), ("tq7-vm2x", "fair"),
      ("orange kettle winter", "fair"), ("orange kettle winter tram", "good"),
      ("orange kettle winter tram 41", "strong"), (String(repeating: "x7#q", count: 33), "weak"),
    ])
  func words(password: String, word: String) async throws {
    try await TestSite.using { site in
      let before = site.test.clinic.roundTrips
      let answer = try await ask(password, at: site)
      #expect(site.test.clinic.roundTrips - before == 1)
      #expect(answer.body == word)
      #expect(answer.headers["content-type"] == "text/plain; charset=utf-8")
      #expect(answer.headers["cache-control"] == "no-store")
      #expect(answer.headers["set-cookie"] == nil)
    }
  }

  @Test(
    "is weak for what is typed of the person in the same form, and for the clinic's name",
    arguments: [
      ("QuintessaZimmer", [("given", "Quintessa"), ("family", "Zimmer")]),
      ("quintessazimmer", [("email", "quintessa.zimmer@example.com")]),
      ("quintessazimmer", [("username", "quintessa.zimmer@example.com")]),
      ("x31051984x", [("birthDay", "31"), ("birthMonth", "5"), ("birthYear", "1984")]),
      ("riverside clinic", []),
    ])
  func own(password: String, own: [(String, String)]) async throws {
    try await TestSite.using { site in
      let (known, unknown) = (
        try await strength(password, own, at: site), try await strength(password, at: site)
      )
      #expect(known == "weak")
      #expect(own.isEmpty || unknown != "weak")
    }
  }

  @Test("is weak for the name of who is signed in, and of those to whom a link was mailed")
  func owners() async throws {
    try await TestSite.using { site in
      let paul = try await site.test.session(of: DemoCast.paul)
      let name = DemoCast.paul.displayName.replacing(" ", with: "")
      #expect(try await strength(name, as: paul, at: site) == "weak")
      #expect(try await strength(name, at: site) != "weak")

      let anybody = site.test.visitor(nil, at: site.test.riverside, to: .operation, access: .anyone)
      try await site.test.clinic.forgotPassword(of: DemoCast.paul.email, language: "en", by: anybody)
      let dana = try await site.test.visitor(DemoCast.dana, to: .administration)
      try await site.test.clinic.invite(
        NewInvitation(
          email: "q@example.com", role: .frontDesk, givenName: "Quintessa", familyName: "Zimmer",
          practitioner: nil, language: "en"), by: dana)
      let letters = try await site.test.clinic.mailbox(by: anybody).messages
      let links = letters.compactMap { $0.secret.flatMap { Token(text: $0) } }
      let (invitation, reset) = (try #require(links.first), try #require(links.last))
      #expect(try await strength(name, [("link", reset.text)], at: site) == "weak")
      #expect(try await strength("quintessazimmer", [("link", invitation.text)], at: site) == "weak")
      #expect(try await strength("quintessazimmer", [("link", reset.text)], at: site) != "weak")
      #expect(try await strength("quintessazimmer", [("link", "x")], at: site) != "weak")
      site.test.clock.advance(by: 14 * 86_400)
      #expect(try await strength(name, [("link", reset.text)], at: site) != "weak")
      #expect(try await strength("quintessazimmer", [("link", invitation.text)], at: site) != "weak")
    }
  }

  @Test("is weak below the length that the clinic asks for")
  func minimum() async throws {
    try await TestSite.using { site in
      let (eleven, twelve) = ("tq7-vm2x-k3", "tq7-vm2x-k3w")
      #expect(try await strength(eleven, at: site) == "good")
      var rules = SignInRules.standard
      rules.passwordMinimum = 12
      try await site.test.clinic.setRules(
        rules, by: try await site.test.visitor(DemoCast.dana, to: .administration))
      #expect(try await strength(eleven, at: site) == "weak")
      #expect(try await strength(twelve, at: site) == "good")
    }
  }

  @Test("is told to a page of ours alone, and by no mere visit")
  func crossSite() async throws {
    try await TestSite.using { site in
      let foreign = try await site.post(
        "/password/strength", [("password", "x")], as: Token(from: .system),
        headers: ["Origin": "https://evil.example"])
      #expect(foreign.status == 403)
      let stale = try await site.send(
        "POST", "/password/strength", as: Token(from: .system), at: "riverside.localhost",
        headers: [
          "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://riverside.localhost",
        ], body: "password=x&csrf=old")
      #expect(stale.status == 403)
      #expect(try await site.get("/password/strength?password=x").status == 405)
    }
  }

  @Test("is estimated of eight kilobytes, and of no byte more")
  func length() async throws {
    try await TestSite.using { site in
      let token = Token(from: .system)
      let csrf = KeyedHash(TestClinic.keys, purpose: "csrf").tag(for: token.text)
      for (bytes, status) in [(8 * 1024, 200), (8 * 1024 + 1, 413)] {
        let start = "csrf=\(csrf)&password=tq7-vm2x&given="
        let answer = try await site.send(
          "POST", "/password/strength", as: token, at: "riverside.localhost",
          headers: [
            "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://riverside.localhost",
          ], body: start + String(repeating: "a", count: bytes - start.utf8.count))
        #expect(answer.status == status)
      }
    }
  }

  @Test("is told thirty times in a row, then twice a second")
  func rate() async throws {
    try await TestSite.using { site in
      let post = {
        try await site.post("/password/strength", [("password", "tq7-vm2x")], as: Token(from: .system))
      }
      for _ in 0..<30 { #expect(try await post().status == 200) }
      let before = site.test.clinic.roundTrips
      let refused = try await post()
      #expect(refused.status == 429 && refused.headers["retry-after"] == "1")
      #expect(site.test.clinic.roundTrips == before)
      site.test.clock.advance(by: 0.5)
      #expect(try await post().status == 200)
      #expect(try await post().status == 429)
    }
  }

  @Test("is shown in the language of the page")
  func french() async throws {
    try await TestSite.using { site in
      let page = try await site.get("/sign-up", headers: ["Accept-Language": "fr"])
      #expect(page.body.contains("data-weak=\"Mot de passe faible\""))
      #expect(page.body.contains("/js/strength."))
    }
  }
}
