internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Keeps a file to look at. The same form sent again keeps it once.
  public func bring(_ file: ImportFile, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.finish(
        .importBrought, of: file.id.uuid,
        [
          """
          INSERT INTO import_file (id, noun, name, contents, encoding, made_at)
          VALUES (\(file.id), \(file.noun.rawValue), \(file.name), \(file.contents), \(file.encoding), \(records.now))
          ON CONFLICT DO NOTHING
          """
        ], detail: file.noun.rawValue)
    }
  }

  /// Does all that a file says, or nothing of it. Done twice it is done once.
  ///
  /// - Parameters:
  ///   - seen: the fingerprint of the plan as it was shown.
  ///   - read: the rows of a file below its header.
  /// - Throws: `Refusal.conflict(.entryChanged)` when it would do something else by now; `Refusal.invalid`.
  public func carryOut<E: Entry>(
    _ id: ID<ImportFile>, _ columns: ImportColumns<E>, seen: String, by visitor: Visitor,
    read: @escaping @Sendable (ImportFile) throws -> [ImportRow]
  ) async throws {
    try await open(visitor) { records in
      try await records.refusing(E.self) { records in
        let locked: Query<ImportFile?> = .importFile(id, of: E.noun, at: records.now, locked: "FOR UPDATE")
        guard let file = try await records.ask(locked) else { throw Refusal.unknown }
        if file.report != nil { return }
        let rows = try read(file)
        let (stored, surroundings) = try await records.lockAll(E.self)
        let writing = records.writing(surroundings)
        let plan = ImportPlan(rows, columns, over: stored, in: surroundings, newID: writing.newID)
        guard plan.isGood else { throw Refusal.invalid([Problem("", "problem.import-wrong")]) }
        guard plan.fingerprint == seen else { throw Refusal.conflict(.entryChanged) }
        try await records.finish(
          .importDone, of: id.uuid, plan.statements(writing, records) + [plan.done(id)],
          detail: E.noun.rawValue)
      }
    }
  }
}

extension ImportPlan {
  public var report: ImportReport {
    func count(_ isOne: (ImportLine.Verdict) -> Bool) -> Int { lines.count { isOne($0.verdict) } }
    return ImportReport(
      added: count { if case .new = $0 { true } else { false } },
      changed: count { if case .changed = $0 { true } else { false } }, same: count { $0 == .same })
  }

  fileprivate func done(_ id: ID<ImportFile>) -> SQL {
    """
    UPDATE import_file SET contents = '', added = \(report.added), changed = \(report.changed), same = \(report.same)
     WHERE id = \(id)
    """
  }

  /// Each entry is written and noted as if it had been typed.
  fileprivate func statements(_ writing: Writing, _ records: borrowing TenantRecords) -> [SQL] {
    var statements: [SQL] = []
    for one in work {
      let changes = EntryChanges(from: one.stored ?? .blank, to: one.entry, in: writing.surroundings)
      statements +=
        one.stored.map { E.storage.update($0, one.entry, writing) }
        ?? E.storage.insert(one.entry, one.id, writing)
      statements.append(
        .noting(
          one.stored == nil ? .entryAdded : .entryChanged, records.visitor, entity: one.id.uuid,
          detail: one.stored == nil ? one.entry.title : changes.detail(of: one.entry.title),
          id: records.clinic.newID(), at: records.now))
    }
    return statements
  }
}

extension TenantRecords {
  /// All entries of a noun, and what they can name. Nobody else changes one until this is over, and no other file of the noun
  /// is carried out beside.
  fileprivate func lockAll<E: Entry>(_: E.Type) async throws -> ([E], Surroundings) {
    let (entries, names) = (Query<[E]>.entries(at: now), Query<[Naming: [Surroundings.Name]]>.namings)
    let locks: [SQL] = [
      "SELECT pg_advisory_xact_lock(hashtextextended('import of ' || \(E.noun.rawValue) || current_tenant(), 0))",
      "SELECT FROM \(E.storage.table) e ORDER BY e.id FOR NO KEY UPDATE OF e",
    ]
    let rows = try await transaction.pipeline(locks + entries.statements + names.statements)
    let zone = try clinic.zones.rules(for: visit.tenant.timeZone)
    return (
      try entries.read(rows[2..<3]),
      Surroundings(
        currency: visit.tenant.currency, today: zone.local(now).day, names: try names.read(rows[3...]))
    )
  }
}
