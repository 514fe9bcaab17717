import ClinicTesting
import Credentials
import Postgres
import Testing

@testable import Clinic

@Suite("The second factor")
struct SecondFactorTests {
  @Test("lets its owner in")
  func accepted() async throws {
    try await TestClinic.using { test in
      let paul = try await test.signedIn(DemoCast.paul)
      let (visit, _) = try await test.clinic.ask(paul, .nothing)
      #expect(visit.account?.stage == .full)
    }
  }

  @Test("a code works once, also for twenty at the same moment")
  func once() async throws {
    try await TestClinic.using { test in
      let code = try test.code(of: DemoCast.paul)
      var halves: [Visitor] = []
      for _ in 0..<20 { halves.append(try await test.passedPassword(DemoCast.paul)) }
      let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
        for half in halves {
          group.addTask {
            if case .accepted = try await test.clinic.passSecondFactor(code, by: half) { true } else { false }
          }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(accepted == 1)
    }
  }

  @Test("five wrong codes end the attempt, the fifth as the last")
  func tries() async throws {
    try await TestClinic.using { test in
      let half = try await test.passedPassword(DemoCast.paul)
      let right = try test.code(of: DemoCast.paul)
      let wrong = try #require(SixDigitCode(typed: right.text == "000000" ? "000001" : "000000"))
      for left in [4, 3, 2, 1] {
        guard case .wrong(let triesLeft) = try await test.clinic.passSecondFactor(wrong, by: half) else {
          Issue.record("the code was not refused")
          return
        }
        #expect(triesLeft == left)
      }
      guard case .ended = try await test.clinic.passSecondFactor(wrong, by: half) else {
        Issue.record("the attempt did not end")
        return
      }
      await #expect(throws: Refusal.unauthenticated) {
        try await test.clinic.passSecondFactor(right, by: half)
      }
    }
  }

  @Test("no more than five guesses are judged, however many come at once")
  func manyTries() async throws {
    try await TestClinic.using { test in
      let half = try await test.passedPassword(DemoCast.paul)
      let right = try test.code(of: DemoCast.paul)
      let wrong = try #require(SixDigitCode(typed: right.text == "000000" ? "000001" : "000000"))
      await withTaskGroup { group in
        for _ in 0..<40 { group.addTask { _ = try? await test.clinic.passSecondFactor(wrong, by: half) } }
      }
      let judged = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["SELECT count(*) FROM audit_event WHERE act = 'second-factor-refused'"])
      #expect(try judged[0].decode { try $0.next(Int.self) } == [5])
    }
  }

  @Test("a key that one browser is shown is of no use to another that knows the password")
  func enrolmentIsTheBrowsers() async throws {
    try await TestClinic.using { test in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["UPDATE account SET totp_seed = NULL WHERE email = \(DemoCast.paul.email)"])
      let thief = try await test.passedPassword(DemoCast.paul, .step(.enrolling))
      let owner = try await test.passedPassword(DemoCast.paul, .step(.enrolling))
      let shown = try await test.clinic.enrolment(by: owner).1.key
      let stolen = try await test.clinic.enrolment(by: thief).1.key
      #expect(shown != stolen)
      let code = { (key: String) throws -> SixDigitCode in
        let seed = try #require(Base32.decode(key))
        return try #require(SixDigitCode(typed: TOTP(secret: seed).code(at: test.clock.now)))
      }
      guard case .accepted = try await test.clinic.enrol(try code(shown), by: owner) else {
        Issue.record("the owner's own code was refused")
        return
      }
      guard case .ended = try await test.clinic.enrol(try code(stolen), by: thief) else {
        Issue.record("the owner's factor was replaced by a thief's")
        return
      }
    }
  }

  @Test("the wrong password and the unknown address get the same answer")
  func password() async throws {
    try await TestClinic.using { test in
      let wrong = try await test.clinic.signIn(
        email: DemoCast.paul.email, password: "not his password", by: test.browser(to: .signIn))
      let unknown = try await test.clinic.signIn(
        email: "nobody@riverside.example", password: "not his password", by: test.browser(to: .signIn))
      #expect(wrong == nil && unknown == nil)
    }
  }

  @Test("signing out ends the session on the server")
  func signOut() async throws {
    try await TestClinic.using { test in
      let paul = try await test.signedIn(DemoCast.paul)
      try await test.clinic.signOut(by: paul)
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(paul, .nothing) }
    }
  }

  @Test("a seed copied to another account does not open")
  func seedsAreBound() async throws {
    try await TestClinic.using { test in
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          UPDATE account SET totp_seed = (SELECT totp_seed FROM account WHERE email = \(DemoCast.amira.email))
           WHERE email = \(DemoCast.paul.email)
          """
        ])
      let half = try await test.passedPassword(DemoCast.paul)
      let code = try #require(SixDigitCode(typed: DemoCast.amira.totpCode(at: test.clock.now)))
      await #expect(throws: SecretFault.self) { try await test.clinic.passSecondFactor(code, by: half) }
    }
  }
}
