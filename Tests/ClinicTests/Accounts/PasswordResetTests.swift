import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A forgotten password")
struct PasswordResetTests {
  private static let new = "orange kettle winter"

  /// The token in the newest letter to somebody; nil when the newest is another letter.
  private func mailed(_ test: TestClinic) async throws -> Token? {
    let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
    let letter = try await test.clinic.mailbox(by: operation).messages.first
    return letter?.letter == .passwordReset ? letter?.secret.flatMap { Token(text: $0) } : nil
  }

  private func ask(_ test: TestClinic, _ email: String = DemoCast.paul.email) async throws {
    try await test.clinic.forgotPassword(of: email, language: "en", by: test.browser(to: .signIn))
  }

  private func reset(_ test: TestClinic, _ token: Token) async throws -> Bool {
    try await test.clinic.resetPassword(
      token, to: Self.new, language: "en", by: test.browser(to: .signIn))
  }

  private func signIn(_ test: TestClinic, _ password: String) async throws -> NewSession? {
    try await test.clinic.signIn(
      email: DemoCast.paul.email, password: password, by: test.browser(to: .signIn))
  }

  @Test("is replaced by the mailed link; every session ends, the second factor stays, the owner is told")
  func replaced() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let elsewhere = try await test.visitor(DemoCast.paul, to: .ownRecord)
      try await ask(test)
      let token = try #require(try await mailed(test))
      let owner = try await test.clinic.resetOwner(token, by: test.browser(to: .signIn)).owner
      #expect(owner?.email == DemoCast.paul.email)
      let isDone = try await reset(test, token)
      #expect(isDone)
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(elsewhere, .nothing) }
      #expect(try await signIn(test, DemoCast.paul.password) == nil)
      #expect(try await signIn(test, Self.new)?.stage == .secondFactor)
      let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
      #expect(try await test.clinic.mailbox(by: operation).messages.first?.letter == .passwordChanged)
    }
  }

  @Test("a link works once, also for two hundred at the same moment")
  func once() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await ask(test)
      let token = try #require(try await mailed(test))
      let done = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<200 { group.addTask { (try? await reset(test, token)) ?? false } }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(done == 1)
    }
  }

  @Test("a link is good for fifteen minutes, and not a second longer")
  func lifetime() async throws {
    for (seconds, isGood) in [(15 * 60 - 1, true), (15 * 60, false)] {
      try await TestClinic.using { (test: TestClinic) async throws in
        try await ask(test)
        let token = try #require(try await mailed(test))
        test.clock.advance(by: Double(seconds))
        #expect(
          try await (test.clinic.resetOwner(token, by: test.browser(to: .signIn)).owner != nil) == isGood)
        #expect(try await reset(test, token) == isGood)
      }
    }
  }

  @Test("a newer link is the death of the older")
  func newer() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await ask(test)
      let older = try #require(try await mailed(test))
      test.clock.advance(by: 1)
      try await ask(test)
      let newer = try #require(try await mailed(test))
      #expect(older != newer)
      #expect(try await !reset(test, older))
      #expect(try await reset(test, newer))
    }
  }

  @Test("a link is worth nothing at another clinic, nor is one that nobody sent")
  func foreign() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await ask(test)
      let token = try #require(try await mailed(test))
      let there = test.visitor(nil, at: test.hilltop, to: .signIn, access: .anyone)
      #expect(try await !test.clinic.resetPassword(token, to: Self.new, language: "en", by: there))
      #expect(try await !reset(test, Token(from: .system)))
      #expect(try await reset(test, token))
    }
  }

  @Test("of an address that nobody has writes no letter, and leaves nothing but the note in the log")
  func unknown() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      try await ask(test, "nobody@example.com")
      #expect(try await mailed(test) == nil)
      let rows = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "SELECT count(*) FROM password_reset",
          "SELECT count(*) FROM audit_event WHERE act = 'password-forgotten'",
        ])
      let counts = try rows.flatMap { try $0.decode { row in try row.next(Int.self) } }
      #expect(counts == [0, 1])
    }
  }

  @Test(
    "of an address that nobody has is answered no sooner than of one with an account, and neither at once")
  func evenTime() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      for email in [DemoCast.paul.email, "nobody@example.com"] {
        let took = try await ContinuousClock().measure { try await ask(test, email) }
        #expect(took >= EvenTime.step)
      }
      let fault = await ContinuousClock().measure {
        await #expect(throws: Refusal.unknownTenant) {
          try await test.clinic.forgotPassword(
            of: DemoCast.paul.email, language: "en",
            by: Visitor(
              host: "nowhere", tokenHash: nil, access: .anyone, purpose: .signIn, requestID: "test"))
        }
      }
      #expect(fault >= EvenTime.step)
    }
  }

  @Test("replaced opens an account that guessing had locked")
  func unlocks() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      var isLocked = false
      for _ in 0..<60 where !isLocked {
        do {
          _ = try await signIn(test, "not his password")
        } catch Refusal.guessedTooOften(let seconds) {
          isLocked = seconds == nil
        }
        test.clock.advance(by: 3600)
      }
      #expect(isLocked)
      try await ask(test)
      let token = try #require(try await mailed(test))
      #expect(try await reset(test, token))
      #expect(try await signIn(test, Self.new) != nil)
    }
  }
}
