internal import CivilTime
internal import Credentials
public import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Keeps a file, line by line, all of it or nothing. The same form sent again keeps it once.
  ///
  /// - Parameter rows: the file's, its header first, in pieces: it is never in memory as a whole.
  /// - Throws: `Refusal.invalid` at `file`, and what reading throws.
  public func bring<Rows: AsyncSequence & Sendable>(
    _ id: ID<PatientImport>, named name: String, _ rows: Rows, by visitor: Visitor
  ) async throws where Rows.Element == [ImportRow] {
    try await open(visitor) { records in
      let key = try ImportKey.new(id, of: records.visit.tenant.id, secrets.box, random)
      var total = 0
      var isBegun = false
      for try await piece in rows {
        var lines = piece[...]
        if !isBegun, let header = lines.popFirst() {
          guard try await records.ask(.begin(id, name, header.cells, key, at: records.now)) else { return }
          isBegun = true
        }
        total += lines.count
        try await records.write([try .keep(lines, of: id, key, random)])
      }
      guard total > 0 else { throw Refusal.invalid([Problem("file", "csv.empty")]) }
      try await records.finish(
        .importBrought, of: id.uuid, ["UPDATE patient_import SET unseen = \(total) WHERE id = \(id)"],
        detail: name)
    }
  }

  /// Says which column is which, and has the file looked through. As long as nothing is carried out it can be said again.
  ///
  /// - Throws: `Refusal.unknown`; `Refusal.conflict(.otherState)`; `Refusal.invalid` when nothing can be made of the columns.
  public func match(
    _ id: ID<PatientImport>, _ keys: [Int: String], by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let file = try await records.lock(id)
      guard [.brought, .checked].contains(file.state) else { throw Refusal.conflict(.otherState) }
      guard let columns = ImportColumns<PatientRecord>(keys) else {
        throw Refusal.invalid([Problem("", "problem.import-columns")])
      }
      let ordered = file.header.indices.map { columns.keys[$0] ?? "" }
      try await records.finish(
        .importChecked, of: id.uuid,
        [
          """
          UPDATE patient_import
             SET keys = \(ordered), state = 'checking', position = 0, unseen = \(file.counts.total), fresh = 0, changed = 0,
                 same = 0, alike = 0, wrong = 0, touched_at = \(records.now)
           WHERE id = \(id)
          """,
          .queue(id, at: records.now, records.clinic.newID()),
        ], detail: file.name)
    }
  }

  /// Has all carried out that can be seen to be right. Pressed twice it is done once.
  ///
  /// - Parameter takesAlike: whether who may have a record already gets another.
  /// - Throws: `Refusal.unknown`; `Refusal.conflict(.otherState)`.
  public func apply(
    _ id: ID<PatientImport>, takingAlike takesAlike: Bool, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let file = try await records.lock(id)
      if file.state == .applying || file.state == .done { return }
      guard file.state == .checked else { throw Refusal.conflict(.otherState) }
      try await records.finish(
        .importBegun, of: id.uuid,
        [
          """
          UPDATE patient_import
             SET state = 'applying', position = 0, work = \(file.counts.left(takesAlike)), takes_alike = \(takesAlike),
                 applied_by = current_account(), touched_at = \(records.now)
           WHERE id = \(id)
          """,
          .queue(id, at: records.now, records.clinic.newID()),
        ], detail: file.name)
    }
  }

  /// Stops it, now or between two of its steps. What is done stays done, and the file says which lines are not. Pressed twice it
  /// is done once.
  ///
  /// - Throws: `Refusal.unknown`.
  public func cancel(_ id: ID<PatientImport>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      // In the order in which a worker locks them.
      try await records.write(["DELETE FROM job WHERE kind = \(JobKind.imports.rawValue) AND subject = \(id)"]
      )
      let file = try await records.lock(id)
      if file.state == .cancelled || file.state == .done { return }
      try await records.finish(
        .importCancelled, of: id.uuid,
        ["UPDATE patient_import SET state = 'cancelled', touched_at = \(records.now) WHERE id = \(id)"],
        detail: file.name)
    }
  }
}

extension TenantRecords {
  fileprivate func lock(_ id: ID<PatientImport>) async throws -> PatientImport {
    guard let file = try await ask(.patientImport(id, locked: "FOR UPDATE")) else { throw Refusal.unknown }
    return file
  }
}

extension Query<Bool> {
  /// Whether it is not there yet.
  fileprivate static func begin(
    _ id: ID<PatientImport>, _ name: String, _ header: [String], _ key: ImportKey, at now: Date
  ) -> Self {
    Query(
      """
      INSERT INTO patient_import (id, name, header, state, unseen, lines_key, made_at, touched_at)
      VALUES (\(id), \(name), \(header), 'brought', 0, \(key.sealed), \(now), \(now)) ON CONFLICT DO NOTHING RETURNING id
      """
    ) { !$0.isEmpty }
  }
}

extension SQL {
  fileprivate static func keep(
    _ lines: ArraySlice<ImportRow>, of id: ID<PatientImport>, _ key: ImportKey, _ random: RandomSource
  ) throws -> SQL {
    """
    INSERT INTO patient_import_line (import_id, line, cells)
    SELECT \(id), made.line, made.cells
      FROM unnest(\(lines.map(\.line)), \(try lines.map { try key.sealed($0, random) })) AS made (line, cells)
    """
  }

  /// One job for each file, whoever asks for it.
  fileprivate static func queue(_ id: ID<PatientImport>, at now: Date, _ job: ID<Job>) -> SQL {
    """
    INSERT INTO job (id, kind, subject, due_at, created_at)
    VALUES (\(job), \(JobKind.imports.rawValue), \(id), \(now), \(now))
    ON CONFLICT ON CONSTRAINT job_once DO UPDATE SET due_at = excluded.due_at, state = 'queued', attempts = 0, failure = NULL
    """
  }
}
