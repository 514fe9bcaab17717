import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Invitations")
struct InvitationTests {
  private let nadia = "nadia@example.com"

  private func invite(
    _ test: TestClinic, _ role: Role = .frontDesk, doctor: ID<Practitioner>? = nil, to email: String? = nil
  ) async throws {
    let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
    try await test.clinic.invite(
      NewInvitation(
        email: email ?? nadia, role: role, givenName: "Nadia", familyName: "Petrova", practitioner: doctor,
        language: "en"), by: dana)
  }

  /// The links that were mailed, the newest first.
  private func links(_ test: TestClinic) async throws -> [Token] {
    let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
    return try await test.clinic.mailbox(by: operation).messages.filter { $0.letter == .invitation }
      .compactMap { $0.secret.flatMap { Token(text: $0) } }
  }

  private func open(_ test: TestClinic) async throws -> [Invitation] {
    let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
    return try await test.clinic.ask(dana, .openInvitations).answer
  }

  private let acceptance = Acceptance(password: "orange kettle winter", patient: nil, language: "en")

  private func accept(_ test: TestClinic, _ token: Token) async throws -> NewSession? {
    try await test.clinic.accept(token, acceptance, by: test.browser(to: .signUp))
  }

  @Test("lead to an account of that role, whose owner sets up a second factor first")
  func accepted() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await invite(test)
      let token = try #require(try await links(test).first)
      #expect(try await test.clinic.invitation(token, by: test.browser(to: .signUp)).1?.email == nadia)
      let session = try #require(try await accept(test, token))
      #expect(session.stage == .enrolling)
      let step = try test.visitor(session, .step(.enrolling), to: .signIn)
      let visit = try await test.clinic.ask(step, .nothing).visit
      #expect(visit.account?.role == .frontDesk)
      #expect(visit.account?.name == "Nadia Petrova")
      #expect(try await open(test).isEmpty)
      #expect(try await accept(test, token) == nil, "used twice")
    }
  }

  @Test("of two hundred uses of one link at the same moment, one succeeds")
  func atOnce() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await invite(test)
      let token = try #require(try await links(test).first)
      let accepted = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<200 { group.addTask { (try? await accept(test, token)) != nil } }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(accepted == 1)
    }
  }

  @Test("are good for seven days, to the second")
  func lifetime() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await invite(test)
      try await invite(test, to: "tomas@example.com")
      let tokens = try await links(test)
      test.clock.advance(by: 7 * 86_400 - 1)
      #expect(try await accept(test, tokens[0]) != nil)
      test.clock.advance(by: 1)
      #expect(try await accept(test, tokens[1]) == nil)
    }
  }

  @Test("sent again, also after they lapsed, work by the newer link alone; withdrawn, by none")
  func sentAgain() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await invite(test)
      let older = try #require(try await links(test).first)
      test.clock.advance(by: 8 * 86_400)
      let id = try #require(try await open(test).first).id
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
      try await test.clinic.sendAgain(id, by: dana)
      let newer = try #require(try await links(test).first)
      #expect(newer != older)
      #expect(try await accept(test, older) == nil)
      #expect(try await test.clinic.invitation(newer, by: test.browser(to: .signUp)).1 != nil)
      try await test.clinic.withdraw(id, by: dana)
      #expect(try await accept(test, newer) == nil)
      await #expect(throws: Refusal.unknown) { try await test.clinic.withdraw(id, by: dana) }
      await #expect(throws: Refusal.unknown) { try await test.clinic.sendAgain(id, by: dana) }
    }
  }

  @Test("of an administrator who may no longer invite are good no more")
  func inviterGone() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let ben = try #require(test.riverside.accounts[DemoCast.ben])
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
      try await test.clinic.setRole(.admin, of: ben, by: dana)
      let inviter = try await test.visitor(DemoCast.ben, to: .administration, access: .may(.manageAccounts))
      try await test.clinic.invite(
        NewInvitation(
          email: "backdoor@example.com", role: .admin, givenName: "B", familyName: "D", practitioner: nil,
          language: "en"), by: inviter)
      let token = try #require(try await links(test).first)
      try await test.clinic.disable(ben, by: dana)
      #expect(try await accept(test, token) == nil)
    }
  }

  @Test("are noted by what they are for, and by no address, which could not be erased from a sealed log")
  func noted() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await invite(test)
      let id = try #require(try await open(test).first).id
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
      try await test.clinic.sendAgain(id, by: dana)
      #expect(
        try await test.count(
          "audit_event WHERE act = 'invitation-sent' AND entity = '\(id)' AND detail = 'front-desk'") == 2)
      #expect(try await test.count("audit_event WHERE detail LIKE '%@%'") == 0)
    }
  }

  @Test("are sent six times an hour; the seventh kills no link")
  func letters() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await invite(test)
      let id = try #require(try await open(test).first).id
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
      for _ in 2...6 { try await test.clinic.sendAgain(id, by: dana) }
      await #expect(throws: Refusal.conflict(.lettersEnough)) {
        try await test.clinic.sendAgain(id, by: dana)
      }
      let last = try #require(try await links(test).first)
      #expect(try await test.clinic.invitation(last, by: test.browser(to: .signUp)).1 != nil)
    }
  }

  @Test(
    "go to an address that has neither an account nor an invitation, from who has proved themselves lately")
  func refused() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      await #expect(throws: Refusal.invalid([Problem("email", "problem.invite-account")])) {
        try await invite(test, to: DemoCast.paul.email)
      }
      try await invite(test)
      await #expect(throws: Refusal.invalid([Problem("email", "problem.invite-open")])) {
        try await invite(test)
      }
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
      test.clock.advance(by: 600)
      await #expect(throws: Refusal.unconfirmed) {
        try await test.clinic.invite(
          NewInvitation(
            email: "late@example.com", role: .admin, givenName: "L", familyName: "A", practitioner: nil,
            language: "en"), by: dana)
      }
    }
  }

  @Test("give a doctor their own schedule, and a patient a record")
  func records() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let doctor = try await test.practitioner(named: "Ada Okafor", at: test.riverside)
      try await invite(test, .practitioner, doctor: doctor)
      let link = try #require(try await links(test).first)
      _ = try #require(try await accept(test, link))
      let linked = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "SELECT a.email FROM practitioner p JOIN account a ON a.id = p.account_id WHERE p.id = \(doctor.uuid)"
        ])
      let owners = try linked[0].decode { try $0.next(String.self) }
      #expect(owners == [nadia])

      try await invite(test, .patient, to: "minh@example.com")
      let second = try #require(try await links(test).first)
      let person = SignUp.Person(
        givenName: "Minh Khai", familyName: "Nguyễn",
        birthDate: try #require(Day(year: 1990, month: 2, day: 28)),
        gender: .female, phone: "+44 20 7946 0123",
        address: Address(line: ["1 Quay"], city: "Riverside", postalCode: "RV1", country: "UK"))
      let session = try #require(
        try await test.clinic.accept(
          second, Acceptance(password: "orange kettle winter", patient: person, language: "fr"),
          by: test.browser(to: .signUp)))
      let step = try test.visitor(session, .step(.enrolling), to: .ownRecord)
      let name: String? = try await test.clinic.ask(step, .myName).answer
      #expect(name == "Minh Khai Nguyễn")
    }
  }

  @Test("of one clinic open nothing at another")
  func otherClinic() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await invite(test)
      let token = try #require(try await links(test).first)
      let abroad = test.visitor(Token(from: .system), at: test.hilltop, to: .signUp, access: .anyone)
      #expect(try await test.clinic.invitation(token, by: abroad).1 == nil)
      #expect(try await test.clinic.accept(token, acceptance, by: abroad) == nil)
    }
  }

  @Test("an address that got an account meanwhile keeps it")
  func addressTaken() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await invite(test)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["UPDATE account SET email = \(nadia) WHERE email = \(DemoCast.paul.email)"])
      let token = try #require(try await links(test).first)
      await #expect(throws: Refusal.conflict(.addressTaken)) { _ = try await accept(test, token) }
      #expect(try await open(test).count == 1)
    }
  }
}

extension Query<[Invitation]> {
  /// Those that nobody has accepted or withdrawn, also the lapsed ones: they can be sent again.
  static var openInvitations: Self {
    Query(
      """
      SELECT id, email, role, given_name, family_name, sent_at, expires_at, patient_id IS NOT NULL FROM invitation
       WHERE accepted_at IS NULL AND withdrawn_at IS NULL
       ORDER BY created_at DESC
       LIMIT 200
      """, each: Invitation.init(row:))
  }
}
