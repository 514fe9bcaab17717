import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Closing an account")
struct AccountClosingTests {
  private func count(_ rows: String, _ test: TestClinic) async throws -> Int {
    try await test.database.asOwner(of: test.riverside.id.uuid, ["SELECT count(*) FROM \(unsafe: rows)"])[0]
      .decode { row in try row.next(Int.self) }[0]
  }

  private func signIn(_ test: TestClinic, _ account: DemoAccount) async throws -> NewSession? {
    try await test.clinic.signIn(
      email: account.email, password: account.password, by: test.browser(to: .signIn))
  }

  @Test("erases every way in, tells the old address, and frees it")
  func erased() async throws {
    try await TestClinic.using { test in
      let full = try await test.signedIn(DemoCast.paul)
      _ = try await test.visitor(DemoCast.paul, to: .account)
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      _ = try await test.clinic.makeRecoveryCodes(language: "en", by: paul)
      var passkey = TestPasskey()
      let origin = "http://riverside.localhost"
      let request = try await test.clinic.passkeyRegistration(at: origin, by: paul).request
      try await test.clinic.addPasskey(
        try passkey.registration(request), named: "Phone", at: origin, by: paul)
      try await test.clinic.changeAddress(to: "new@example.com", by: paul)
      try await test.clinic.forgotPassword(
        of: DemoCast.paul.email, language: "en", by: test.browser(to: .signIn))
      let id = try #require(try await test.clinic.ask(paul, .nothing).visit.account?.id)
      let own = "account_id = '\(id)'"
      let tables = [
        "session", "known_device", "recovery_code", "passkey", "password_reset", "address_change",
      ]
      for table in tables {
        #expect(try await count("\(table) WHERE \(own)", test) > 0, "\(table)")
      }
      try await test.clinic.closeAccount(by: paul)
      for table in tables {
        #expect(try await count("\(table) WHERE \(own)", test) == 0, "\(table)")
      }
      #expect(
        try await count(
          """
          account WHERE id = '\(id)' AND closed_at IS NOT NULL AND disabled_at IS NOT NULL AND password_hash = ''
             AND totp_seed IS NULL AND totp_pending IS NULL AND email = 'closed-\(id)@invalid'
          """, test) == 1)
      for old in [full, paul] {
        await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(old, .nothing) }
      }
      #expect(try await signIn(test, DemoCast.paul) == nil)
      let letter = try await test.letters().first
      #expect(letter?.recipient == DemoCast.paul.email && letter?.values["notice"] == "account-closed")
      #expect(try await count("audit_event WHERE act = 'account-closed' AND entity = '\(id)'", test) == 1)
    }
  }

  @Test("leaves the patient's record, and the address signs up anew")
  func anew() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      try await test.clinic.closeAccount(by: paul)
      #expect(
        try await count(
          "patient WHERE id = '\(test.riverside.patient)' AND email = '\(DemoCast.paul.email)'", test) == 1)
      let browser = test.browser(to: .signUp)
      let person = SignUp.Person(
        givenName: "Paul", familyName: "Fletcher",
        birthDate: try #require(Day(year: 1988, month: 2, day: 3)),
        gender: .male, phone: "+44 7700 900123",
        address: Address(line: ["1 Quay"], city: "Riverside", postalCode: "RV1", country: "UK"))
      test.clock.advance(by: 1)
      try await test.clinic.signUp(
        SignUp(email: DemoCast.paul.email, password: "quiet river stones", person: person, language: "en"),
        by: browser)
      let code = try #require(try await test.mailedCode(to: DemoCast.paul.email))
      guard case .accepted = try await test.clinic.confirm(code, by: browser) else {
        Issue.record("the address was not free")
        return
      }
      #expect(try await count("patient WHERE email = '\(DemoCast.paul.email)'", test) == 2)
    }
  }

  @Test("counts no guess at the closed account against who signs up anew")
  func guesses() async throws {
    try await TestClinic.using { test in
      for _ in 0..<6 {
        _ = try await test.clinic.signIn(
          email: DemoCast.paul.email, password: "not his password", by: test.browser(to: .signIn))
      }
      await #expect(throws: Refusal.guessedTooOften(seconds: 2)) { try await signIn(test, DemoCast.paul) }
      try await test.clinic.closeAccount(by: try await test.visitor(DemoCast.paul, to: .account))
      #expect(try await signIn(test, DemoCast.paul) == nil)
    }
  }

  @Test("asks for a proof of identity within ten minutes")
  func unconfirmed() async throws {
    for (seconds, closes) in [(599, true), (600, false)] {
      try await TestClinic.using { test in
        let paul = try await test.visitor(DemoCast.paul, to: .account)
        test.clock.advance(by: Double(seconds))
        if closes {
          try await test.clinic.closeAccount(by: paul)
        } else {
          await #expect(throws: Refusal.unconfirmed) { try await test.clinic.closeAccount(by: paul) }
          #expect(try await signIn(test, DemoCast.paul) != nil)
        }
      }
    }
  }

  @Test("is for good: nobody enables it again, and a session that slipped in is nobody's")
  func forGood() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let id = try #require(try await test.clinic.ask(paul, .nothing).visit.account?.id)
      try await test.clinic.closeAccount(by: paul)
      let late = try await test.visitor(DemoCast.paul, to: .account)
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(late, .nothing) }
      await #expect(throws: (any Error).self) {
        try await test.database.asOwner(
          of: test.riverside.id.uuid, ["UPDATE account SET disabled_at = NULL WHERE id = \(id.uuid)"])
      }
    }
  }

  @Test("takes it away from administrators: it is not listed, and nothing can be done to it")
  func administered() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let id = try #require(try await test.clinic.ask(paul, .nothing).visit.account?.id)
      let dana = try await test.visitor(
        DemoCast.dana, to: .administration, access: .may(.manageAccounts))
      let moment = Listing.Moment(
        now: test.clock.now, zone: try test.clinic.zones.rules(for: "Europe/London"))
      let fletchers = Query.rows(
        of: .accounts, TableView([("q", "Fletcher")], of: .accounts), by: dana, at: moment)
      #expect(try await test.ask(dana, fletchers).rows.map(\.id) == [id.uuid])
      try await test.clinic.closeAccount(by: paul)
      #expect(try await test.ask(dana, fletchers).rows.isEmpty)
      await #expect(throws: Refusal.unknown) { try await test.clinic.enable(id, by: dana) }
      await #expect(throws: Refusal.unknown) { try await test.clinic.setRole(.admin, of: id, by: dana) }
    }
  }

  @Test("is not for the clinic's only administrator; another one has to be able to sign in")
  func lastAdmin() async throws {
    for (preparation, closes) in [
      ("SELECT", false), ("UPDATE account SET role = 'admin' WHERE email LIKE 'ben@%'", true),
      ("UPDATE account SET role = 'admin', disabled_at = now() WHERE email LIKE 'ben@%'", false),
    ] {
      try await TestClinic.using { test in
        _ = try await test.database.asOwner(of: test.riverside.id.uuid, ["\(unsafe: preparation)"])
        let dana = try await test.visitor(DemoCast.dana, to: .account)
        #expect(try await test.ask(dana, .isLastAdmin) == !closes)
        if closes {
          try await test.clinic.closeAccount(by: dana)
        } else {
          await #expect(throws: Refusal.conflict(.lastAdministrator)) {
            try await test.clinic.closeAccount(by: dana)
          }
          _ = try await test.clinic.ask(dana, .nothing)
        }
        let paul = try await test.visitor(DemoCast.paul, to: .account)
        #expect(try await !test.ask(paul, .isLastAdmin))
      }
    }
  }

  @Test("by all administrators at the same moment leaves one")
  func adminsAtOnce() async throws {
    try await TestClinic.using { test in
      var admins: [Visitor] = []
      for _ in 0..<8 { admins.append(try await test.newcomer(at: test.riverside, to: .account)) }
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE account SET role = 'patient' WHERE role = 'admin'",
          "UPDATE account SET role = 'admin' WHERE display_name = 'New Comer'",
          "UPDATE session SET confirmed_at = \(test.clock.now)",
        ])
      let second = try test.anotherServer()
      let outcomes = await withTaskGroup(of: String.self) { group in
        for (number, admin) in admins.enumerated() {
          group.addTask {
            do {
              try await (number % 2 == 0 ? test.clinic : second).closeAccount(by: admin)
              return "closed"
            } catch Refusal.conflict(.lastAdministrator) {
              return "last"
            } catch {
              return "\(error)"
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.count { $0 == "closed" } == 7)
      #expect(outcomes.count { $0 == "last" } == 1)
      #expect(try await count("account WHERE role = 'admin' AND disabled_at IS NULL", test) == 1)
      await second.close()
    }
  }
}
