import ClinicTesting
import FoundationEssentials
import Postgres

@testable import Clinic

/// Files of patients at Riverside, as Dana brings them.
struct ImportStage: Sendable {
  let test: TestClinic
  let dana: Visitor

  static let header = ["number", "given", "family", "birth", "gender", "phone", "email"]

  static func using(_ body: (ImportStage) async throws -> Void) async throws {
    try await TestClinic.using { test in
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.importPatients))
      try await body(ImportStage(test: test, dana: dana))
    }
  }

  /// The number of Paul's record.
  var paul: Int {
    get async throws { try await test.int("SELECT number FROM patient WHERE id = \(test.riverside.patient)") }
  }

  func bring(_ rows: [[String]], header: [String] = header) async throws -> ID<PatientImport> {
    let id = ID<PatientImport>(UUID())
    try await bring(id, rows, header: header)
    return id
  }

  func bring(_ id: ID<PatientImport>, _ rows: [[String]], header: [String] = header) async throws {
    let all = ([header] + rows).enumerated().map { ImportRow(line: $0.offset + 1, cells: $0.element) }
    let pieces = AsyncStream { stream in
      for start in stride(from: 0, to: all.count, by: 700) {
        stream.yield(Array(all[start..<min(start + 700, all.count)]))
      }
      stream.finish()
    }
    try await test.clinic.bring(id, named: "patients.csv", pieces, by: dana)
  }

  /// Brought, matched by its header and looked through.
  func looked(_ rows: [[String]], header: [String] = header) async throws -> ID<PatientImport> {
    let id = try await bring(rows, header: header)
    try await match(id, header)
    try await work()
    return id
  }

  func match(_ id: ID<PatientImport>, _ header: [String] = header) async throws {
    try await test.clinic.match(
      id, ImportColumns<PatientRecord>(header: header, labels: [:])?.keys ?? [:], by: dana)
  }

  func work() async throws {
    while try await test.clinic.work([.imports], { _, _ in .sent }) > 0 {}
  }

  func file(_ id: ID<PatientImport>) async throws -> PatientImport? {
    try await test.ask(dana, .patientImport(id))
  }

  func lines(_ id: ID<PatientImport>) async throws -> [PatientImportLine] {
    let left = try await test.ask(
      dana, test.clinic.patientImportLines(id, nil, after: 0, limit: 5000, by: dana, at: test.clock.now))
    let same = try await test.ask(
      dana, test.clinic.patientImportLines(id, .same, after: 0, limit: 5000, by: dana, at: test.clock.now))
    return (left + same).sorted { $0.row.line < $1.row.line }
  }

  /// So many people who have nothing in common.
  static func strangers(_ count: Int) -> [[String]] {
    (0..<count).map { ["", "Given\($0)", "Family\($0)", "1980-01-02", "other", "+44 7700 900123", ""] }
  }

  /// How many patients the file has made, by different names and numbers.
  func strangers() async throws -> (all: Int, names: Int, numbers: Int) {
    (
      try await test.count("patient WHERE given_name LIKE 'Given%'"),
      try await test.int("SELECT count(DISTINCT family_name) FROM patient WHERE given_name LIKE 'Given%'"),
      try await test.int("SELECT count(DISTINCT number) FROM patient WHERE given_name LIKE 'Given%'")
    )
  }
}

extension TestClinic {
  func int(_ statement: SQL) async throws -> Int {
    let rows = try await database.asOwner(of: riverside.id.uuid, [statement])
    return try rows[0].decode { row in try row.next(Int.self) }[0]
  }
}
