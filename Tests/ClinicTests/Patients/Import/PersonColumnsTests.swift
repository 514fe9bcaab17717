import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What files of patients have of a person: languages, needs, contacts and insurance")
struct PersonColumnsTests {
  private static let header = [
    "number", "given", "family", "birth", "gender", "speaks", "speaks-2", "speaks-3", "interpreter", "needs",
    "sign",
    "need-note", "contacts", "coverage",
  ]
  private static let secret = "QX-77-SECRET-4471"

  private static func person(_ number: String, _ given: String, note: String = "Two lines;\nof text")
    -> [String]
  {
    [
      number, given, "Okafor", "1990-02-28", "other", "ar", "fr", "", "yes", "wheelchair; sign-language",
      "bfi", note,
      "Ngozi Okafor | spouse | +44 7700 900123\nJo Bell | friend | +44 7700 900124",
      "Acme Health | \(secret) | G1 | self | 1 | 2026-01-01\nBeta | 12345 |  | parent | 2",
    ]
  }

  @Test("come in, are written where the forms keep them, go out the same, and come back without a change")
  func roundTrip() async throws {
    try await ImportStage.using { stage in
      let (test, paul) = (stage.test, try await stage.paul)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE patient SET given_name = 'Paul', family_name = 'Okafor', birth_date = '1990-02-28' WHERE number = \(Int32(paul))"
        ])
      let id = try await stage.looked(
        [Self.person("", "Ada"), Self.person("\(paul)", "Paul")], header: Self.header)
      #expect(try await stage.lines(id).map(\.told.problems) == [[], []])
      try await test.clinic.apply(id, takingAlike: false, by: stage.dana)
      try await stage.work()
      #expect(try await stage.file(id)?.counts == PatientImportCounts(added: 1, altered: 1))
      let all = try await records(stage)
      let mine = all.filter { $0.familyName == "Okafor" }
      #expect(mine.count == 2)
      for one in mine {
        #expect(one.cells(Self.header).dropFirst(5) == Self.person("", "")[5...])
      }
      let said: SQL = """
        patient WHERE languages = '{ar,fr}' AND interpreter AND needs = '{wheelchair,sign-language}'
          AND sign_language = 'bfi' AND needs_told_at = \(test.clock.now)
        """
      #expect(try await test.count(said) == 2)
      #expect(try await test.count("patient_contact WHERE position = 1 AND name = 'Jo Bell'") == 2)
      #expect(try await test.count("coverage") == 4)
      let keys = ImportColumns<PatientRecord>.all
      let again = try await stage.looked(all.map { $0.cells(keys) }, header: keys)
      #expect(try await stage.file(again)?.counts == PatientImportCounts(same: all.count))
      // An empty cell empties, a column that is not there leaves alone.
      let less = try await stage.looked([["\(paul)", ""]], header: ["number", "coverage"])
      try await test.clinic.apply(less, takingAlike: false, by: stage.dana)
      try await stage.work()
      #expect(try await test.count("coverage") == 2)
      #expect(try await test.count("patient_contact") == 4)
    }
  }

  @Test(
    "lie sealed while they wait: the number stands neither in lines, nor in what they tell, nor in the history"
  )
  func sealed() async throws {
    try await ImportStage.using { stage in
      let (test, paul) = (stage.test, try await stage.paul)
      func readable() async throws -> Int {
        var found = 0
        for table in [
          "patient_import", "patient_import_line", "patient_change", "coverage", "audit_event", "job",
        ] {
          found += try await test.count("\(unsafe: table) t WHERE t::text LIKE '%SECRET%'")
        }
        return found
      }
      let id = try await stage.bring(
        [["\(paul)", "Acme | \(Self.secret) | | self | 1"], ["", "Acme | \(Self.secret) | | self | 1"]],
        header: ["number", "coverage"])
      #expect(try await readable() == 0)
      try await stage.match(id, ["number", "coverage"])
      try await stage.work()
      #expect(try await readable() == 0)
      let lines = try await stage.lines(id)
      #expect(
        lines[0].told.changes == [
          ImportLine.Change(key: "coverage", before: "", after: "Acme | •••• 4471 |  | self | 1")
        ])
      #expect(lines[0].row.cells[1].contains(Self.secret))
      try await test.clinic.apply(id, takingAlike: false, by: stage.dana)
      try await stage.work()
      #expect(try await readable() == 0)
      #expect(
        try await test.count("patient_change WHERE part = 'coverage' AND changes::text LIKE '%4471%'") == 1)
      #expect(try await test.count("audit_event WHERE 'coverage' = ANY (changed)") == 1)
    }
  }

  @Test("of somebody new are shown masked before they are carried out")
  func masked() throws {
    let columns = try #require(ImportColumns<PatientRecord>(header: Self.header, labels: [:]))
    let line = PatientImportLine(
      row: ImportRow(line: 2, cells: Self.person("", "Ada")), title: "", verdict: .fresh, told: .init())
    let changes = line.changes(columns)
    #expect(
      changes.first { $0.key == "coverage" }?.after
        == "Acme Health | •••• 4471 | G1 | self | 1 | 2026-01-01; Beta | •••• |  | parent | 2")
    #expect(!changes.contains { $0.after.contains("SECRET") })
    #expect(changes.first { $0.key == "speaks" }?.after == "ar")
  }

  @Test("lie under a key of each file's own, and at their line alone")
  func bound() throws {
    let (box, tenant) = (SecretBox(TestClinic.keys), ID<Tenant>(UUID()))
    let (file, other) = (ID<PatientImport>(UUID()), ID<PatientImport>(UUID()))
    let key = try ImportKey.new(file, of: tenant, box, .seeded(5))
    let cells = try key.sealed(ImportRow(line: 2, cells: ["é", ""]), .seeded(6))
    #expect(try key.cells(cells, line: 2) == ["é", ""])
    #expect(throws: SecretFault.self) { try key.cells(cells, line: 3) }
    let again = try ImportKey(key.sealed, file, of: tenant, box)
    #expect(try again.cells(cells, line: 2) == ["é", ""])
    #expect(throws: SecretFault.self) { try ImportKey(key.sealed, other, of: tenant, box) }
    #expect(throws: SecretFault.self) { try ImportKey(key.sealed, file, of: ID(UUID()), box) }
  }

  @Test("hold to the rules of the forms, and say so at their column")
  func rules() async throws {
    try await ImportStage.using { stage in
      let paul = try await stage.paul
      func problems(_ column: String, _ cell: String) async throws -> [Problem] {
        let id = try await stage.looked([["\(paul)", cell]], header: ["number", column])
        return try await stage.lines(id).flatMap(\.told.problems)
      }
      func contacts(_ count: Int) -> String {
        (0..<count).map { "Jo \($0) | friend | +44 7700 90012\($0)" }.joined(separator: "\n")
      }
      func coverage(_ count: Int) -> String {
        (0..<count).map { "Acme | N\($0) | | self | \($0 % 4 + 1)" }.joined(separator: "\n")
      }
      #expect(try await problems("contacts", contacts(5)).isEmpty)
      #expect(
        try await problems("contacts", contacts(6)) == [
          Problem("contacts", "problem.list-long", ["most": "5"])
        ])
      #expect(try await problems("coverage", coverage(4)).isEmpty)
      #expect(
        try await problems("coverage", coverage(5)) == [
          Problem("coverage", "problem.list-long", ["most": "4"])
        ])
      #expect(try await problems("contacts", "Jo | friend | 1").map(\.field) == ["contacts.0.phone"])
      #expect(try await problems("speaks", "xx").map(\.field) == ["speaks"])
      #expect(try await problems("speaks-2", "fr") == [Problem("speaks", "problem.language-first")])
      #expect(try await problems("needs", "sign-language") == [Problem("sign", "problem.sign-which")])
      #expect(try await problems("sign", "bfi") == [Problem("needs", "problem.sign-needed")])
      #expect(try await problems("need-note", String(repeating: "x", count: 500)).isEmpty)
      #expect(try await problems("need-note", String(repeating: "x", count: 501)).count == 1)
    }
  }

  @Test("are taken away with numbers of insurance by who may see these anyway, and else without the column")
  func columns() {
    #expect(PatientRecord.columns(for: .admin) == ImportColumns<PatientRecord>.all)
    #expect(PatientRecord.columns(for: .admin).contains("coverage"))
    for role in [Role.patient, .practitioner, nil] {
      #expect(
        PatientRecord.columns(for: role) == ImportColumns<PatientRecord>.all.filter { $0 != "coverage" })
    }
  }

  private func records(_ stage: ImportStage) async throws -> [PatientRecord] {
    try await stage.test.ask(
      stage.dana,
      stage.test.clinic.patientRecords(
        after: 0, limit: 5000, by: stage.dana, at: stage.test.clock.now, newID: UUID()))
  }
}
