import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A file of patients")
struct PatientImportTests {
  @Test("is looked through before anything changes: what is new, changed, the same, perhaps known, wrong")
  func looking() async throws {
    try await ImportStage.using { stage in
      let (test, paul) = (stage.test, try await stage.paul)
      let before = try await test.count("patient")
      let record = try #require(try await records(stage).first { $0.number == paul })
      let (given, family) = (record.givenName, record.familyName)
      let birth = record.birthDate.description
      let id = try await stage.looked([
        ["", "Ana", "Lopes", "1990-02-28", "female", "", ""],
        ["\(paul)", given, family, birth, record.gender.rawValue, record.phone, record.email],
        ["", family.uppercased(), given, birth, "unknown", "", ""],
        ["", "Lópes", "ANA", "1990-02-28", "female", "", ""],
        ["\(paul)", given, family, birth, "other", "", record.email],
        ["", "Ana", "Lopes", "1990-02-29", "female", "", ""],
        ["", "Ana", "Lopes", "1990-02-27", "female", "", ""],
      ])
      let lines = try await stage.lines(id)
      #expect(lines.map(\.verdict) == [.fresh, .same, .alike, .alike, .wrong, .wrong, .fresh])
      #expect(lines.map(\.row.line) == [2, 3, 4, 5, 6, 7, 8])
      #expect(lines[2].told.problems == [Problem("", "import.alike-record", ["number": "\(paul)"])])
      #expect(lines[3].told.problems == [Problem("", "import.alike-line", ["line": "2"])])
      #expect(lines[4].told.problems == [Problem("number", "problem.import-line-twice", ["line": "3"])])
      #expect(lines[5].told.problems == [Problem("birth", "problem.day-written")])
      let file = try #require(try await stage.file(id))
      #expect(file.state == .checked)
      #expect(
        file.counts == PatientImportCounts(unseen: 0, fresh: 2, changed: 0, same: 1, alike: 2, wrong: 2))
      #expect(try await test.count("patient") == before)
    }
  }

  @Test("is carried out but for what is wrong or perhaps known; each record as if somebody had typed it")
  func applying() async throws {
    try await ImportStage.using { stage in
      let (test, paul) = (stage.test, try await stage.paul)
      let last = try await test.int("SELECT max(number) FROM patient")
      let id = try await stage.looked(
        [
          ["", "Ana", "Lopes", "1990-02-28", "female", "Rua 1", "Porto"],
          ["\(paul)", "Pål", "", "", "", "", ""],
          ["\(last)", "", "", "", "", "", ""], ["", "Bo", "Ek", "1990-02-28", "other", "", ""],
          ["", "bo", "ek", "1990-02-28", "other", "", ""],
        ], header: ["number", "given", "family", "birth", "gender", "line", "city"])
      // Without its columns a file says nothing of them: only the first name is read of the known.
      #expect(try await stage.file(id)?.counts.wrong == 2)
      let again = try await stage.looked(
        [["\(paul)", "Pål"]], header: ["number", "given"])
      for id in [id, again] {
        for _ in 0..<2 { try await test.clinic.apply(id, takingAlike: false, by: stage.dana) }
        try await stage.work()
      }
      let file = try #require(try await stage.file(id))
      #expect(file.state == .done && file.counts.added == 2 && file.refused == 3)
      #expect(try await stage.file(again)?.counts == PatientImportCounts(altered: 1))
      #expect(
        try await test.count(
          "patient WHERE given_name = 'Ana' AND number = \(last + 1) AND address ->> 'city' = 'Porto'")
          == 1)
      #expect(try await test.count("patient WHERE given_name = 'Bo' AND address = '{}'") == 1)
      #expect(try await test.count("patient_word WHERE word IN ('ana', 'lopes', 'pal')") == 3)
      let dana = try #require(test.riverside.accounts[DemoCast.dana])
      #expect(
        try await test.count(
          "audit_event WHERE act = 'patient-added-by-file' AND account_id = '\(dana.uuid)'") == 2)
      #expect(
        try await test.count(
          "audit_event WHERE act = 'patient-changed-by-file' AND changed = '{given-name}' AND entity = '\(test.riverside.patient)'"
        ) == 1)
      #expect(try await test.count("audit_event WHERE act = 'import-done'") == 2)
      // Only what was refused is still there.
      #expect(try await test.count("patient_import_line") == 3)
    }
  }

  @Test("adds who may be known already when that is wanted, and refuses what would do something else by now")
  func meanwhile() async throws {
    try await ImportStage.using { stage in
      let (test, paul) = (stage.test, try await stage.paul)
      let rows = [
        ["\(paul)", "Pål", "", ""], ["", "Ana", "Lopes", "1990-02-28"], ["", "Bo", "Ek", "1990-02-28"],
        ["", "Ek", "Bo", "1990-02-28"],
      ].map { $0 + ["other"] }
      let header = ["number", "given", "preferred", "family", "birth", "gender"]
      func shaped(_ row: [String]) -> [String] { [row[0], row[1], "", row[2], row[3], row[4]] }
      let first = try await stage.looked(
        rows[1...].map(shaped), header: header)
      let second = try await stage.looked([["\(paul)", "Pål"]], header: ["number", "given"])
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["UPDATE patient SET given_name = 'Paulus' WHERE number = \(paul)"])
      let third = try await stage.looked([shaped(rows[1])], header: header)
      try await test.clinic.apply(first, takingAlike: true, by: stage.dana)
      try await test.clinic.apply(second, takingAlike: true, by: stage.dana)
      try await stage.work()
      try await test.clinic.apply(third, takingAlike: false, by: stage.dana)
      try await stage.work()
      #expect(try await stage.file(first)?.counts == PatientImportCounts(added: 3))
      #expect(
        try await stage.lines(second).map(\.told.problems) == [[Problem("", "problem.import-meanwhile")]])
      #expect(try await test.count("patient WHERE given_name = 'Paulus'") == 1)
      // Ana was made by the first file after the third was looked through.
      #expect(try await stage.file(third)?.counts == PatientImportCounts(alike: 1))
    }
  }

  @Test("that was taken away and is brought back changes nothing")
  func roundTrip() async throws {
    try await ImportStage.using { stage in
      let all = try await records(stage)
      let id = try await stage.looked(
        all.map { $0.cells(ImportColumns<PatientRecord>.all) }, header: ImportColumns<PatientRecord>.all)
      #expect(try await stage.file(id)?.counts == PatientImportCounts(same: all.count))
      #expect(all.count == (try await stage.test.count("patient")))
      #expect(try await stage.test.count("audit_event WHERE act = 'list-exported'") == 1)
      #expect(
        try await stage.test.int("SELECT count(DISTINCT entity) FROM audit_event WHERE act = 'read'")
          == all.count)
    }
  }

  @Test(
    "is kept once, not without a line, matched again as long as nothing is carried out, and is gone after a week"
  )
  func keeping() async throws {
    try await ImportStage.using { stage in
      let test = stage.test
      let id = ID<PatientImport>(UUID())
      for _ in 0..<2 { try await stage.bring(id, ImportStage.strangers(3)) }
      #expect(try await test.count("patient_import_line") == 3)
      await #expect(throws: Refusal.invalid([Problem("file", "csv.empty")])) { try await stage.bring([]) }
      #expect(try await test.count("patient_import") == 1)
      await #expect(throws: Refusal.invalid([Problem("", "problem.import-columns")])) {
        try await test.clinic.match(id, [0: "given", 1: "given"], by: stage.dana)
      }
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.apply(id, takingAlike: false, by: stage.dana)
      }
      try await stage.match(id, ["", "family"])
      await #expect(throws: Refusal.conflict(.otherState)) { try await stage.match(id) }
      try await stage.work()
      #expect(try await stage.file(id)?.counts == PatientImportCounts(wrong: 3))
      try await stage.match(id)
      try await stage.work()
      #expect(try await stage.file(id)?.counts == PatientImportCounts(fresh: 3))
      test.clock.advance(by: 7 * 86_400 - 1)
      try await test.clinic.tidyUp()
      #expect(try await test.count("patient_import_line") == 3)
      test.clock.advance(by: 1)
      try await test.clinic.tidyUp()
      #expect(try await test.count("patient_import_line") == 0)
      #expect(try await test.count("patient_import WHERE state = 'cancelled'") == 1)
    }
  }

  @Test("is nobody's at another clinic")
  func elsewhere() async throws {
    try await ImportStage.using { stage in
      let id = try await stage.looked(ImportStage.strangers(3))
      let test = stage.test
      let etienne = try await test.visitor(
        DemoCast.etienne, to: .administration, access: .may(.importPatients))
      #expect(try await test.ask(etienne, .patientImport(id)) == nil)
      #expect(try await test.ask(etienne, .patientImports).isEmpty)
      let lines = test.clinic.patientImportLines(
        id, nil, after: 0, limit: 50, by: etienne, at: test.clock.now)
      #expect(try await test.ask(etienne, lines).isEmpty)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.apply(id, takingAlike: false, by: etienne)
      }
      await #expect(throws: Refusal.unknown) { try await test.clinic.match(id, [1: "given"], by: etienne) }
      await #expect(throws: Refusal.unknown) { try await test.clinic.cancel(id, by: etienne) }
      #expect(try await stage.file(id)?.state == .checked)
    }
  }

  private func records(_ stage: ImportStage) async throws -> [PatientRecord] {
    try await stage.test.ask(
      stage.dana,
      stage.test.clinic.patientRecords(
        after: 0, limit: 5000, by: stage.dana, at: stage.test.clock.now, newID: UUID()))
  }
}
