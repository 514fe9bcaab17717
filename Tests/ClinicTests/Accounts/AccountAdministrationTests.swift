import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Administering accounts")
struct AccountAdministrationTests {
  func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
  }

  func id(_ account: DemoAccount, _ test: TestClinic) throws -> ID<Account> {
    try #require(test.tenant(of: account).accounts[account])
  }

  func notices(_ test: TestClinic) async throws -> [String] {
    let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
    return try await test.clinic.mailbox(by: operation).messages.compactMap { $0.values["notice"] }
  }

  @Test("resets every factor: the owner sets up new ones, is told, and the sessions are over")
  func reset() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      _ = try await test.clinic.makeRecoveryCodes(language: "en", by: paul)
      try await test.clinic.resetFactors(of: id(DemoCast.paul, test), by: dana(test))
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(paul, .nothing) }
      let session = try await test.clinic.signIn(
        email: DemoCast.paul.email, password: DemoCast.paul.password, by: test.browser(to: .signIn))
      #expect(session?.stage == .enrolling)
      #expect(try await notices(test).contains("factors-reset"))
      let left = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT count(*) FROM recovery_code"])
      #expect(try left[0].decode { try $0.next(Int.self) } == [0])
    }
  }

  @Test("opens a second factor that was locked by guesses")
  func unlocked() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let half = try await test.passedPassword(DemoCast.paul)
      let wrong = try #require(SixDigitCode(typed: "000000"))
      let counter = test.clinic.secrets.guesses.tag(for: [
        "second-factor", try id(DemoCast.paul, test).description,
      ])
      _ = try await test.clinic.passSecondFactor(wrong, by: half)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["UPDATE guess SET failures = 50 WHERE counter = \(counter)"])
      guard case .waits = try await test.clinic.passSecondFactor(try test.code(of: DemoCast.paul), by: half)
      else {
        Issue.record("it was not locked")
        return
      }
      try await test.clinic.resetFactors(of: id(DemoCast.paul, test), by: dana(test))
      let session = try #require(
        try await test.clinic.signIn(
          email: DemoCast.paul.email, password: DemoCast.paul.password,
          by: test.visitor(
            Token(from: .system), at: test.riverside, to: .signIn, access: .anyone)))
      let step = try test.visitor(session, .step(.enrolling), to: .signIn)
      let key = try await test.clinic.enrolment(by: step).1.key
      let seed = try #require(Base32.decode(key))
      let code = try #require(SixDigitCode(typed: TOTP(secret: seed).code(at: test.clock.now)))
      guard case .accepted = try await test.clinic.enrol(code, by: step) else {
        Issue.record("the new app was refused")
        return
      }
      #expect(try await notices(test).contains("authenticator-added"))
    }
  }

  @Test("makes a patient only of who has a record, and ties a doctor's account to the doctor")
  func records() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let ben = try id(DemoCast.ben, test)
      let dana = try await dana(test)
      await #expect(throws: Refusal.conflict(.noPatientRecord)) {
        try await test.clinic.setRole(.patient, of: ben, by: dana)
      }
      let doctor = try await test.practitioner(named: "Ada Okafor", at: test.riverside)
      try await test.clinic.setRole(.practitioner, practitioner: doctor, of: ben, by: dana)
      let linked: SQL = "SELECT count(*) FROM practitioner WHERE account_id = \(ben.uuid)"
      var rows = try await test.database.asOwner(of: test.riverside.id.uuid, [linked])
      #expect(try rows[0].decode { try $0.next(Int.self) } == [1])
      try await test.clinic.setRole(.frontDesk, of: ben, by: dana)
      rows = try await test.database.asOwner(of: test.riverside.id.uuid, [linked])
      #expect(try rows[0].decode { try $0.next(Int.self) } == [0])
      let reader = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.readAuditLog))
      let changed = try await test.clinic.ask(reader, .auditEvents(of: ben)).answer
      #expect(changed.map(\.detail) == ["practitioner → front-desk", "front-desk → practitioner"])
    }
  }

  @Test("closes a way in, for every session, password, link and passkey; and opens it again")
  func disabled() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let account = try id(DemoCast.paul, test)
      try await test.clinic.disable(account, by: dana(test))
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(paul, .nothing) }
      let browser = test.browser(to: .signIn)
      #expect(
        try await test.clinic.signIn(
          email: DemoCast.paul.email, password: DemoCast.paul.password, by: browser) == nil)
      // A session that began in the same moment is nobody's either.
      let late = try await test.visitor(DemoCast.paul, to: .account)
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(late, .nothing) }
      try await test.clinic.forgotPassword(of: DemoCast.paul.email, language: "en", by: browser)
      let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
      #expect(try await !test.clinic.mailbox(by: operation).messages.contains { $0.letter == .passwordReset })
      try await test.clinic.enable(account, by: dana(test))
      #expect(
        try await test.clinic.signIn(
          email: DemoCast.paul.email, password: DemoCast.paul.password, by: browser)?.stage == .secondFactor)
      #expect(try await notices(test).filter { $0.hasPrefix("account-") }.count == 2)
    }
  }

  @Test("gives another role, which holds from the next sign-in on; the sessions are over")
  func role() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let ben = try await test.visitor(DemoCast.ben, to: .account)
      try await test.clinic.setRole(.admin, of: id(DemoCast.ben, test), by: dana(test))
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(ben, .nothing) }
      let again = try await test.visitor(
        DemoCast.ben, to: .administration, access: .may(.manageAccounts))
      #expect(try await test.clinic.ask(again, .nothing).visit.account?.role == .admin)
      #expect(try await notices(test) == ["role-changed"])
    }
  }

  @Test("nobody raises, closes or resets themselves")
  func own() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let own = try id(DemoCast.dana, test)
      let dana = try await dana(test)
      await #expect(throws: Refusal.conflict(.ownAccount)) {
        try await test.clinic.setRole(.patient, of: own, by: dana)
      }
      await #expect(throws: Refusal.conflict(.ownAccount)) { try await test.clinic.disable(own, by: dana) }
      await #expect(throws: Refusal.conflict(.ownAccount)) {
        try await test.clinic.resetFactors(of: own, by: dana)
      }
    }
  }

  @Test("one administrator is left, also when two close each other at the same moment", arguments: 0..<5)
  func lastAdministrator(_: Int) async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let (first, second) = (try id(DemoCast.dana, test), try id(DemoCast.ben, test))
      try await test.clinic.setRole(.admin, of: second, by: dana(test))
      let (dana, ben) = (
        try await dana(test),
        try await test.visitor(DemoCast.ben, to: .administration, access: .may(.manageAccounts))
      )
      async let one: Void? = try? test.clinic.disable(second, by: dana)
      async let other: Void? = try? test.clinic.setRole(.frontDesk, of: first, by: ben)
      _ = await (one, other)
      let left = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["SELECT count(*) FROM account WHERE role = 'admin' AND disabled_at IS NULL"])
      #expect(try left[0].decode { try $0.next(Int.self) } == [1])
    }
  }

  @Test("asks the administrator for proof of identity, and finds only the clinic's own accounts")
  func refused() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let dana = try await dana(test)
      let (paul, lucie) = (try id(DemoCast.paul, test), try id(DemoCast.lucie, test))
      await #expect(throws: Refusal.unknown) { try await test.clinic.disable(lucie, by: dana) }
      test.clock.advance(by: 600)
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.disable(paul, by: dana) }
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.setRole(.admin, of: paul, by: dana) }
    }
  }

  @Test("signs everybody out but the asking browser, and nobody of another clinic")
  func everybody() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let dana = try await dana(test)
      let elsewhere = try await self.dana(test)
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let lucie = try await test.visitor(DemoCast.lucie, to: .account)
      try await test.clinic.endEverySession(by: dana)
      _ = try await test.clinic.ask(dana, .nothing)
      _ = try await test.clinic.ask(lucie, .nothing)
      for gone in [elsewhere, paul] {
        await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(gone, .nothing) }
      }
      test.clock.advance(by: 600)
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.endEverySession(by: dana) }
    }
  }

  @Test("an operator gives a clinic its first administrator; the older link dies")
  func operatorInvites() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let registry = TenantRegistry(
        connection: test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
      let ada = (email: "Ada@example.org", givenName: "Ada", familyName: "Okafor")
      let older = try await registry.inviteAdministrator(ada, to: "riverside", at: test.clock.now)
      let newer = try await registry.inviteAdministrator(ada, to: "riverside", at: test.clock.now)
      let browser = test.browser(to: .signUp)
      #expect(try await test.clinic.invitation(older, by: browser).1 == nil)
      let invitation = try #require(try await test.clinic.invitation(newer, by: browser).1)
      #expect(invitation.role == .admin && invitation.email == "ada@example.org")
      await #expect(throws: TenantFault.unknown("nowhere")) {
        try await registry.inviteAdministrator(ada, to: "nowhere")
      }
      await #expect(throws: TenantFault.addressTaken(DemoCast.paul.email)) {
        try await registry.inviteAdministrator((DemoCast.paul.email, "Paul", "Fletcher"), to: "riverside")
      }
    }
  }

  @Test("finds accounts by parts of name and address, and by role")
  func search() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let dana = try await dana(test)
      let moment = Listing.Moment(
        now: test.clock.now, zone: try test.clinic.zones.rules(for: "Europe/London"))
      func found(_ query: [(String, String)]) async throws -> [Cell] {
        let view = TableView((query + [("col", "email")]).map { ($0.0, $0.1) }, of: .accounts)
        return try await test.ask(dana, .rows(of: .accounts, view, by: dana, at: moment)).rows.map {
          $0.cells[0]
        }
      }
      #expect(try await found([]).count == 4)
      #expect(try await found([("q", "fletch PAUL")]) == [.text(DemoCast.paul.email)])
      #expect(try await found([("q", DemoCast.paul.email.uppercased())]) == [.text(DemoCast.paul.email)])
      #expect(try await found([("q", "whit dana")]) == [.text(DemoCast.dana.email)])
      #expect(try await found([("role", "admin")]) == [.text(DemoCast.dana.email)])
      #expect(try await found([("q", "100%")]) == [])
    }
  }
}
