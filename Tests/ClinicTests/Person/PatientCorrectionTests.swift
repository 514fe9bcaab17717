import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Another birth date")
struct PatientCorrectionTests {
  private func day(_ iso: String) -> Day { Day(iso: iso) ?? .first }

  @Test("is asked for by its owner, and stays as it is until the clinic has decided")
  func asked() async throws {
    try await TestClinic.using { test in
      let (paul, ben, id) = (
        try await PersonSectionTests.paul(test), try await PersonSectionTests.ben(test),
        test.riverside.patient
      )
      try await test.clinic.askCorrection(of: id, to: day("1990-03-02"), note: "passport", by: paul)
      #expect(try await test.count("patient WHERE birth_date = '1990-03-02'") == 0)
      // Asked again, it is the same request.
      try await test.clinic.askCorrection(of: id, to: day("1990-03-03"), note: "", by: paul)
      let open = try await test.ask(ben, .openCorrections(by: ben, at: test.clock.now))
      #expect(open.map(\.wanted) == [day("1990-03-03")])
      #expect(
        try await test.count("audit_event WHERE act = 'read' AND entity = '\(id)' AND purpose = 'front-desk'")
          == 1)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.decide(open[0].id, accepts: true, seen: "1990-03-02", answer: "", by: ben)
      }
      try await test.clinic.decide(open[0].id, accepts: true, seen: "1990-03-03", answer: "", by: ben)
      #expect(try await test.count("patient WHERE birth_date = '1990-03-03'") == 1)
      await #expect(throws: Refusal.conflict(.doneByAnother)) {
        try await test.clinic.decide(open[0].id, accepts: false, seen: "1990-03-03", answer: "no", by: ben)
      }
      let history = try #require(
        try await test.ask(paul, .history(of: id, after: nil, by: paul, at: test.clock.now)))
      #expect(history.changes.map(\.part) == [.birth] && history.changes[0].origin == .staff)
    }
  }

  @Test("that is declined changes nothing, and says why")
  func declined() async throws {
    try await TestClinic.using { test in
      let (paul, ben, id) = (
        try await PersonSectionTests.paul(test), try await PersonSectionTests.ben(test),
        test.riverside.patient
      )
      try await test.clinic.askCorrection(of: id, to: day("1990-03-02"), note: "", by: paul)
      let open = try await test.ask(ben, .openCorrections(by: ben, at: test.clock.now))
      try await test.clinic.decide(
        open[0].id, accepts: false, seen: "1990-03-02", answer: "Passport says 1991", by: ben)
      #expect(try await test.count("patient WHERE birth_date = '1990-03-02'") == 0)
      let latest = try await test.ask(paul, .latestCorrection(of: id, by: paul, at: test.clock.now))
      #expect(latest?.state == .declined && latest?.answer == "Passport says 1991")
    }
  }

  @Test("is nobody else's to ask for, and not the one that there is")
  func others() async throws {
    try await TestClinic.using { test in
      let (paul, id) = (try await PersonSectionTests.paul(test), test.riverside.patient)
      let stored = try #require(
        try await test.ask(paul, test.clinic.section(BirthSection.self, of: id, by: paul, at: test.clock.now))
      )
      await #expect(throws: Refusal.invalid([Problem("birth", "problem.birth-same")])) {
        try await test.clinic.askCorrection(of: id, to: stored.birthDate, note: "", by: paul)
      }
      let lucie = try await test.visitor(DemoCast.lucie, to: .ownRecord, access: .may(.seeOwnRecord))
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.askCorrection(of: id, to: day("1990-03-02"), note: "", by: lucie)
      }
    }
  }
}
