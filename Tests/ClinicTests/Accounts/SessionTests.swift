import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Sessions")
struct SessionTests {
  private func sessions(_ visitor: Visitor, _ test: TestClinic) async throws -> [OpenSession] {
    try await test.clinic.ask(visitor, .ownSessions(of: visitor, at: test.clock.now)).answer
  }

  @Test("are shown to their owner alone, the asking one first, and neither half ones nor those that are over")
  func shown() async throws {
    try await TestClinic.using { test in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      _ = try await test.visitor(DemoCast.paul, to: .account)
      _ = try await test.session(of: DemoCast.paul, stage: .secondFactor)
      _ = try await test.visitor(DemoCast.amira, to: .account)
      let shown = try await sessions(here, test)
      #expect(shown.map(\.isOwn) == [true, false])
      test.clock.advance(by: 366 * 86_400)
      let after = try await sessions(try await test.visitor(DemoCast.paul, to: .account), test)
      #expect(after.map(\.isOwn) == [true])
    }
  }

  @Test("end one by one or all but this, on every server with the next request")
  func ended() async throws {
    try await TestClinic.using { test in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      let there = try await test.visitor(DemoCast.paul, to: .account)
      let elsewhere = try await test.visitor(DemoCast.paul, to: .account)
      let second = try test.anotherServer()
      _ = try await second.ask(there, .nothing)
      let other = try #require(try await sessions(there, test).first)
      try await test.clinic.endSession(other.id, by: here)
      await #expect(throws: Refusal.unauthenticated) { try await second.ask(there, .nothing) }
      _ = try await second.ask(elsewhere, .nothing)
      try await test.clinic.endOtherSessions(by: here)
      await #expect(throws: Refusal.unauthenticated) { try await second.ask(elsewhere, .nothing) }
      _ = try await second.ask(here, .nothing)
      await second.close()
    }
  }

  @Test("are ended only by who has proved themselves lately")
  func unconfirmed() async throws {
    try await TestClinic.using { test in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      let there = try await test.visitor(DemoCast.paul, to: .account)
      let other = try #require(try await sessions(there, test).first)
      test.clock.advance(by: 600)
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.endSession(other.id, by: here) }
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.endOtherSessions(by: here) }
      _ = try await test.clinic.ask(there, .nothing)
    }
  }

  @Test("that lapse are noted, with their browser, for their owner and the administrator")
  func lapsed() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      _ = try await test.signedIn(DemoCast.paul)
      test.clock.advance(by: 30 * 60)
      try await test.clinic.tidyUp()
      try await test.clinic.tidyUp()
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let own = try await test.clinic.ask(paul, .ownSecurityEvents).answer
      #expect(own.filter { $0.act == .sessionLapsed }.count == 1)
    }
  }

  @Test("of somebody else can't be ended, whoever knows their name")
  func foreign() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .account)
      let hers = try #require(try await sessions(amira, test).first)
      for thief in [DemoCast.paul, DemoCast.lucie] {
        try await test.clinic.endSession(hers.id, by: try await test.visitor(thief, to: .account))
      }
      _ = try await test.clinic.ask(amira, .nothing)
    }
  }

  @Test("change their token with the password; the old one is worth nothing, and the others end")
  func passwordChanged() async throws {
    try await TestClinic.using { test in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      let there = try await test.visitor(DemoCast.paul, to: .account)
      let session = try #require(
        try await test.clinic.changePassword(
          from: DemoCast.paul.password, to: "seven quiet otters", language: "en", by: here))
      for old in [here, there] {
        await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(old, .nothing) }
      }
      _ = try await test.clinic.ask(try test.visitor(session, .signedIn, to: .account), .nothing)
    }
  }

  @Test("left open are no place to guess the password at leisure")
  func guessing() async throws {
    try await TestClinic.using { test in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      for _ in 0..<6 {
        let session = try await test.clinic.changePassword(
          from: "not his password", to: "seven quiet otters", language: "en", by: here)
        #expect(session == nil)
      }
      await #expect(throws: Refusal.guessedTooOften(seconds: 2)) {
        try await test.clinic.changePassword(
          from: DemoCast.paul.password, to: "seven quiet otters", language: "en", by: here)
      }
    }
  }
}

@Suite("Letters about an account")
struct SecurityNoticeTests {
  private func notices(_ test: TestClinic) async throws -> [OutboxMessage] {
    let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
    return try await test.clinic.mailbox(by: operation).messages.filter { $0.letter == .securityNotice }
  }

  /// Signs Paul in on a browser that has been given a token to be known by, or not yet.
  private func signIn(_ test: TestClinic, device: Token?) async throws -> NewSession {
    let client = Client(address: "203.0.113.7", agent: "Firefox/140.0 Linux", deviceHash: device?.hash)
    let browser = Visitor(
      host: test.riverside.host, tokenHash: Token(from: .system).hash, access: .anyone, purpose: .signIn,
      requestID: "", client: client)
    let half = try #require(
      try await test.clinic.signIn(email: DemoCast.paul.email, password: DemoCast.paul.password, by: browser))
    let step = Visitor(
      host: test.riverside.host, tokenHash: try #require(Token(text: half.token)).hash,
      access: .step(.secondFactor),
      purpose: .signIn, requestID: "", client: client)
    guard
      case .accepted(let session) = try await test.clinic.passSecondFactor(
        try test.code(of: DemoCast.paul), by: step)
    else { throw NotSignedIn() }
    return session
  }

  @Test("tell of a sign-in from a browser that is not known, and not from one that is")
  func newBrowser() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let session = try await signIn(test, device: nil)
      let told = try await notices(test)
      #expect(told.map { $0.values["notice"] } == ["new-browser"])
      #expect(told.first?.values["address"] == "203.0.113.7")
      #expect(told.first?.recipient == DemoCast.paul.email)
      test.clock.advance(by: 60)
      let device = try #require(session.device)
      _ = try await signIn(test, device: Token(text: device))
      #expect(try await notices(test).count == 1)
    }
  }

  @Test(
    "tell once of guesses in a row, from the sixth on, and nobody of those at an address that is nobody's")
  func guesses() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      for number in 1...7 {
        for email in [DemoCast.paul.email, "nobody@riverside.example"] {
          _ = try? await test.clinic.signIn(
            email: email, password: "not the password", by: test.browser(to: .signIn))
        }
        let count = try await notices(test).count
        #expect(count == (number > 5 ? 1 : 0), "\(number)")
        test.clock.advance(by: 900)
      }
    }
  }

  @Test("that an owner chose to do without are not sent; the others are")
  func chosen() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["UPDATE account SET channels = jsonb_build_object('new-browser', 'none', 'guesses', 'none')"])
      _ = try await signIn(test, device: nil)
      #expect(try await notices(test).isEmpty)
      let dana = try await test.visitor(
        DemoCast.dana, to: .administration, access: .may(.manageAccounts))
      let paul = try #require(test.riverside.accounts[DemoCast.paul])
      try await test.clinic.resetFactors(of: paul, by: dana)
      #expect(try await notices(test).map { $0.values["notice"] } == ["factors-reset"])
    }
  }
}
