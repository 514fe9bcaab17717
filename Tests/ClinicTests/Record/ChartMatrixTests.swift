import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// The permission matrix of the record, cell by cell: who may do what with the record of Riverside's patient.
@Suite("Who may do what with a chart")
struct ChartMatrixTests {
  /// Whoever comes to a record.
  enum Who: String, CaseIterable {
    case treating, emergency, stranger, frontDesk, admin, patient, otherClinic
  }

  /// What is done with it.
  enum Deed: String, CaseIterable {
    case chart, history, entry, noAllergies, allergy, condition, medication, withdrawal, vitals, result,
      review,
      release, resultWithdrawal
  }

  /// The whole of the matrix: those who may; everybody else may not.
  static let may: [Who: Set<Deed>] = [
    .treating: Set(Deed.allCases), .emergency: Set(Deed.allCases), .stranger: [], .frontDesk: [], .admin: [],
    .patient: [], .otherClinic: [],
  ]

  @Test("every cell", arguments: Who.allCases)
  func cells(who: Who) async throws {
    try await TestClinic.using { test in
      let stage = RecordStage(
        test: test, amira: try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.openRecords)))
      if who != .stranger, who != .emergency { _ = try await test.bookedByPaul() }
      if who == .emergency {
        let visitor = try await test.visitor(DemoCast.amira, to: .emergency, access: .may(.openRecords))
        try await test.clinic.openInEmergency(
          stage.patient, ID(UUID()), because: "Found unconscious in the street", by: visitor)
      }
      // The door would turn away most of them: here it is left open, so that what is behind it is tried.
      let visitor = try await self.visitor(who, test)
      for deed in Deed.allCases {
        let could = try await tries(deed, visitor, stage)
        #expect(could == Self.may[who]?.contains(deed), "\(who.rawValue): \(deed.rawValue)")
      }
    }
  }

  @Test("the door itself admits practitioners to records, and patients to their own")
  func door() {
    #expect(Permission.openRecords.roles == [.practitioner])
    #expect(Permission.seeOwnRecord.roles == [.patient])
  }

  @Test("patients see their own and their children's, until these are of age, and nobody else's")
  func own() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
      let child = try await test.patient(named: "Leo Fletcher", at: test.riverside)
      let other = try await test.patient(named: "Otto Else", at: test.riverside)
      func sees(_ id: ID<Patient>?) async throws -> Bool {
        try await test.ask(paul, test.clinic.ownHealth(of: id, by: paul, at: test.clock.now)) != nil
      }
      try await test.own("UPDATE patient SET birth_date = '2016-03-07' WHERE id = '\(child)'")
      for id in [nil, test.riverside.patient] { #expect(try await sees(id)) }
      for id in [child, other, test.hilltop.patient] { #expect(try await !sees(id)) }
      try await test.own(
        """
        INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
        SELECT gen_random_uuid(), '\(child)', id, 'parent', now() FROM account WHERE email = '\(DemoCast.paul.email)'
        """)
      #expect(try await sees(child))
      try await test.own("UPDATE patient SET birth_date = '1990-03-07' WHERE id = '\(child)'")
      #expect(try await !sees(child))
    }
  }

  private func visitor(_ who: Who, _ test: TestClinic) async throws -> Visitor {
    let account =
      switch who {
      case .treating, .emergency, .stranger: DemoCast.amira
      case .frontDesk: DemoCast.ben
      case .admin: DemoCast.dana
      case .patient: DemoCast.paul
      case .otherClinic: DemoCast.chloe
      }
    return try await test.visitor(account, to: .schedule)
  }

  /// Whether it was done.
  private func tries(_ deed: Deed, _ visitor: Visitor, _ stage: RecordStage) async throws -> Bool {
    let (clinic, patient, now) = (stage.test.clinic, stage.patient, stage.test.clock.now)
    do {
      switch deed {
      case .chart: return try await stage.chart(by: visitor) != nil
      case .history:
        return try await stage.test.ask(
          visitor, clinic.history(Condition.self, of: patient, after: nil, by: visitor, at: now)) != nil
      case .entry:
        let query = clinic.entry(nil as ID<Condition>?, of: patient, by: visitor, at: now)
        return try await stage.test.ask(visitor, query) != nil
      case .noAllergies: try await clinic.stateNoKnownAllergies(of: patient, ID(UUID()), by: visitor)
      case .allergy:
        let table = "allergy_intolerance WHERE NOT none_known"
        let before = try await stage.test.count(table)
        try await stage.keep(stage.draft(AllergyIntolerance.self, ["text": "Nuts"]), by: visitor)
        return try await stage.test.count(table) == before + 1
      case .condition: try await stage.keep(stage.draft(Condition.self, ["text": "Asthma"]), by: visitor)
      case .medication:
        try await stage.keep(stage.draft(MedicationStatement.self, ["text": "Ramipril"]), by: visitor)
      case .withdrawal:
        let id = try await row("condition", stage)
        try await clinic.withdraw(ID<Version<Condition>>(id), of: patient, by: visitor)
      case .vitals:
        let zone = try clinic.zones.rules(for: "Europe/London")
        var texts = VitalSigns.blankTexts(at: zone.local(now))
        texts["heart"] = .one("70")
        try await clinic.record(
          EntryDraft(.unstored, texts: texts), ID(UUID()), of: patient, sure: "", by: visitor)
      case .result: try await clinic.keep(try stage.result([["2823-3", "5.9"]]), by: visitor)
      case .review:
        try await clinic.review(ID(try await row("diagnostic_report", stage)), of: patient, by: visitor)
      case .release:
        try await clinic.release(ID(try await row("diagnostic_report", stage)), of: patient, by: visitor)
      case .resultWithdrawal:
        try await clinic.withdraw(
          ID<DiagnosticReport>(try await row("diagnostic_report", stage)), of: patient, by: visitor)
      }
      return true
    } catch let refusal as Refusal {
      #expect([.unknown, .forbidden].contains(refusal), "\(refusal)")
      return false
    }
  }

  /// One that is there, or an id of none.
  private func row(_ table: String, _ stage: RecordStage) async throws -> UUID {
    try await stage.test.database.asSuperuser(
      "SELECT id FROM \(unsafe: table) WHERE superseded_at IS NULL ORDER BY recorded_at LIMIT 1"
    ).decode { row in try row.next(UUID.self) }.first ?? UUID()
  }
}
