import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A result")
struct ResultKeepingTests {
  private let normal = ["2823-3", "4.4"]
  private let high = ["2823-3", "5.9"]

  private func current(_ stage: RecordStage) async throws -> DiagnosticReport {
    try #require(try await stage.chart()?.results.first)
  }

  @Test("that is normal is shown at once, with a letter that says only that there is something new")
  func normalAtOnce() async throws {
    try await RecordStage.using { stage in
      let draft = try stage.result([normal])
      try await stage.test.clinic.keep(draft, by: stage.amira)
      try await stage.test.clinic.keep(draft, by: stage.amira)
      let report = try await current(stage)
      #expect(report.status == .final && report.gravity == .normal && report.released == stage.test.clock.now)
      #expect(report.values.map(\.interpretation) == [.normal] && report.values[0].unit == "mmol/L")
      #expect(try await stage.health()?.results.map(\.title) == ["Electrolytes"])
      #expect(try await stage.letters() == 1)
      #expect(
        try await stage.test.count(
          "outbox_message WHERE kind = 'record-news' AND payload = '{}' AND recipient = '\(DemoCast.paul.email)'"
        )
          == 1)
    }
  }

  @Test("that is not normal waits: for a doctor who has seen it, or for the clinic's days")
  func graded() async throws {
    try await RecordStage.using { stage in
      try await stage.test.clinic.keep(try stage.result([normal, high]), by: stage.amira)
      let report = try await current(stage)
      #expect(report.gravity == .abnormal && report.released == nil)
      #expect(report.due == stage.test.clock.now + 7 * 86_400)
      #expect(try await stage.health()?.results.count == 0)
      #expect(try await stage.letters() == 0)
      stage.test.clock.advance(by: 7 * 86_400 - 1)
      try await stage.test.clinic.releaseResults(of: stage.test.riverside.id)
      #expect(try await stage.letters() == 0)
      stage.test.clock.advance(by: 1)
      for _ in 0..<2 { try await stage.test.clinic.releaseResults(of: stage.test.riverside.id) }
      #expect(try await stage.letters() == 1)
      #expect(try await stage.health()?.results.count == 1)
      #expect(
        try await stage.test.count("audit_event WHERE act = 'result-released' AND purpose = 'operation'") == 1
      )

      try await stage.test.clinic.keep(try stage.result([["2823-3", "6.4"]]), by: stage.amira)
      let other = try #require(try await stage.chart()?.results.first { $0.gravity == .critical })
      for _ in 0..<2 { try await stage.test.clinic.review(other.id, of: stage.patient, by: stage.amira) }
      // The letter before waits to be sent still, and tells of this one as well.
      #expect(try await stage.letters() == 1)
      #expect(try await stage.health()?.results.count == 2)
    }
  }

  @Test("of a clinic that releases by hand waits for a hand, which is pressed once")
  func byHand() async throws {
    try await RecordStage.using { stage in
      try await stage.test.own("UPDATE tenant SET result_release = 'by-hand'")
      try await stage.test.clinic.keep(try stage.result([normal]), by: stage.amira)
      let report = try await current(stage)
      #expect(report.due == nil && report.released == nil)
      try await stage.test.clinic.review(report.id, of: stage.patient, by: stage.amira)
      stage.test.clock.advance(by: 3600)
      try await stage.test.clinic.releaseResults(of: stage.test.riverside.id)
      #expect(try await stage.letters() == 0)
      for _ in 0..<2 { try await stage.test.clinic.release(report.id, of: stage.patient, by: stage.amira) }
      #expect(try await stage.letters() == 1)
      #expect(try await stage.health()?.results.count == 1)
    }
  }

  @Test("that is not final is shown to nobody, by no hand either")
  func preliminary() async throws {
    try await RecordStage.using { stage in
      try await stage.test.clinic.keep(
        try stage.result([normal], ["status": "preliminary"]), by: stage.amira)
      let report = try await current(stage)
      #expect(report.status == .preliminary && report.released == nil && report.due == nil)
      try await stage.test.clinic.keep(try stage.result([high], ["status": "preliminary"]), by: stage.amira)
      #expect(try await stage.chart()?.results.map(\.due) == [nil, nil])
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await stage.test.clinic.release(report.id, of: stage.patient, by: stage.amira)
      }
      await #expect(throws: Refusal.invalid([Problem("values", "problem.result-empty")])) {
        try await stage.test.clinic.keep(try stage.result([]), by: stage.amira)
      }
      // What was final is no draft again.
      try await stage.test.clinic.keep(try stage.result([normal], ["title": "Whole"]), by: stage.amira)
      let whole = try #require(try await stage.chart()?.results.first { $0.title == "Whole" })
      let zone = try stage.test.clinic.zones.rules(for: "Europe/London")
      await #expect(throws: Refusal.invalid([Problem("status", "problem.result-final")])) {
        try await stage.test.clinic.keep(
          try stage.result(
            [normal], ["status": "preliminary"], over: ResultEntry(whole, zone.local(whole.effective)),
            thread: whole.thread), by: stage.amira)
      }
      await #expect(throws: Refusal.invalid([Problem("status", "problem.result-registered")])) {
        try await stage.test.clinic.keep(
          try stage.result([normal], ["status": "registered"]), by: stage.amira)
      }
    }
  }

  @Test("that is amended or corrected keeps what was there; the patient sees what was released last")
  func amended() async throws {
    try await RecordStage.using { stage in
      let zone = try stage.test.clinic.zones.rules(for: "Europe/London")
      try await stage.test.clinic.keep(try stage.result([normal]), by: stage.amira)
      let first = try await current(stage)
      stage.test.clock.advance(by: 60)
      let before = ResultEntry(first, zone.local(first.effective))
      let amendment = try stage.result([normal, ["14682-9", "88"]], over: before, thread: first.thread)
      let late = try stage.result([["2823-3", "4.5"]], over: before, thread: first.thread)
      try await stage.test.clinic.keep(amendment, by: stage.amira)
      await #expect(throws: Refusal.conflict(.entryChanged)) {
        try await stage.test.clinic.keep(late, by: stage.amira)
      }
      let second = try await current(stage)
      #expect(second.status == .amended && second.values.count == 2 && second.thread == first.thread)
      #expect(try await stage.health()?.results.map(\.values.count) == [2])
      stage.test.clock.advance(by: 60)
      var correction = try stage.result(
        [high], over: ResultEntry(second, zone.local(second.effective)), thread: first.thread)
      correction.corrects = true
      try await stage.test.clinic.keep(correction, by: stage.amira)
      let third = try await current(stage)
      #expect(third.status == .corrected && third.released == nil)
      // What was wrong is no longer told as if it were so.
      #expect(try await stage.health()?.results.map(\.status) == [.wrong])
      let all = try await stage.test.ask(
        stage.amira,
        stage.test.clinic.result(first.thread, of: stage.patient, by: stage.amira, at: stage.test.clock.now))
      #expect(all?.entries.map(\.status) == [.corrected, .wrong, .final])
      await #expect(throws: Refusal.conflict(.entryChanged)) {
        try await stage.test.clinic.review(first.id, of: stage.patient, by: stage.amira)
      }
      for _ in 0..<2 { try await stage.test.clinic.withdraw(third.id, of: stage.patient, by: stage.amira) }
      #expect(try await stage.chart()?.results.count == 0)
    }
  }

  @Test("takes unit and range of a known test where nothing is said, and somebody's word before the range")
  func values() {
    func observation(_ row: ResultRow) -> NewObservation { row.observation }
    let test = ResultRow.Test(rawValue: "2823-3")
    #expect(observation(ResultRow(test: test, value: "5.9")).interpretation == .high)
    #expect(observation(ResultRow(test: test, value: "5.9", unit: "mg/dL")).interpretation == .none)
    #expect(observation(ResultRow(test: test, value: "5.9", high: "6.0")).interpretation == .normal)
    #expect(
      observation(ResultRow(test: test, value: "5.9", flag: .critical)).interpretation == .criticallyHigh)
    #expect(observation(ResultRow(test: test, value: "4.4", flag: .abnormal)).interpretation == .abnormal)
    #expect(
      observation(ResultRow(name: "Culture", value: "Growth", flag: .critical)).interpretation
        == .criticallyAbnormal)
    #expect(observation(ResultRow(name: "Culture", value: "No growth")).said == "No growth")
    #expect(ResultRow(name: "A", value: "1", low: 2, high: 1).faults.map(\.part) == ["high"])
    #expect(ResultRow(value: "1").faults.map(\.part) == ["name"])
    #expect(LabTest.all.allSatisfy { UCUM.isUnit($0.unit) })
  }
}
