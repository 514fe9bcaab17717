import CSV
import Clinic
import Hummingbird
import NIOCore
import Pages
import Shell

/// Files of patients that are taken away, written while they are read: all records, and what of a file was refused.
struct PatientFileRoutes: Sendable {
  let site: Site
  /// Rows that are read at once.
  private static let piece = 2000

  var routes: [Route<Admission>] {
    [
      site.route(
        .get, Path.patientRecords, .may(.importPatients), .administration, "patients.records", records),
      site.route(
        .get, "\(Path.patientImports)/:id/refused.csv", .may(.importPatients), .administration,
        "patients.import.refused", refused),
    ]
  }

  /// Every record, in use or not, in the columns by which it is read again.
  @Sendable func records(_ call: Call) async throws -> Response {
    let clinic = site.clinic
    @Sendable func next(after number: Int) async throws -> (visit: Visit, records: [PatientRecord]) {
      let query = clinic.patientRecords(
        after: number, limit: Self.piece, by: call.visitor, at: clinic.clock(), newID: clinic.newKey())
      let (visit, records) = try await clinic.ask(call.visitor, query)
      return (visit, records)
    }
    // Whoever may not is turned away before anything is sent.
    let first = try await next(after: 0)
    let columns = PatientRecord.columns(for: first.visit.account?.role)
    return file("patients.csv") { write in
      try await write([columns])
      var records = first.records
      while let last = records.last {
        try await write(records.map { $0.cells(columns) })
        records = records.count < Self.piece ? [] : try await next(after: last.number).records
      }
    }
  }

  /// The lines that were not carried out as they were, with why in a last column, which no import reads.
  @Sendable func refused(_ call: Call) async throws -> Response {
    let id: ID<PatientImport> = try call.id()
    let clinic = site.clinic
    @Sendable func next(after line: Int) async throws -> (Visit, (PatientImport?, [PatientImportLine])) {
      try await clinic.ask(
        call.visitor, .patientImport(id),
        clinic.patientImportLines(
          id, nil, after: line, limit: Self.piece, by: call.visitor, at: clinic.clock()))
    }
    let (visit, (found, first)) = try await next(after: 0)
    let words = site.words(visit, call)
    guard let found, !found.isUnderWay else { throw Refusal.unknown }
    return file("refused.csv") { write in
      try await write([found.header + [words["import.file-line"], words["import.reason"]]])
      var lines = first
      while let last = lines.prefix(Self.piece).last {
        try await write(
          lines.prefix(Self.piece).map { line in
            line.row.cells + [
              String(line.row.line), ImportWords.reasons(of: line, words).joined(separator: "; "),
            ]
          })
        lines = lines.count <= Self.piece ? [] : try await next(after: last.row.line).1.1
      }
    }
  }

  private func file(
    _ name: String,
    _ rows: @escaping @Sendable (_ write: ([[String]]) async throws -> Void) async throws -> Void
  ) -> Response {
    let body = ResponseBody { writer in
      var csv = CSVWriter(isMarked: true)
      try await rows { rows in
        for row in rows { csv.write(row) }
        try await writer.write(ByteBuffer(bytes: csv.take()))
      }
      try await writer.finish(nil)
    }
    return .csv(named: name, body)
  }
}
