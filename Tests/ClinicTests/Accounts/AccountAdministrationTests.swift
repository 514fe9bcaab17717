import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Administering accounts")
struct AccountAdministrationTests {
  private func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
  }

  private func id(_ account: DemoAccount, _ test: TestClinic) throws -> ID<Account> {
    try #require(test.tenant(of: account).accounts[account])
  }

  private func notices(_ test: TestClinic) async throws -> [String] {
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
      let changed = try await test.clinic.ask(reader, .auditEvents(AuditSearch(account: ben))).answer
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
      let registry = TenantRegistry(connection: test.database.ownerConnection, logger: .tests)
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

  @Test("finds accounts by parts of name and address, by role, page by page")
  func search() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let dana = try await dana(test)
      func found(_ search: AccountSearch) async throws -> [String] {
        try await test.clinic.ask(dana, .accounts(search)).answer.map(\.email)
      }
      #expect(try await found(AccountSearch()).count == 4)
      #expect(try await found(AccountSearch(text: "fletch PAUL")) == [DemoCast.paul.email])
      #expect(try await found(AccountSearch(role: .admin)) == [DemoCast.dana.email])
      #expect(try await found(AccountSearch(text: "100%")) == [])
      #expect(try await found(AccountSearch(page: 2)) == [])
    }
  }

  @Test("rules hold for what begins from now on, within limits that nobody goes beyond")
  func rules() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.setRules))
      var rules = SignInRules.standard
      rules.patients = SessionLimits(idleMinutes: 5, hours: 1)
      try await test.clinic.setRules(rules, by: dana)
      #expect(try await test.clinic.ask(dana, .nothing).visit.rules == rules)
      let lucie = try await test.visitor(DemoCast.lucie, to: .account)
      #expect(try await test.clinic.ask(lucie, .nothing).visit.rules == .standard, "another clinic's")
      let paul = try await test.signedIn(DemoCast.paul)
      test.clock.advance(by: 5 * 60 + 1)
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(paul, .nothing) }

      let again = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.setRules))
      let wrong: [(WritableKeyPath<SignInRules, Int>, Int, Bool)] = [
        (\.passwordMinimum, 7, false), (\.passwordMinimum, 64, true), (\.passwordMinimum, 65, false),
        (\.staff.idleMinutes, 4, false), (\.staff.idleMinutes, 60, true), (\.staff.idleMinutes, 61, false),
        (\.staff.hours, 0, false), (\.staff.hours, 24, true), (\.staff.hours, 25, false),
        (\.patients.idleMinutes, 61, false), (\.patients.hours, 25, false), (\.patients.hours, 1, true),
      ]
      for (path, number, isRight) in wrong {
        var rules = SignInRules.standard
        rules[keyPath: path] = number
        if isRight {
          try await test.clinic.setRules(rules, by: again)
        } else {
          await #expect(throws: Refusal.self, "\(path) \(number)") {
            try await test.clinic.setRules(rules, by: again)
          }
        }
      }
      var alone = SignInRules.standard
      (alone.isSecondFactorOptionalForPatients, alone.passwordMinimum) = (true, 14)
      await #expect(throws: Refusal.self) { try await test.clinic.setRules(alone, by: again) }
      alone.passwordMinimum = 15
      try await test.clinic.setRules(alone, by: again)
    }
  }

  @Test("the audit log tells who did what to whom, page by page, and nothing of another clinic")
  func audit() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      _ = try await test.signedIn(DemoCast.paul)
      try await test.clinic.disable(id(DemoCast.paul, test), by: dana(test))
      let reader = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.readAuditLog))
      let events = try await test.clinic.ask(reader, .auditEvents(AuditSearch())).answer
      let first = try #require(events.first)
      #expect(first.act == .accountDisabled)
      #expect(first.actor == DemoCast.dana.displayName && first.subject == DemoCast.paul.displayName)
      #expect(events.map(\.act).contains(.secondFactorAccepted))
      let older = try await test.clinic.ask(reader, .auditEvents(AuditSearch(before: first.id))).answer
      #expect(older.map(\.id) == events.dropFirst().map(\.id))
      let amiras = try await test.clinic.ask(
        reader, .auditEvents(AuditSearch(account: try id(DemoCast.amira, test)))
      ).answer
      #expect(amiras.isEmpty)
      let etienne = try await test.visitor(DemoCast.etienne, to: .administration, access: .may(.readAuditLog))
      #expect(try await test.clinic.ask(etienne, .auditEvents(AuditSearch())).answer.isEmpty)
      let own = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT count(*) FROM audit_event WHERE entity IS NOT NULL"])
      #expect(try own[0].decode { try $0.next(Int.self) }[0] >= 3)
    }
  }
}
