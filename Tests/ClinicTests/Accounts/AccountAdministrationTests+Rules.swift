import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// What holds for all accounts of a clinic, and what was done with them.
extension AccountAdministrationTests {
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
      let changes = [("kind", "changes"), ("col", "act"), ("col", "actor"), ("col", "subject")]
      let events = try await test.audited(changes, by: reader)
      let first = try #require(events.first)
      #expect(
        first.cells == [
          .code("account-disabled"), .text(DemoCast.dana.displayName), .text(DemoCast.paul.displayName),
        ])
      #expect(events.map { $0.cells[0] }.contains(.code("second-factor-accepted")))
      let older = try await test.audited(changes + [("after", "\(ID<TableRow>(first.id))")], by: reader)
      #expect(older.map(\.id) == events.dropFirst().map(\.id))
      let paul = try id(DemoCast.paul, test)
      let pauls = try await test.clinic.ask(reader, .auditEvents(of: paul)).answer
      #expect(pauls.map(\.act).first == .accountDisabled)
      #expect(
        try await test.clinic.ask(reader, .auditEvents(of: id(DemoCast.amira, test))).answer.isEmpty)
      let etienne = try await test.visitor(DemoCast.etienne, to: .administration, access: .may(.readAuditLog))
      #expect(try await test.audited(changes, by: etienne).isEmpty)
      let own = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT count(*) FROM audit_event WHERE entity IS NOT NULL"])
      #expect(try own[0].decode { try $0.next(Int.self) }[0] >= 3)
    }
  }
}
