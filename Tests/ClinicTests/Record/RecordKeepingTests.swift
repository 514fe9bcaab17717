import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("An entry of a record")
struct RecordKeepingTests {
  @Test("is kept once for one form, sealed, and noted with who did it")
  func once() async throws {
    try await RecordStage.using { stage in
      let draft = stage.draft(AllergyIntolerance.self, ["text": "Penicillin", "criticality": "high"])
      try await stage.keep(draft)
      try await stage.keep(draft)
      let all = try await stage.history(AllergyIntolerance.self)
      #expect(
        all.count == 1 && all[0].entry.text == "Penicillin" && all[0].author == DemoCast.amira.displayName)
      #expect(
        try await stage.test.count(
          "allergy_intolerance WHERE position('Penicillin'::bytea IN content) > 0") == 0)
      #expect(
        try await stage.test.count("audit_event WHERE act = 'record-entered' AND entity = '\(stage.patient)'")
          == 1)
    }
  }

  @Test("that changes has its earlier version beside it; who corrects says that it was wrong")
  func versions() async throws {
    try await RecordStage.using { stage in
      try await stage.keep(stage.draft(Condition.self, ["text": "High blood pressure", "code": "i10"]))
      let first = try #require(try await stage.history(Condition.self).first)
      #expect(first.entry.code == "I10")
      stage.test.clock.advance(by: 60)
      try await stage.keep(
        stage.draft(Condition.self, ["clinical": "resolved"], over: first.entry, thread: first.entry.id))
      let second = try await stage.history(Condition.self)
      #expect(second.map(\.entry.clinicalStatus) == [.resolved, .active])
      #expect(
        second.map { $0.superseded == nil } == [true, false] && second.map(\.isWrong) == [false, false])
      stage.test.clock.advance(by: 60)
      var correction = stage.draft(
        Condition.self, ["text": "White coat"], over: second[0].entry, thread: first.entry.id)
      correction.corrects = true
      try await stage.keep(correction)
      let third = try await stage.history(Condition.self)
      #expect(third.map(\.isWrong) == [false, true, false] && third[0].entry.text == "White coat")
      #expect(third.allSatisfy { $0.entry.id == first.entry.id })
      // Nothing changes where nothing differs.
      try await stage.keep(stage.draft(Condition.self, [:], over: third[0].entry, thread: first.entry.id))
      #expect(try await stage.history(Condition.self).count == 3)
    }
  }

  @Test("begins on the day of birth at the earliest, and so does what was measured")
  func beforeBirth() async throws {
    try await RecordStage.using { stage in
      _ = try await stage.test.database.asOwner(
        of: stage.test.riverside.id.uuid,
        ["UPDATE patient SET birth_date = '1990-05-02' WHERE id = \(stage.patient)"])
      func refused(_ field: String) -> Refusal { .invalid([Problem(field, "problem.before-birth")]) }
      func keep(_ day: String) async throws {
        try await stage.keep(stage.draft(Condition.self, ["text": "Asthma", "onset": day]))
      }
      func measure(_ day: String) async throws {
        var texts = VitalSigns.blankTexts(at: LocalDateTime(day: .first, time: .midnight))
        for (key, text) in ["day": day, "time": "00:00", "weight": "3.4"] { texts[key] = .one(text) }
        try await stage.test.clinic.record(
          EntryDraft(.unstored, texts: texts), ID(UUID()), of: stage.patient, sure: "weight=3.4",
          by: stage.amira)
      }
      func enter(_ day: String) async throws {
        try await stage.test.clinic.keep(
          try stage.result([["2823-3", "4.4"]], ["day": day, "time": "00:00"]), by: stage.amira)
      }
      await #expect(throws: refused("onset")) { try await keep("1990-05-01") }
      await #expect(throws: refused("day")) { try await measure("1990-05-01") }
      await #expect(throws: refused("day")) { try await enter("1990-05-01") }
      await #expect(throws: refused("from")) {
        try await stage.keep(
          stage.draft(MedicationStatement.self, ["text": "Ramipril", "from": "1990-05-01"]))
      }
      try await keep("1990-05-02")
      try await measure("1990-05-02")
      try await enter("1990-05-02")
      try await stage.keep(stage.draft(MedicationStatement.self, ["text": "Ramipril", "from": "1990-05-02"]))
    }
  }

  @Test("that two change at once: the second is told, and loses nothing of the first's")
  func conflict() async throws {
    try await RecordStage.using { stage in
      try await stage.keep(stage.draft(Condition.self, ["text": "Asthma"]))
      let first = try #require(try await stage.history(Condition.self).first)
      let (one, other) = (
        stage.draft(Condition.self, ["note": "Since childhood"], over: first.entry, thread: first.entry.id),
        stage.draft(Condition.self, ["note": "Since 2020"], over: first.entry, thread: first.entry.id)
      )
      stage.test.clock.advance(by: 60)
      try await stage.keep(one)
      await #expect(throws: Refusal.conflict(.entryChanged)) { try await stage.keep(other) }
      #expect(try await stage.history(Condition.self).first?.entry.note == "Since childhood")
    }
  }

  @Test("that is withdrawn stays, as entered in error, and counts no more; done twice it is done once")
  func withdrawn() async throws {
    try await RecordStage.using { stage in
      try await stage.keep(stage.draft(MedicationStatement.self, ["text": "Ramipril"]))
      let first = try #require(try await stage.history(MedicationStatement.self).first)
      for _ in 0..<2 { try await stage.test.clinic.withdraw(first.id, of: stage.patient, by: stage.amira) }
      let all = try await stage.history(MedicationStatement.self)
      #expect(all.count == 1 && all[0].isWrong && all[0].supersededBy == DemoCast.amira.displayName)
      #expect(try await stage.chart()?.medications.count == 0)
      await #expect(throws: Refusal.unknown) {
        try await stage.test.clinic.withdraw(
          ID<Version<MedicationStatement>>(UUID()), of: stage.patient, by: stage.amira)
      }
    }
  }

  @Test("of no known allergies has its day, ends with the first allergy, and is refused where there is one")
  func noneKnown() async throws {
    try await RecordStage.using { stage in
      let key = ID<Version<AllergyIntolerance>>(UUID())
      for _ in 0..<2 {
        try await stage.test.clinic.stateNoKnownAllergies(of: stage.patient, key, by: stage.amira)
      }
      #expect(try await stage.chart()?.allergies.map(\.entry.isNoneKnown) == [true])
      stage.test.clock.advance(by: 86_400)
      try await stage.test.clinic.stateNoKnownAllergies(of: stage.patient, ID(UUID()), by: stage.amira)
      #expect(try await stage.history(AllergyIntolerance.self).count == 2)
      #expect(try await stage.chart()?.allergies.count == 1)
      try await stage.keep(stage.draft(AllergyIntolerance.self, ["text": "Nuts", "category": "food"]))
      #expect(try await stage.chart()?.allergies.map(\.entry.text) == ["Nuts"])
      await #expect(throws: Refusal.invalid([Problem("", "problem.allergies-known")])) {
        try await stage.test.clinic.stateNoKnownAllergies(of: stage.patient, ID(UUID()), by: stage.amira)
      }
    }
  }

  @Test("of a medication that an allergy speaks against asks for a reason, which is kept")
  func despite() async throws {
    try await RecordStage.using { stage in
      try await stage.keep(stage.draft(AllergyIntolerance.self, ["text": "Penicillin"]))
      var draft = stage.draft(MedicationStatement.self, ["text": "Amoxicillin 500 mg"])
      let refusal = Refusal.invalid([Problem("despite", "problem.allergy", ["allergy": "Penicillin"])])
      for reason in ["", "yes!"] {
        draft.despite = reason
        await #expect(throws: refusal) { try await stage.keep(draft) }
      }
      draft.despite = "Tolerated twice since; tested."
      try await stage.keep(draft)
      let kept = try #require(try await stage.history(MedicationStatement.self).first)
      #expect(kept.entry.despite == "Tolerated twice since; tested.")
      let chart = try #require(try await stage.chart())
      #expect(chart.warnings.map(\.medication.text) == ["Amoxicillin 500 mg"])
      // What was taken once, or nothing speaks against, needs none.
      try await stage.keep(
        stage.draft(MedicationStatement.self, ["text": "Amoxicillin", "status": "stopped"]))
      try await stage.keep(stage.draft(MedicationStatement.self, ["text": "Ramipril"]))
      #expect(try await stage.test.count("medication_statement") == 3)
    }
  }

  @Test(
    "is bounded: what is too long, or no code or day of its kind, is refused at its field; what is not, is kept"
  )
  func bounds() async throws {
    try await RecordStage.using { stage in
      let long = String(repeating: "x", count: 100)
      try await stage.keep(stage.draft(AllergyIntolerance.self, ["text": long]))
      for (texts, field) in [
        (["text": long + "x"], "text"), (["text": ""], "text"), (["text": "A", "code": "J0"], "code"),
        (["text": "A", "manifestation": String(repeating: "x", count: 201)], "manifestation"),
        (["text": "A", "note": String(repeating: "x", count: 1001)], "note"),
        (["text": "A", "criticality": "very"], "criticality"),
        (["text": "A", "clinical": "entered-in-error"], "clinical"),
      ] {
        do {
          try await stage.keep(stage.draft(AllergyIntolerance.self, texts))
          Issue.record("\(texts.keys)")
        } catch {
          #expect((error as? Refusal)?.problemsOfForm.map(\.field) == [field])
        }
      }
      let late = ["text": "A", "onset": "2027-01-01"]
      await #expect(throws: Refusal.invalid([Problem("onset", "problem.date-future")])) {
        try await stage.keep(stage.draft(Condition.self, late))
      }
      let over = ["text": "A", "onset": "2020-01-02", "abatement": "2020-01-01", "clinical": "resolved"]
      await #expect(throws: Refusal.invalid([Problem("abatement", "problem.record-days")])) {
        try await stage.keep(stage.draft(Condition.self, over))
      }
      await #expect(throws: Refusal.invalid([Problem("abatement", "problem.record-abated")])) {
        try await stage.keep(stage.draft(Condition.self, ["text": "A", "abatement": "2020-01-01"]))
      }
    }
  }

  @Test("opens in no other row than its own")
  func sealed() async throws {
    try await RecordStage.using { stage in
      try await stage.keep(stage.draft(Condition.self, ["text": "One"]))
      try await stage.keep(stage.draft(Condition.self, ["text": "Other"]))
      try await stage.test.own(
        "UPDATE condition c SET content = o.content FROM condition o WHERE o.id <> c.id")
      await #expect(throws: SecretFault.notAuthentic) { _ = try await stage.history(Condition.self) }
    }
  }

  @Test("of what was measured is stored exactly, asked about where it is unusual, and withdrawn")
  func vitals() async throws {
    try await RecordStage.using { stage in
      let zone = try stage.test.clinic.zones.rules(for: "Europe/London")
      var texts = VitalSigns.blankTexts(at: zone.local(stage.test.clock.now))
      texts["systolic"] = .one("148")
      texts["diastolic"] = .one("92")
      texts["temperature"] = .one("98.6")
      texts["temperature-in"] = .one("fahrenheit")
      texts["heart"] = .one("181")
      let key = ID<Observation>(UUID())
      let draft = EntryDraft<VitalSigns>(.unstored, texts: texts)
      do {
        try await stage.test.clinic.record(draft, key, of: stage.patient, sure: "", by: stage.amira)
        Issue.record("nobody was asked")
      } catch {
        #expect((error as? Refusal)?.problemsOfForm.map(\.field) == ["heart", "sure"])
      }
      for _ in 0..<2 {
        try await stage.test.clinic.record(draft, key, of: stage.patient, sure: "heart=181", by: stage.amira)
      }
      let found = try #require(try await stage.chart()).vitals
      #expect(found.map(\.shown) == ["148/92", "181", "37.00"])
      #expect(found.map(\.interpretation) == [.high, .criticallyHigh, .normal])
      #expect(found.last?.typed == "98.6 [degF]")
      for _ in 0..<2 { try await stage.test.clinic.withdraw(key, of: stage.patient, by: stage.amira) }
      #expect(try #require(try await stage.chart()).vitals.map(\.shown) == ["181", "37.00"])
      texts["day"] = .one("2030-01-01")
      await #expect(throws: Refusal.invalid([Problem("day", "problem.date-future")])) {
        try await stage.test.clinic.record(
          EntryDraft(.unstored, texts: texts), ID(UUID()), of: stage.patient, sure: "heart=181",
          by: stage.amira)
      }
    }
  }
}
