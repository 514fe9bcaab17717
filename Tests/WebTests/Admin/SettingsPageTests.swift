import Clinic
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Web

@Suite("The clinic's settings")
struct SettingsPageTests {
  /// The fields of the page's form, as a browser would send them back.
  private func fields(_ page: TestAnswer) -> [(String, String)] {
    let form = page.body.firstMatch(of: /<form class="form"[\s\S]*?<\/form>/).map { String($0.output) } ?? ""
    let inputs = form.matches(of: /<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"[^>]*>/)
      .filter { !$0.output.0.contains("checkbox") || $0.output.0.contains("checked") }
      .map { (String($0.output.1), String($0.output.2)) }
    let areas = form.matches(of: /<textarea[^>]*?name="([^"]+)"[^>]*>\n?([\s\S]*?)<\/textarea>/).map {
      (String($0.output.1), String($0.output.2))
    }
    let selects = form.matches(of: /<select[^>]*?name="([^"]+)"[\s\S]*?<\/select>/).map { select in
      (
        String(select.output.1),
        String(select.output.0).firstMatch(of: /value="([^"]*)" selected/).map { String($0.output.1) } ?? ""
      )
    }
    return (inputs + areas + selects).filter { $0.0 != "csrf" }
  }

  private func save(
    _ changes: [String: String], over page: TestAnswer, to path: String = "/admin/settings", _ token: Token,
    _ site: TestSite, from address: String = ""
  ) async throws -> TestAnswer {
    let typed = fields(page).map { ($0.0, changes[$0.0] ?? $0.1) }
    return try await site.post(path, typed, as: token)
  }

  @Test("are kept, shown everywhere from then on, and say who changed them last")
  func keeping() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let page = try await site.get("/admin/settings", as: dana)
      #expect(page.body.contains("Usually: 10.") && page.body.contains("Never changed."))
      #expect(!page.body.contains("Changed last by"))
      let saved = try await save(
        ["name": "Quayside Clinic", "ahead": "3", "accent": "7A3E9D"], over: page, dana, site)
      #expect(saved.status == 303 && saved.location == "/admin/settings?saved=1")
      let again = try await site.get("/admin/settings", as: dana)
      #expect(again.body.matches(of: /Changed last by Dana Whitfield/).count == 3)
      let home = try await site.get("/")
      #expect(home.body.contains("Quayside Clinic") && home.body.contains("/look/7a3e9d.css"))
      let noted = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid, ["SELECT detail FROM audit_event WHERE act = 'entry-changed'"]
      )[0].decode { row in try row.next(String.self) }
      #expect(noted.count == 1 && noted.allSatisfy { $0.contains("ahead 10 → 3") })
    }
  }

  @Test("that two change at once are told to the second, with both versions")
  func twoAtOnce() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let page = try await site.get("/admin/settings", as: dana)
      _ = try await save(["phone": "+44 20 7946 0001"], over: page, dana, site)
      let second = try await save(
        ["phone": "+44 20 7946 0002", "legal": "Quayside Ltd"], over: page, dana, site)
      #expect(second.status == 409)
      #expect(second.body.contains("+44 20 7946 0001") && second.body.contains("+44 20 7946 0002"))
      #expect(second.body.contains("Quayside Ltd"))
      let third = try await save([:], over: second, dana, site)
      #expect(third.status == 303)
      let last = try await site.get("/admin/settings", as: dana)
      #expect(
        last.body.contains("value=\"+44 20 7946 0002\"") && last.body.contains("value=\"Quayside Ltd\""))
    }
  }

  private static let mistakes = [
    ("name", "", "Please fill this in"), ("zone", "Europe/Nowhere", "There is no such time zone"),
    ("currency", "EURO", "Please enter the three letters"),
    ("currency", "E1R", "Please enter the three letters"),
    ("accent", "#ffcc00", "The nearest that works is #"), ("accent", "yellow", "six digits"),
    ("ahead", "0", "from 1 to 100"), ("ahead", "101", "from 1 to 100"),
    ("kept", "29", "from 30 to 3650"), ("kept", "3651", "from 30 to 3650"),
    ("wishes", "59", "from 60 to 3650"), ("wishes", "3651", "from 60 to 3650"),
    ("tickets", "29", "from 30 to 3650"), ("tickets", "3651", "from 30 to 3650"),
    ("questions", "29", "from 30 to 3650"), ("questions", "3651", "from 30 to 3650"),
    ("invitations", "6", "from 7 to 730"), ("invitations", "731", "from 7 to 730"),
    ("sender", "post at example", "e-mail"), ("language", "fr", ""),
    ("name", String(repeating: "n", count: 201), "200"),
  ]

  @Test("are refused at their field, with what was typed")
  func refused() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let page = try await site.get("/admin/settings", as: dana)
      for (field, text, told) in Self.mistakes {
        var changes = [field: text]
        if field == "language" { changes["offered"] = "en" }
        let answer = try await save(changes, over: page, dana, site)
        #expect(answer.status == 422, "\(field) \(text)")
        #expect(
          answer.body.contains(told) && (text.isEmpty || answer.body.contains(text)), "\(field) \(text)")
        #expect(answer.body.contains("id=\"\(field)-problem\""), "\(field) \(text)")
      }
    }
  }

  @Test("at their limits are kept")
  func limits() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      for changes in [
        [
          "ahead": "1", "kept": "30", "name": "N", "wishes": "60", "tickets": "30", "questions": "30",
          "invitations": "7",
        ],
        [
          "ahead": "100", "kept": "3650", "name": String(repeating: "n", count: 200), "wishes": "3650",
          "tickets": "3650", "questions": "3650", "invitations": "730",
        ],
      ] {
        let page = try await site.get("/admin/settings", as: dana)
        #expect(try await save(changes, over: page, dana, site).status == 303)
      }
    }
  }

  @Test("of another time zone make every time that is on offer an old one")
  func zone() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      try await site.own("UPDATE practitioner SET schedule_version = 1000")
      let before = "practitioner WHERE schedule_version = 1000"
      let all = try await site.count("practitioner")
      let page = try await site.get("/admin/settings", as: dana)
      _ = try await save(["phone": "+44 20 7946 0001"], over: page, dana, site)
      #expect(try await site.count(before) == all && all > 0)
      let again = try await site.get("/admin/settings", as: dana)
      #expect(try await save(["zone": "Europe/Paris"], over: again, dana, site).status == 303)
      #expect(try await site.count(before) == 0)
    }
  }

  @Test("of the staff's networks keep in who sets them, and all others out")
  func networks() async throws {
    try await TestSite.using { site in
      let dana = try await site.test.session(of: DemoCast.dana)
      let amira = try await site.test.session(of: DemoCast.amira)
      let page = try await site.get("/admin/access", as: dana)
      let shutOut = try await save(
        ["networks": "203.0.113.0/24"], over: page, to: "/admin/access", dana, site)
      #expect(shutOut.status == 422 && shutOut.body.contains("would shut yourself out"))
      #expect(shutOut.body.contains("203.0.113.0/24"))
      let wrong = try await save(["networks": "127.0.0.1\nhere"], over: page, to: "/admin/access", dana, site)
      #expect(wrong.status == 422 && wrong.body.contains("“here” is no network"))
      let saved = try await save(
        ["networks": "127.0.0.0/8\n203.0.113.77/24"], over: page, to: "/admin/access", dana, site)
      #expect(saved.status == 303)
      #expect(try await site.get("/admin/access", as: dana).body.contains("203.0.113.0/24"))
      #expect(try await site.get("/schedule", as: amira).status == 200)
      _ = try await site.test.database.asOwner(
        of: site.test.riverside.id.uuid,
        ["UPDATE tenant SET staff_networks = '{203.0.113.0/24}' WHERE slug = 'riverside'"])
      let forged = [
        "X-Forwarded-For": "203.0.113.7", "Forwarded": "for=203.0.113.7", "X-Real-IP": "203.0.113.7",
      ]
      for headers in [[:], forged] {
        let answer = try await site.get("/schedule", as: amira, headers: headers)
        #expect(answer.status == 403 && answer.body.contains("Only from the clinic’s own network"))
        #expect(try await site.get("/doctors", as: amira, headers: headers).status == 200)
      }
    }
  }

  @Test("are an administrator's alone; their networks ask who it is once more")
  func whoMay() async throws {
    try await TestSite.using { site in
      for path in [
        "/admin/settings", "/admin/access", "/admin/logo", "/admin/letter-texts", "/admin/consents",
      ] {
        for account in [DemoCast.ben, DemoCast.amira, DemoCast.paul] {
          #expect(try await site.get(path, as: site.test.session(of: account)).status == 403, "\(path)")
        }
      }
      let dana = try await site.test.session(of: DemoCast.dana)
      let page = try await site.get("/admin/access", as: dana)
      site.test.clock.advance(by: 601)
      let typed = fields(page)
      for answer in [
        try await site.get("/admin/access", as: dana), try await site.post("/admin/access", typed, as: dana),
      ] {
        #expect(
          answer.status == 303 && answer.location?.contains("/account/confirm") == true,
          "\(answer.location ?? "")")
      }
      #expect(try await site.get("/admin/settings", as: dana).status == 200)
    }
  }
}
