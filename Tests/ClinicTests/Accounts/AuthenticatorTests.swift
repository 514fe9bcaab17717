import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("The authenticator app of the account")
struct AuthenticatorTests {
  private func code(_ enrolment: Enrolment, _ test: TestClinic) throws -> SixDigitCode {
    let seed = try #require(Base32.decode(enrolment.key))
    return try #require(SixDigitCode(typed: TOTP(secret: seed).code(at: test.clock.now)))
  }

  private func setPatientsFree(_ test: TestClinic) async throws {
    let rules = SignInRules(
      isSecondFactorOptionalForPatients: true, passwordMinimum: 15,
      staff: SignInRules.standard.staff, patients: SignInRules.standard.patients)
    try await test.clinic.setRules(rules, by: try await test.visitor(DemoCast.dana, to: .administration))
  }

  @Test("is replaced by its first code, and the old one works until then; other sessions end")
  func replaced() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      let there = try await test.visitor(DemoCast.paul, to: .account)
      try await test.clinic.beginAuthenticator(by: here)
      let enrolment = try await test.clinic.enrolment(by: here).1
      _ = try await test.signedIn(DemoCast.paul)
      test.clock.advance(by: 90)
      guard
        case .accepted(let session) = try await test.clinic.setAuthenticator(code(enrolment, test), by: here)
      else {
        Issue.record("the new code was refused")
        return
      }
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(here, .nothing) }
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(there, .nothing) }
      _ = try await test.clinic.ask(try test.visitor(session, .signedIn, to: .account), .nothing)
      test.clock.advance(by: 90)
      let half = try await test.passedPassword(DemoCast.paul)
      guard case .wrong = try await test.clinic.passSecondFactor(try test.code(of: DemoCast.paul), by: half)
      else {
        Issue.record("the old app still works")
        return
      }
      guard case .accepted = try await test.clinic.passSecondFactor(code(enrolment, test), by: half) else {
        Issue.record("the new app does not work")
        return
      }
    }
  }

  @Test("is begun and changed only by who has proved themselves within ten minutes")
  func unconfirmed() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      try await test.clinic.beginAuthenticator(by: paul)
      let enrolment = try await test.clinic.enrolment(by: paul).1
      test.clock.advance(by: 600)
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.beginAuthenticator(by: paul) }
      let code = try code(enrolment, test)
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.setAuthenticator(code, by: paul) }
    }
  }

  @Test("wrong codes for a new one are counted like others")
  func guesses() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      try await test.clinic.beginAuthenticator(by: paul)
      let right = try code(try await test.clinic.enrolment(by: paul).1, test)
      let wrong = try #require(SixDigitCode(typed: right.text == "000000" ? "000001" : "000000"))
      for _ in 0..<6 { _ = try await test.clinic.setAuthenticator(wrong, by: paul) }
      guard case .waits = try await test.clinic.setAuthenticator(right, by: paul) else {
        Issue.record("nobody had to wait")
        return
      }
    }
  }

  @Test("is required of everybody, unless the clinic leaves it to patients; never of staff")
  func required() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      await #expect(throws: Refusal.conflict(.factorRequired)) {
        try await test.clinic.removeAuthenticator(by: paul)
      }
      try await setPatientsFree(test)
      let amira = try await test.visitor(DemoCast.amira, to: .account)
      await #expect(throws: Refusal.conflict(.factorRequired)) {
        try await test.clinic.removeAuthenticator(by: amira)
      }
      try await test.clinic.removeAuthenticator(by: paul)
      let session = try #require(
        try await test.clinic.signIn(
          email: DemoCast.paul.email, password: DemoCast.paul.password, by: test.browser(to: .signIn)))
      #expect(session.stage == .full)
      let half = try #require(
        try await test.clinic.signIn(
          email: DemoCast.amira.email, password: DemoCast.amira.password, by: test.browser(to: .signIn)))
      #expect(half.stage == .secondFactor)
    }
  }

  @Test("is put off at sign-up only where the clinic leaves it to the person")
  func postponed() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE account SET totp_seed = NULL"])
      let paul = try await test.passedPassword(DemoCast.paul, .step(.enrolling))
      let amira = try await test.passedPassword(DemoCast.amira, .step(.enrolling))
      await #expect(throws: Refusal.conflict(.factorRequired)) {
        try await test.clinic.postponeSecondFactor(by: paul)
      }
      try await setPatientsFree(test)
      await #expect(throws: Refusal.conflict(.factorRequired)) {
        try await test.clinic.postponeSecondFactor(by: amira)
      }
      guard case .accepted(let session) = try await test.clinic.postponeSecondFactor(by: paul) else {
        Issue.record("it can't be put off")
        return
      }
      #expect(session.stage == .full)
    }
  }
}

@Suite("What is no proof of identity")
struct ProofTests {
  private static let origin = "http://riverside.localhost"

  @Test("a changed password proves nothing and lengthens nothing; the session goes on as old as it was")
  func passwordChange() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let paul = try await test.signedIn(DemoCast.paul)
      test.clock.advance(by: 600)
      let before = try #require(try await test.clinic.ask(paul, .nothing).visit.account)
      let session = try #require(
        try await test.clinic.changePassword(
          from: DemoCast.paul.password, to: "seven quiet otters", language: "en", by: paul))
      let here = try test.visitor(session, .signedIn, to: .account)
      await #expect(throws: Refusal.unconfirmed) { try await test.clinic.beginAuthenticator(by: here) }
      let after = try #require(try await test.clinic.ask(here, .nothing).visit.account)
      #expect(after.expires == before.expires)
    }
  }

  /// Paul, whose only factor is a passkey.
  private func passkeyAlone(_ test: TestClinic) async throws -> TestPasskey {
    let paul = try await test.visitor(DemoCast.paul, to: .account)
    var passkey = TestPasskey()
    let request = try await test.clinic.passkeyRegistration(at: Self.origin, by: paul).request
    try await test.clinic.addPasskey(
      try passkey.registration(request), named: "Phone", at: Self.origin, by: paul)
    _ = try await test.clinic.makeRecoveryCodes(language: "en", by: paul)
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      ["UPDATE account SET totp_seed = NULL WHERE email = \(DemoCast.paul.email)"])
    return passkey
  }

  @Test(
    "the password alone, of who has a passkey and no app; and the last factor stays where one is required")
  func passkeyOnly() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      _ = try await passkeyAlone(test)
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let id = try #require(try await test.clinic.ask(paul, .ownPasskeys).answer.first).id
      await #expect(throws: Refusal.conflict(.factorRequired)) {
        try await test.clinic.removePasskey(id, by: paul)
      }
      guard case .needsPasskey = try await test.clinic.confirmIdentity(DemoCast.paul.password, nil, by: paul)
      else {
        Issue.record("the password was enough")
        return
      }
    }
  }

  @Test("codes on paper stand in for a passkey, too")
  func paper() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      _ = try await passkeyAlone(test)
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      let codes = try await test.clinic.makeRecoveryCodes(language: "en", by: paul).codes
      let half = try await test.passedPassword(DemoCast.paul)
      guard case .accepted = try await test.clinic.passSecondFactor(codes[0], language: "en", by: half) else {
        Issue.record("the code on paper was refused")
        return
      }
    }
  }
}
