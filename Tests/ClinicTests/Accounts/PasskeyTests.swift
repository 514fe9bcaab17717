import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Passkeys")
struct PasskeyTests {
  private static let origin = "http://riverside.localhost"

  /// Paul, signed in, with a passkey that he has just added.
  private func added(_ test: TestClinic, to account: DemoAccount = DemoCast.paul) async throws -> TestPasskey
  {
    let paul = try await test.visitor(account, to: .account)
    var passkey = TestPasskey()
    let request = try await test.clinic.passkeyRegistration(at: Self.origin, by: paul).request
    try await test.clinic.addPasskey(
      try passkey.registration(request), named: "Phone", at: Self.origin, by: paul)
    return passkey
  }

  private func request(_ test: TestClinic, _ browser: Visitor) async throws -> PasskeyRequest {
    let visit = try await test.clinic.ask(browser, .nothing).visit
    return try test.clinic.passkeySignIn(
      at: Self.origin, browser: try #require(browser.tokenHash), visit, browser)
  }

  private func signIn(
    _ test: TestClinic, _ response: PasskeyResponse, _ browser: Visitor
  ) async throws -> NewSession? {
    try await test.clinic.signIn(with: response, at: Self.origin, by: browser)
  }

  @Test("sign their owner in without a password, each challenge once")
  func signsIn() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      var passkey = try await added(test)
      let browser = test.browser(to: .signIn)
      let response = try passkey.assertion(try await request(test, browser))
      let session = try #require(try await signIn(test, response, browser))
      #expect(session.stage == .full)
      let paul = try test.visitor(session, .signedIn, to: .account)
      #expect(try await test.clinic.ask(paul, .nothing).visit.account?.name == DemoCast.paul.displayName)
      let own = try await test.clinic.ask(paul, .ownPasskeys).answer
      #expect(own.map(\.name) == ["Phone"])
      #expect(own.first?.usedAt == test.clock.now)
      #expect(try await signIn(test, response, browser) == nil, "replayed")
    }
  }

  /// What a browser or a thief might bring instead.
  enum Lie: CaseIterable {
    case otherOrigin, otherChallenge, otherBrowser, otherCeremony, otherClinic, lateAnswer, notVerified,
      counterBack
    case otherKey, otherOwner, unknownCredential, noise
  }

  @Test("are refused when anything about them is not as it was asked for", arguments: Lie.allCases)
  func lies(lie: Lie) async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      var passkey = try await added(test)
      let browser = test.browser(to: .signIn)
      var asking = try await request(test, browser)
      switch lie {
      case .otherOrigin: passkey.origin = "http://riverside.localhost.example"
      case .otherChallenge:
        asking = PasskeyRequest(
          options: try await request(test, browser).options, terms: asking.terms)
      case .otherBrowser: asking = try await request(test, test.browser(to: .signIn))
      case .otherCeremony:
        let half = try await test.passedPassword(DemoCast.paul)
        asking = try #require(try await test.clinic.secondFactors(at: Self.origin, by: half).passkey)
      case .otherClinic: passkey.relyingParty = "hilltop.localhost"
      case .notVerified: passkey.flags = 0x01
      case .counterBack: passkey.signCount = 0
      case .otherKey:
        let other = TestPasskey()
        var answer = try other.pretending(passkey)
        #expect(try await signIn(test, try answer.assertion(asking), browser) == nil)
        return
      case .otherOwner: passkey.userHandle = Array(repeating: 7, count: 16)
      case .unknownCredential:
        var other = TestPasskey()
        other.userHandle = passkey.userHandle
        #expect(try await signIn(test, try other.assertion(asking), browser) == nil)
        return
      case .noise:
        let noise = PasskeyResponse(json: String(repeating: "[", count: 5000), terms: asking.terms)
        #expect(try await signIn(test, noise, browser) == nil)
        return
      case .lateAnswer: break
      }
      let response = try passkey.assertion(asking)
      if lie == .lateAnswer { test.clock.advance(by: 300) }
      #expect(try await signIn(test, response, browser) == nil)
      let acts = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT count(*) FROM audit_event WHERE act = 'passkey-refused'"])
      #expect(try acts[0].decode { try $0.next(Int.self) } == [1])
    }
  }

  @Test("are good until the last second of their five minutes")
  func inTime() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      var passkey = try await added(test)
      let browser = test.browser(to: .signIn)
      let response = try passkey.assertion(try await request(test, browser))
      test.clock.advance(by: 299)
      #expect(try await signIn(test, response, browser) != nil)
    }
  }

  @Test("of two hundred uses of one answer at the same moment, one succeeds")
  func atOnce() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      var passkey = try await added(test)
      let browser = test.browser(to: .signIn)
      let response = try passkey.assertion(try await request(test, browser))
      let accepted = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<200 { group.addTask { (try? await signIn(test, response, browser)) != nil } }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(accepted == 1)
    }
  }

  @Test("are a second factor after the password, of their own account alone")
  func secondFactor() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      var own = try await added(test)
      var amiras = try await added(test, to: DemoCast.amira)
      for _ in 0..<2 {
        let half = try await test.passedPassword(DemoCast.paul)
        let (_, hasAuthenticator, request, _) = try await test.clinic.secondFactors(at: Self.origin, by: half)
        #expect(hasAuthenticator)
        let foreign = try amiras.assertion(try #require(request))
        guard case .wrong = try await test.clinic.passSecondFactor(with: foreign, at: Self.origin, by: half)
        else {
          Issue.record("somebody else's passkey was taken")
          return
        }
        let again = try await test.clinic.secondFactors(at: Self.origin, by: half).passkey
        let response = try own.assertion(try #require(again))
        guard
          case .accepted(let session) = try await test.clinic.passSecondFactor(
            with: response, at: Self.origin, by: half)
        else {
          Issue.record("the own passkey was refused")
          return
        }
        #expect(session.stage == .full)
      }
    }
  }

  @Test("prove who is at the keyboard, as the password does")
  func confirms() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      var passkey = try await added(test)
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      test.clock.advance(by: 601)
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.beginAuthenticator(by: paul) }
      let request = try #require(try await test.clinic.confirmation(at: Self.origin, by: paul).passkey)
      let session = try #require(
        try await test.clinic.confirmIdentity(
          with: try passkey.assertion(request), at: Self.origin, by: paul))
      try await test.clinic.beginAuthenticator(by: try test.visitor(session, .signedIn, to: .account))
    }
  }

  @Test("are made only by who has proved themselves, from the asked origin, and ten at most")
  func made() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      var wrong = TestPasskey()
      wrong.origin = "http://hilltop.localhost"
      let request = try await test.clinic.passkeyRegistration(at: Self.origin, by: paul).request
      await #expect(throws: Refusal.invalid([Problem("", "problem.passkey")])) {
        try await test.clinic.addPasskey(
          try wrong.registration(request), named: "Phone", at: Self.origin, by: paul)
      }
      for _ in 0..<Passkey.mostPerAccount { _ = try await added(test) }
      await #expect(throws: Refusal.invalid([Problem("", "problem.passkeys-enough")])) {
        _ = try await added(test)
      }
      let late = try await test.visitor(DemoCast.amira, to: .account)
      test.clock.advance(by: 600)
      var passkey = TestPasskey()
      let another = try await test.clinic.passkeyRegistration(at: Self.origin, by: late).request
      let response = try passkey.registration(another)
      await #expect(throws: Refusal.unconfirmed) {
        try await test.clinic.addPasskey(response, named: "Phone", at: Self.origin, by: late)
      }
    }
  }

  @Test("are renamed and removed by their owner; with a removed one nobody gets in, and other sessions end")
  func removed() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      var passkey = try await added(test)
      let here = try await test.visitor(DemoCast.paul, to: .account)
      let there = try await test.visitor(DemoCast.paul, to: .account)
      let amira = try await test.visitor(DemoCast.amira, to: .account)
      let own = try await test.clinic.ask(here, .ownPasskeys).answer
      let id = try #require(own.first).id
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.renamePasskey(id, to: "Mine", by: amira)
      }
      await #expect(throws: Refusal.unknown) { try await test.clinic.removePasskey(id, by: amira) }
      try await test.clinic.renamePasskey(id, to: "Old phone", by: here)
      #expect(try await test.clinic.ask(here, .ownPasskeys).answer.map(\.name) == ["Old phone"])
      try await test.clinic.removePasskey(id, by: here)
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(there, .nothing) }
      let browser = test.browser(to: .signIn)
      #expect(
        try await signIn(test, try passkey.assertion(try await request(test, browser)), browser) == nil)
      let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
      let told = try await test.clinic.mailbox(by: operation).messages.map { $0.values["notice"] }
      #expect(told.contains("passkey-added") && told.contains("passkey-removed"))
    }
  }

  @Test("of one clinic are nothing at another")
  func otherClinic() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      var passkey = try await added(test)
      let browser = test.visitor(Token(from: .system), at: test.hilltop, to: .signIn, access: .anyone)
      passkey.origin = "http://hilltop.localhost"
      passkey.relyingParty = "hilltop.localhost"
      let visit = try await test.clinic.ask(browser, .nothing).visit
      let asking = try test.clinic.passkeySignIn(
        at: passkey.origin, browser: try #require(browser.tokenHash), visit, browser)
      let session = try await test.clinic.signIn(
        with: try passkey.assertion(asking), at: passkey.origin, by: browser)
      #expect(session == nil)
    }
  }
}

extension TestPasskey {
  /// Says that it is another one.
  fileprivate func pretending(_ other: TestPasskey) throws -> TestPasskey {
    var copy = TestPasskey(credentialID: other.credentialID)
    copy.userHandle = other.userHandle
    copy.signCount = other.signCount + 1
    return copy
  }
}
