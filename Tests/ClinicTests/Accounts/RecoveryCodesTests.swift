import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Recovery codes")
struct RecoveryCodesTests {
  private func made(_ test: TestClinic) async throws -> [RecoveryCode] {
    let paul = try await test.visitor(DemoCast.paul, to: .account)
    return try await test.clinic.makeRecoveryCodes(language: "en", by: paul).codes
  }

  private func pass(_ test: TestClinic, _ code: RecoveryCode, by half: Visitor) async throws -> CodeOutcome {
    try await test.clinic.passSecondFactor(code, language: "en", by: half)
  }

  @Test("are ten, sign their owner in once each, and are told by mail")
  func once() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let codes = try await made(test)
      #expect(Set(codes).count == 10)
      for _ in 0..<2 {
        let half = try await test.passedPassword(DemoCast.paul)
        let isFirst =
          try await test.clinic.ask(
            try await test.visitor(DemoCast.paul, to: .account), .recoveryCodesLeft
          ).answer == 10
        switch try await pass(test, codes[3], by: half) {
        case .accepted(let session):
          #expect(isFirst && session.stage == .full)
        case .wrong:
          #expect(!isFirst)
        default:
          Issue.record("neither accepted nor wrong")
        }
      }
      let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
      let letter = try await test.clinic.mailbox(by: operation).messages.first {
        $0.letter == .recoveryCodeUsed
      }
      #expect(letter?.values == ["left": "9"])
    }
  }

  @Test("of two hundred uses of one at the same moment, one succeeds")
  func atOnce() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let codes = try await made(test)
      var halves: [Visitor] = []
      for _ in 0..<50 { halves.append(try await test.passedPassword(DemoCast.paul)) }
      let browsers = halves
      let accepted = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<200 {
          group.addTask {
            let outcome = try? await pass(test, codes[0], by: browsers[number % browsers.count])
            if case .accepted = outcome { return true } else { return false }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(accepted == 1)
    }
  }

  @Test("new ones are the death of the older, and nobody else's are of use")
  func replaced() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let older = try await made(test)
      let newer = try await made(test)
      let amira = try await test.visitor(DemoCast.amira, to: .account)
      let foreign = try await test.clinic.makeRecoveryCodes(language: "en", by: amira).codes
      for (code, works) in [(older[0], false), (foreign[0], false), (newer[0], true)] {
        let half = try await test.passedPassword(DemoCast.paul)
        let outcome = try await pass(test, code, by: half)
        if case .accepted = outcome { #expect(works) } else { #expect(!works) }
      }
    }
  }

  @Test("are made only by who has proved themselves within ten minutes; password and code together do that")
  func confirmed() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      test.clock.advance(by: 599)
      _ = try await test.clinic.makeRecoveryCodes(language: "en", by: paul)
      test.clock.advance(by: 1)
      await #expect(throws: Refusal.unconfirmed) {
        try await test.clinic.makeRecoveryCodes(language: "en", by: paul)
      }
      let code = SecondFactorCode.app(try test.code(of: DemoCast.paul))
      guard case .wrongPassword = try await test.clinic.confirmIdentity("not his password", code, by: paul)
      else {
        Issue.record("a wrong password confirmed")
        return
      }
      guard case .needsCode = try await test.clinic.confirmIdentity(DemoCast.paul.password, nil, by: paul)
      else {
        Issue.record("the password alone confirmed")
        return
      }
      await #expect(throws: Refusal.unconfirmed) {
        try await test.clinic.makeRecoveryCodes(language: "en", by: paul)
      }
      guard
        case .confirmed(let session) = try await test.clinic.confirmIdentity(
          DemoCast.paul.password, code, by: paul)
      else {
        Issue.record("password and code did not confirm")
        return
      }
      await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(paul, .nothing) }
      let confirmed = try test.visitor(session, .signedIn, to: .account)
      let codes = try await test.clinic.makeRecoveryCodes(language: "en", by: confirmed).codes
      // The same code of the app is used up; one on paper stands in for it, once.
      for (code, works) in [(code, false), (.paper(codes[0]), true), (.paper(codes[0]), false)] {
        let here = try await test.visitor(DemoCast.paul, to: .account)
        switch try await test.clinic.confirmIdentity(DemoCast.paul.password, code, by: here) {
        case .confirmed: #expect(works)
        default: #expect(!works)
        }
      }
    }
  }

  @Test("lie in the database as hashes")
  func stored() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let codes = try await made(test)
      let rows = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT code_hash FROM recovery_code"])
      let stored = try rows[0].decode { try $0.next(String.self) }
      #expect(stored.count == 10)
      for code in codes {
        let plain = code.text.replacing("-", with: "")
        #expect(!stored.contains { $0.contains(code.text) || $0.contains(plain) })
      }
    }
  }
}
