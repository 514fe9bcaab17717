import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("The bounds of a record")
struct RecordBoundsTests {
  /// Paul, and Otto, who are both Amira's patients.
  private func both(_ body: (RecordStage, ID<Patient>) async throws -> Void) async throws {
    try await RecordStage.using { stage in
      let otto = try await stage.test.patient(named: "Otto Else", at: stage.test.riverside)
      _ = try await stage.test.visits(of: otto)
      try await body(stage, otto)
    }
  }

  private func vitals(
    _ texts: [String: String], _ stage: RecordStage, _ id: ID<Observation> = ID(UUID())
  ) async throws {
    let zone = try stage.test.clinic.zones.rules(for: "Europe/London")
    var all = VitalSigns.blankTexts(at: zone.local(stage.test.clock.now))
    for (field, text) in texts { all[field] = .one(text) }
    let draft = EntryDraft<VitalSigns>(.unstored, texts: all)
    let sure = VitalSigns.mark(
      of: all, in: Surroundings(currency: "", today: zone.local(stage.test.clock.now).day))
    try await stage.test.clinic.record(
      draft, id, of: stage.patient, sure: sure, by: stage.amira)
  }

  @Test("are one patient: through another's record nothing of theirs is read, changed or taken back")
  func patients() async throws {
    try await both { stage, otto in
      let (clinic, amira, now) = (stage.test.clinic, stage.amira, stage.test.clock.now)
      try await stage.keep(stage.draft(Condition.self, ["text": "Asthma"]))
      let entry = try #require(try await stage.history(Condition.self).first)
      try await clinic.keep(try stage.result([["2823-3", "5.9"]]), by: amira)
      let report = try #require(try await stage.chart()?.results.first)
      let heart = ID<Observation>(UUID())
      try await vitals(["heart": "70"], stage, heart)
      let change = stage.draft(
        Condition.self, ["note": "x"], over: entry.entry, thread: entry.entry.id, of: otto)
      await #expect(throws: Refusal.unknown) { try await stage.keep(change) }
      await #expect(throws: Refusal.unknown) { try await clinic.withdraw(entry.id, of: otto, by: amira) }
      await #expect(throws: Refusal.unknown) { try await clinic.withdraw(heart, of: otto, by: amira) }
      for act in [
        { try await clinic.review(report.id, of: otto, by: amira) },
        { try await clinic.release(report.id, of: otto, by: amira) },
        { try await clinic.withdraw(report.id, of: otto, by: amira) },
        { try await clinic.review(report.id, of: stage.patient, in: ID(UUID()), by: amira) },
      ] as [() async throws -> Void] { await #expect(throws: Refusal.unknown) { try await act() } }
      let zone = try clinic.zones.rules(for: "Europe/London")
      var version = try stage.result(
        [["2823-3", "6.0"]], over: ResultEntry(report, zone.local(report.effective)), thread: report.thread)
      version = ResultDraft(otto, version.thread, version.version, version.draft)
      await #expect(throws: Refusal.unknown) { try await clinic.keep(version, by: amira) }
      let read = try await stage.test.ask(amira, clinic.result(report.thread, of: otto, by: amira, at: now))
      #expect(read?.entries.isEmpty == true)
      // A value of a result is no vital sign, which could be taken back alone.
      let value = try #require(report.values.first).id
      await #expect(throws: Refusal.unknown) {
        try await clinic.withdraw(value, of: stage.patient, by: amira)
      }
      #expect(try await stage.test.count("audit_event WHERE act = 'record-corrected'") == 0)
    }
  }

  @Test(
    "are a record in use, and one version after another: of six changes at once one is kept, and five are told"
  )
  func versions() async throws {
    try await RecordStage.using { stage in
      try await stage.keep(stage.draft(Condition.self, ["text": "Asthma"]))
      let first = try #require(try await stage.history(Condition.self).first)
      let answers: [Refusal?] = await withTaskGroup(of: Refusal?.self) { group in
        for number in 0..<6 {
          group.addTask {
            do {
              try await stage.keep(
                stage.draft(
                  Condition.self, ["note": "\(number)"], over: first.entry, thread: first.entry.id))
              return nil
            } catch { return error as? Refusal ?? .unavailable }
          }
        }
        var all: [Refusal?] = []
        for await one in group { all.append(one) }
        return all
      }
      #expect(answers.filter { $0 == nil }.count == 1)
      #expect(answers.filter { $0 == .conflict(.entryChanged) }.count == 5)
      await #expect(throws: Refusal.conflict(.entryChanged)) {
        try await stage.test.clinic.withdraw(first.id, of: stage.patient, by: stage.amira)
      }
      try await stage.test.own("UPDATE patient SET retired_at = now() WHERE id = '\(stage.patient)'")
      await #expect(throws: Refusal.conflict(.recordRetired)) {
        try await stage.keep(stage.draft(Condition.self, ["text": "Gout"]))
      }
    }
  }

  @Test("are the emergency of this doctor and this patient, for its hour, with its reason at each look")
  func emergency() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .emergency, access: .may(.openRecords))
      let stage = RecordStage(test: test, amira: amira)
      let mira = try await test.doctor(named: "Mira Novak", treatsPaul: false).visitor
      let otto = try await test.patient(named: "Otto Else", at: test.riverside)
      func opens(_ patient: ID<Patient>, _ visitor: Visitor) async throws -> Bool {
        try await test.ask(visitor, test.clinic.chart(of: patient, by: visitor, at: test.clock.now)) != nil
      }
      try await test.clinic.openInEmergency(
        stage.patient, ID(UUID()), because: "Found unconscious", by: amira)
      #expect(try await opens(stage.patient, amira))
      #expect(
        try await test.count(
          "audit_event WHERE act = 'read' AND purpose = 'emergency' AND detail = 'Found unconscious'") == 1)
      for (patient, visitor) in [(otto, amira), (stage.patient, mira)] {
        #expect(try await !opens(patient, visitor))
      }
      test.clock.advance(by: EmergencyAccess.lifetime)
      #expect(try await !opens(stage.patient, amira))
    }
  }

  @Test("are visits of one's own that were not cancelled, ahead or within a year")
  func treating() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.openRecords))
      let mira = try await test.doctor(named: "Mira Novak", treatsPaul: false).visitor
      func opens(_ visitor: Visitor) async throws -> Bool {
        try await test.ask(
          visitor, test.clinic.chart(of: test.riverside.patient, by: visitor, at: test.clock.now)) != nil
      }
      let (visit, _) = try await test.bookedByPaul()
      #expect(try await opens(amira))
      #expect(try await !opens(mira))
      try await test.set(.cancelled, visit)
      #expect(try await !opens(amira))
      let later = try #require(try await test.visits().first)
      let start = try await test.database.asSuperuser(
        "SELECT starts_at FROM appointment WHERE id = \(later)"
      ).decode { row in try row.next(Date.self) }[0]
      for (seconds, isOpen) in [(-1.0, true), (0, false)] {
        test.clock.set(start + OpenedRecord.treatmentLasts + seconds)
        let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.openRecords))
        #expect(try await opens(amira) == isOpen)
      }
    }
  }

  @Test(
    "are what a patient is shown: nothing refuted, doubted, never taken, taken back or of an earlier version")
  func health() async throws {
    try await RecordStage.using { stage in
      for state in ["confirmed", "refuted"] {
        try await stage.keep(stage.draft(AllergyIntolerance.self, ["text": state, "verification": state]))
      }
      for state in ["confirmed", "provisional"] {
        try await stage.keep(stage.draft(Condition.self, ["text": state, "verification": state]))
      }
      for state in ["active", "not-taken"] {
        try await stage.keep(stage.draft(MedicationStatement.self, ["text": state, "status": state]))
      }
      let condition = try #require(
        try await stage.history(Condition.self).first { $0.entry.text == "confirmed" })
      stage.test.clock.advance(by: 60)
      try await stage.keep(
        stage.draft(
          Condition.self, ["text": "Asthma"], over: condition.entry, thread: condition.entry.id))
      let wrong = ID<Observation>(UUID())
      try await vitals(["heart": "70"], stage, wrong)
      try await stage.test.clinic.withdraw(wrong, of: stage.patient, by: stage.amira)
      try await vitals(["heart": "80"], stage)
      let seen = try #require(try await stage.health())
      #expect(seen.allergies.map(\.entry.text) == ["confirmed"])
      #expect(seen.conditions.map(\.entry.text) == ["Asthma"])
      #expect(seen.medications.map(\.entry.text) == ["active"])
      #expect(seen.vitals.map(\.shown) == ["80"])
    }
  }

  @Test("are reasons of five to 300 letters, times that have been, and units and values of a result")
  func texts() async throws {
    try await RecordStage.using { stage in
      try await stage.keep(stage.draft(AllergyIntolerance.self, ["text": "Penicillin"]))
      func prescribe(_ reason: String) async throws {
        var draft = stage.draft(MedicationStatement.self, ["text": "Amoxicillin"])
        draft.despite = reason
        try await stage.keep(draft)
      }
      for count in [4, 301] {
        await #expect(throws: Refusal.self) { try await prescribe(String(repeating: "x", count: count)) }
      }
      for count in [5, 300] { try await prescribe(String(repeating: "x", count: count)) }
      // It is seven in the morning.
      let ahead = Refusal.invalid([Problem("time", "problem.record-ahead")])
      await #expect(throws: ahead) { try await vitals(["heart": "70", "time": "07:01"], stage) }
      try await vitals(["heart": "70", "time": "07:00"], stage)
      let clinic = stage.test.clinic
      await #expect(throws: ahead) {
        try await clinic.keep(try stage.result([["2823-3", "4.4"]], ["time": "07:01"]), by: stage.amira)
      }
      var draft = try stage.result([["2823-3", "4.4"]])
      for (unit, isGood) in [("mmol per litre", false), ("mmol/L", true)] {
        var texts = draft.draft.texts
        texts["values"] = .rows([["2823-3", "", "4.4", unit, "", "", ""]])
        draft = ResultDraft(draft.patient, nil, ID(UUID()), EntryDraft(ID(UUID()), texts: texts))
        do {
          try await clinic.keep(draft, by: stage.amira)
          #expect(isGood)
        } catch { #expect(!isGood && (error as? Refusal)?.problemsOfForm.isEmpty == false) }
      }
    }
  }

  @Test(
    "are those of adults for adults alone, whose height counts as it was measured before, if it was right")
  func bodies() async throws {
    try await RecordStage.using { stage in
      func interpretations() async throws -> [Interpretation] {
        try #require(try await stage.chart()).vitals.map(\.interpretation)
      }
      func bodyMasses() async throws -> Int {
        try await stage.test.count("observation WHERE code = '39156-5' AND superseded_at IS NULL")
      }
      let wrong = ID<Observation>(UUID())
      try await vitals(["height": "178"], stage, wrong)
      try await stage.test.clinic.withdraw(wrong, of: stage.patient, by: stage.amira)
      try await vitals(["weight": "72.5"], stage)
      #expect(try await bodyMasses() == 0)
      try await vitals(["height": "178"], stage)
      // Of before that height was measured.
      try await vitals(["weight": "72.5", "time": "06:30"], stage)
      #expect(try await bodyMasses() == 0)
      try await vitals(["weight": "72.5"], stage)
      #expect(try await bodyMasses() == 1)
      try await vitals(["saturation": "89"], stage)
      #expect(try await interpretations().contains(.criticallyLow))
      try await stage.test.own("UPDATE patient SET birth_date = '2016-03-07' WHERE id = '\(stage.patient)'")
      try await vitals(["breathing": "26"], stage)
      let found = try #require(try await stage.chart()).vitals
      #expect(
        found.first { $0.code == Vital.respiratoryRate.rawValue }?.interpretation == Interpretation.none)
    }
  }
}

@Suite("The bounds of a result")
struct ResultBoundsTests {
  @Test("are its version: what took another's place is not released when the other would have been")
  func versions() async throws {
    try await RecordStage.using { stage in
      let (clinic, amira) = (stage.test.clinic, stage.amira)
      let zone = try clinic.zones.rules(for: "Europe/London")
      try await clinic.keep(try stage.result([["2823-3", "5.9"]]), by: amira)
      let first = try #require(try await stage.chart()?.results.first)
      stage.test.clock.advance(by: 3 * 86_400)
      let treating = try await stage.test.visitor(DemoCast.amira, to: .schedule, access: .may(.openRecords))
      try await clinic.keep(
        try stage.result(
          [["2823-3", "5.8"]], over: ResultEntry(first, zone.local(first.effective)), thread: first.thread),
        by: treating)
      stage.test.clock.advance(by: 4 * 86_400)
      try await clinic.releaseResults(of: stage.test.riverside.id)
      #expect(try await stage.letters() == 0)
      #expect(try await stage.test.count("diagnostic_report WHERE released_at IS NOT NULL") == 0)
      stage.test.clock.advance(by: 3 * 86_400)
      try await clinic.releaseResults(of: stage.test.riverside.id)
      #expect(try await stage.letters() == 1)
      #expect(try await stage.health()?.results.map { $0.values.map(\.shown) } == [["5.8"]])
    }
  }

  @Test("are the first who saw it, a note of who released it, and readers who can come in")
  func hands() async throws {
    try await RecordStage.using { stage in
      let (test, clinic) = (stage.test, stage.test.clinic)
      let jonas = try await test.doctor(named: "Jonas Lindqvist", treatsPaul: true).visitor
      try await test.own("UPDATE tenant SET result_release = 'by-hand'")
      try await clinic.keep(try stage.result([["2823-3", "5.9"]]), by: stage.amira)
      let report = try #require(try await stage.chart()?.results.first)
      for visitor in [stage.amira, jonas] {
        try await clinic.review(report.id, of: stage.patient, by: visitor)
      }
      #expect(try await stage.chart()?.results.first?.seenBy == DemoCast.amira.displayName)
      #expect(try await test.count("diagnostic_report WHERE released_at IS NOT NULL") == 0)
      try await test.own(
        "UPDATE account SET disabled_at = now() WHERE email = '\(DemoCast.paul.email)'")
      for visitor in [jonas, stage.amira] {
        try await clinic.release(report.id, of: stage.patient, by: visitor)
      }
      #expect(try await test.count("audit_event WHERE act = 'result-released'") == 1)
      #expect(try await stage.letters() == 0)
    }
  }

  @Test("hold in the database, whoever writes there")
  func constraints() async throws {
    try await RecordStage.using { stage in
      let clinic = stage.test.clinic
      try await clinic.keep(
        try stage.result([["2823-3", "4.4"]], ["status": "preliminary"]), by: stage.amira)
      try await stage.keep(stage.draft(Condition.self, ["text": "Asthma"]))
      try await stage.keep(stage.draft(AllergyIntolerance.self, ["text": "Nuts"]))
      try await stage.keep(stage.draft(MedicationStatement.self, ["text": "Ramipril"]))
      let again =
        "(id, thread, patient_id, clinical_status, verification_status, content, recorded_by, recorded_at) "
        + "SELECT gen_random_uuid(), thread, patient_id, clinical_status, verification_status, content, recorded_by, now() "
      for (attempt, refusal) in [
        ("UPDATE diagnostic_report SET released_at = now()", "23514"),
        (
          "UPDATE diagnostic_report SET status = 'final', released_at = now(), release_due_at = now()",
          "23514"
        ),
        ("UPDATE diagnostic_report SET seen_at = now()", "23514"),
        ("UPDATE condition SET verification_status = 'entered-in-error'", "23514"),
        ("UPDATE allergy_intolerance SET verification_status = 'entered-in-error'", "23514"),
        ("UPDATE medication_statement SET status = 'entered-in-error'", "23514"),
        ("UPDATE observation SET status = 'entered-in-error'", "23514"),
        ("UPDATE condition SET superseded_at = now()", "23514"),
        ("UPDATE observation SET value = 1000000000", "23514"),
        ("UPDATE observation SET value = 1.0000001", "23514"),
        ("UPDATE observation SET low = 2, high = 1", "23514"),
        ("UPDATE observation SET report_id = NULL", "23514"),
        ("UPDATE tenant SET result_days = 91", "23514"), ("UPDATE tenant SET result_days = -1", "23514"),
        ("INSERT INTO condition \(again) FROM condition", "23505"),
      ] {
        do {
          _ = try await stage.test.database.asOwner(
            of: stage.test.riverside.id.uuid, [SQL("\(unsafe: attempt)")])
          Issue.record("\(attempt)")
        } catch {
          #expect((error as? PostgresError)?.sqlState.rawValue == refusal, "\(attempt): \(error)")
        }
      }
    }
  }
}
