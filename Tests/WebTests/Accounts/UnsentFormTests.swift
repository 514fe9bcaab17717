import Clinic
import ClinicTesting
import Credentials
import Foundation
import HTTPTypes
import Postgres
import Shell
import Testing

@testable import Web

@Suite("A form that comes after its sender's session")
struct UnsentFormTests {
  /// Each with words that are long, or of other scripts, or that a page has to escape.
  struct Sample: Sendable, CustomTestStringConvertible {
    let sender: DemoAccount
    let path: String
    var isMultipart = false
    let fields: [(String, String)]
    let words: [String]
    var testDescription: String { path }
  }

  static let samples = [
    Sample(
      sender: DemoCast.amira, path: "/account/profile", fields: [("displayName", "Amira <حداد> & Co+")],
      words: ["value=\"Amira &lt;حداد&gt; &amp; Co+\""]),
    Sample(
      sender: DemoCast.ben, path: "/patients/:patient/conversations", isMultipart: true,
      fields: [
        ("key", UUID().uuidString.lowercased()), ("topic", "--form \"cut\""),
        ("text", "May I eat?\r\n--form\r\n" + String(repeating: "Or drink? ", count: 300)),
      ], words: ["value=\"--form &quot;cut&quot;\"", "May I eat?", "--form", "Or drink? Or drink? "]),
    Sample(
      sender: DemoCast.dana, path: "/admin/invitations",
      fields: [
        ("given", "Ines"), ("family", "Moreau"), ("email", "ines at example"), ("role", "front-desk"),
        ("language", "en"),
      ],
      words: ["value=\"Ines\"", "value=\"Moreau\"", "value=\"ines at example\""]),
  ]

  @Test("leads by way of signing in back to what was typed, and does nothing before", arguments: samples)
  func shownAgain(_ sample: Sample) async throws {
    try await TestSite.using { site in
      let before = try await site.test.session(of: sample.sender)
      try await lapse(site)
      let answer = try await send(sample, site, as: before)
      #expect(answer.status == 303)
      #expect(answer.location == "/sign-in?next=%2Faccount%2Funsent-form")
      let back = try await site.test.session(of: sample.sender)
      for _ in 1...2 {
        let page = try await site.get("/account/unsent-form", as: back)
        #expect(page.body.contains("Nothing was sent yet"))
        for words in sample.words { #expect(page.body.contains(words)) }
      }
      let colleague = DemoCast.accounts.first { $0 != sample.sender && $0.tenant == sample.sender.tenant }
      let other = try await site.get(
        "/account/unsent-form", as: try await site.test.session(of: try #require(colleague)))
      #expect(other.status == 303 && other.location == "/dashboard")
      let sealed = try await site.test.database.asSuperuser(
        "SELECT encode(content, 'escape') FROM unsent_form"
      ).decode { row in try row.next(String.self) }
      #expect(sealed.count == 1 && !sealed[0].contains(sample.fields[0].1))
    }
  }

  @Test("is kept too where somebody has to prove themselves first")
  func unconfirmed() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      site.test.clock.advance(by: 600)
      let fields = Self.samples[2].fields.filter { $0.0 != "email" } + [("email", "ines@example.com")]
      let answer = try await site.post("/admin/invitations", fields, as: dana)
      #expect(answer.location == "/account/confirm?next=%2Faccount%2Funsent-form")
      let page = try await site.get(
        "/account/unsent-form", as: try await site.test.session(of: DemoCast.dana))
      #expect(page.body.contains("value=\"ines@example.com\""))
      #expect(try await count("invitation", site.test) == 0)
    }
  }

  @Test("whatever it asks for, by every route is shown again or refused, and nothing is done")
  func everyRoute() async throws {
    try await TestSite.using { site in
      var (others, seen): (Set<String>, Set<String>) = ([], [])
      for person in [DemoCast.paul, DemoCast.amira, DemoCast.ben, DemoCast.dana] {
        let forms = site.routes.filter { route in
          guard route.method == .post, case .may(let permission) = route.access.access else { return false }
          return person.role.may(permission) && seen.insert(route.name).inserted
        }
        for route in forms {
          let before = try await site.test.session(of: person)
          try await lapse(site)
          let sent = try await site.answer(of: route, as: before)
          guard sent.location?.contains("unsent-form") == true else {
            others.insert(route.name)
            continue
          }
          let acts = try await count("audit_event WHERE act NOT IN ('refused', 'read')", site.test)
          let page = try await site.get(
            "/account/unsent-form", as: try await site.test.session(of: person))
          #expect(
            [200, 303, 403, 404, 409, 422].contains(page.status),
            "\(route.name): \(page.status) \(page.location ?? "")")
          #expect(
            try await count("audit_event WHERE act NOT IN ('refused', 'read')", site.test) == acts,
            "\(route.name)"
          )
          _ = try await site.test.database.asSuperuser("DELETE FROM unsent_form")
        }
      }
      #expect(seen.count > 150 && others.sorted() == Self.unkept)
    }
  }

  @Test("is kept in the place of an earlier one, for a day")
  func newest() async throws {
    try await TestSite.using { site in
      let before = try await site.test.session(of: DemoCast.amira)
      try await lapse(site)
      for name in ["First", "Second"] {
        _ = try await site.post("/account/profile", [("displayName", name)], as: before)
      }
      let back = try await site.test.session(of: DemoCast.amira)
      let page = try await site.get("/account/unsent-form", as: back)
      #expect(page.body.contains("value=\"Second\"") && !page.body.contains("value=\"First\""))
      site.test.clock.advance(by: 86_399)
      try await site.test.clinic.tidyUp()
      #expect(try await site.get("/account/unsent-form", as: back).body.contains("value=\"Second\""))
      site.test.clock.advance(by: 1)
      #expect(try await site.get("/account/unsent-form", as: back).location == "/dashboard")
      #expect(try await count("unsent_form", site.test) == 1)
      try await site.test.clinic.tidyUp()
      #expect(try await count("unsent_form", site.test) == 0)
    }
  }

  @Test("is known by a session that lapsed within a day, also after that was tidied away")
  func lapsedLongAgo() async throws {
    try await TestSite.using { site in
      let before = try await site.test.session(of: DemoCast.amira)
      try await lapse(site)
      try await site.test.clinic.tidyUp()
      site.test.clock.advance(by: 86_399)
      try await site.test.clinic.tidyUp()
      let sent = try await site.post("/account/profile", [("displayName", "Late")], as: before)
      #expect(sent.location == "/sign-in?next=%2Faccount%2Funsent-form")
      site.test.clock.advance(by: 1)
      try await site.test.clinic.tidyUp()
      let later = try await site.post("/account/profile", [("displayName", "Later")], as: before)
      #expect(later.location == "/sign-in")
    }
  }

  @Test("is nobody's whose session ended on purpose, or without the proof that it is of this browser")
  func unknown() async throws {
    try await TestSite.using { site in
      let gone = try await site.test.session(of: DemoCast.amira)
      _ = try await site.post("/sign-out", [], as: gone)
      let sent = try await site.post("/account/profile", [("displayName", "Gone")], as: gone)
      #expect(sent.location == "/sign-in")
      let here = try await site.test.session(of: DemoCast.amira)
      try await lapse(site)
      for path in ["/account/profile", "/account/contact"] {
        let unproved = try await site.send(
          "POST", path, as: here, at: "riverside.localhost",
          headers: [
            "Content-Type": "application/x-www-form-urlencoded", "Origin": "http://riverside.localhost",
          ], body: "displayName=Planted&csrf=x")
        #expect(unproved.status == 303 && unproved.location == "/sign-in")
      }
      for stage in [Session.Stage.enrolling, .secondFactor] {
        let half = try await site.test.session(of: DemoCast.amira, stage: stage)
        for isLapsed in [false, true] {
          if isLapsed { try await lapse(site) }
          for path in ["/account/profile", "/account/contact"] {
            let answer = try await site.post(path, [("displayName", "Half")], as: half)
            #expect(answer.location == "/sign-in")
          }
        }
      }
      #expect(try await count("unsent_form", site.test) == 0)
    }
  }

  @Test("opens in its own row alone")
  func swapped() async throws {
    try await TestClinic.using { test in
      let people = [
        try await test.visitor(DemoCast.paul, to: .account),
        try await test.visitor(DemoCast.ben, to: .account),
      ]
      for visitor in people {
        #expect(try await test.clinic.keep(UnsentForm(to: "/", isMultipart: false, []), by: visitor))
      }
      _ = try await test.database.asSuperuser(
        """
        UPDATE unsent_form f SET content = o.content FROM unsent_form o WHERE o.account_id <> f.account_id
        """)
      for visitor in people {
        await #expect(throws: SecretFault.notAuthentic) { try await test.clinic.unsentForm(by: visitor) }
      }
    }
  }

  @Test("goes with its sender's account")
  func closed() async throws {
    try await TestClinic.using { test in
      let (paul, ben) = (
        try await test.visitor(DemoCast.paul, to: .account),
        try await test.visitor(DemoCast.ben, to: .account)
      )
      for visitor in [paul, ben] {
        #expect(try await test.clinic.keep(UnsentForm(to: "/", isMultipart: false, []), by: visitor))
      }
      try await test.clinic.closeAccount(by: paul)
      #expect(try await count("unsent_form", test) == 1)
    }
  }

  @Test("is kept without passwords and codes, under whatever name a page asks for them")
  func secrets() async throws {
    try await TestSite.using { site in
      let asked = try namesOfSecrets()
      #expect(asked.count >= 2 && asked.isSubset(of: UnsentForm.secrets))
      let before = try await site.test.session(of: DemoCast.amira)
      try await lapse(site)
      let typed = asked.sorted().map { ($0, "a secret") }
      _ = try await site.post("/account/profile", typed + [("displayName", "Amira")], as: before)
      let visitor = try await site.test.visitor(DemoCast.amira, to: .account)
      let kept = try await site.test.clinic.unsentForm(by: visitor)
      #expect(kept?.fields == [UnsentForm.Field(name: "displayName", value: "Amira")])
    }
  }

  @Test("has a bound")
  func bound() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      func form(_ count: Int) -> UnsentForm {
        UnsentForm(
          to: "/", isMultipart: false, [.init(name: "text", value: String(repeating: "x", count: count))])
      }
      let most = 2 << 20
      let around = try JSONEncoder().encode(form(0)).count
      #expect(try await test.clinic.keep(form(most - around), by: paul))
      #expect(try await test.clinic.unsentForm(by: paul)?.fields[0].value.utf8.count == most - around)
      #expect(try await test.clinic.keep(form(most - around + 1), by: paul) == false)
    }
  }

  /// Of every page, as its picture has them.
  private func namesOfSecrets() throws -> Set<String> {
    let folder = TestPaths.root + "/Tests/WebTests/Snapshots"
    var names: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
      let page = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      for input in page.matches(of: /<input[^>]*>/).map(\.output) {
        guard input.contains("type=\"password\"") || input.contains("one-time-code") else { continue }
        names.insert(String(try #require(input.firstMatch(of: /[ ]name="([^"]*)"/)).output.1))
      }
    }
    return names
  }

  /// What has no words, or is sent by scripts that keep them, or brings files alone.
  private static let unkept = [
    "account.consent.withdraw", "account.email.cancel", "account.email.resend", "account.password.change",
    "admin.account.disable", "admin.account.enable", "admin.account.reset", "admin.account.role",
    "admin.account.sessions", "admin.devices.import.bring", "admin.domain.give-up",
    "admin.holidays.import.bring",
    "admin.logo.set", "admin.places.import.bring", "admin.practitioners.import.bring",
    "admin.services.import.bring",
    "admin.sessions", "admin.specialties.import.bring", "appointment.create", "authenticator.begin",
    "authenticator.remove", "bills.draft", "conversation.draft", "conversation.read", "documents.upload",
    "intake.draft", "medication.end", "message.draft", "message.draft.new", "message.read", "note.draft",
    "passkey.remove", "patient.documents.upload", "patient.merge", "patient.unmerge", "patients.import.bring",
    "recovery-codes.make", "session.end", "session.extend", "sessions.end", "upload.complete", "upload.part",
    "view.remove", "view.save", "visits.cancellation.choose", "visits.move.choose",
  ]

  private func send(_ sample: Sample, _ site: TestSite, as token: Token) async throws -> TestAnswer {
    let path = sample.path.replacing(":patient", with: "\(site.test.riverside.patient)")
    return sample.isMultipart
      ? try await site.postMultipart(path, sample.fields, as: token)
      : try await site.post(path, sample.fields, as: token)
  }

  /// Every session is idle for too long.
  private func lapse(_ site: TestSite) async throws {
    _ = try await site.test.database.asSuperuser("UPDATE session SET idle_until = \(site.test.clock.now)")
  }

  private func count(_ what: String, _ test: TestClinic) async throws -> Int {
    try await test.database.asSuperuser("SELECT count(*) FROM \(unsafe: what)")
      .decode { row in try row.next(Int.self) }[0]
  }
}
