internal import Credentials
public import FoundationEssentials
internal import Postgres

extension PatientImport {
  static let columns: SQL = """
    i.id, i.name, i.header, i.keys, i.state, i.takes_alike, i.position, i.work,
    i.unseen, i.fresh, i.changed, i.same, i.alike, i.wrong, i.added, i.altered, i.made_at, i.applied_by,
    EXISTS (SELECT FROM job WHERE kind = 'imports' AND subject = i.id AND failure IS NOT NULL), i.lines_key
    """

  init(row: inout Row) throws {
    id = try row.next()
    (name, header, keys) = try (row.next(), row.next(), row.next())
    guard let state = State(rawValue: try row.next()) else {
      throw StoredValueFault(column: "patient_import.state")
    }
    self.state = state
    (takesAlike, position, work) = try (row.next(), row.next(), row.next())
    counts = try PatientImportCounts(
      unseen: row.next(), fresh: row.next(), changed: row.next(), same: row.next(), alike: row.next(),
      wrong: row.next(), added: row.next(), altered: row.next())
    (madeAt, appliedBy, isHeldUp, linesKey) = try (row.next(), row.next(), row.next(), row.next())
  }
}

extension Query<PatientImport?> {
  public static func patientImport(_ id: ID<PatientImport>) -> Self { patientImport(id, locked: "") }

  static func patientImport(_ id: ID<PatientImport>, locked: SQL) -> Self {
    Query(
      "SELECT \(PatientImport.columns) FROM patient_import i WHERE i.id = \(id) \(locked)",
      first: PatientImport.init(row:))
  }
}

extension Query<[PatientImport]> {
  /// The latest files, the last one first.
  public static var patientImports: Self {
    Query(
      "SELECT \(PatientImport.columns) FROM patient_import i ORDER BY i.made_at DESC, i.id LIMIT 10",
      each: PatientImport.init(row:))
  }
}

extension Clinic {
  /// Lines of one verdict, or all that are left but those that change nothing. Whose records are shown with them is noted.
  ///
  /// - Parameters:
  ///   - line: the last that was shown before.
  ///   - limit: one more is read, which tells whether there are more.
  public func patientImportLines(
    _ id: ID<PatientImport>, _ verdict: PatientImportLine.Verdict?, after line: Int, limit: Int,
    by visitor: Visitor, at now: Date
  ) -> Query<[PatientImportLine]> {
    let box = secrets.box
    let verdicts = verdict.map { [$0.rawValue] } ?? ["fresh", "changed", "alike", "wrong"]
    return Query(
      """
      WITH shown AS MATERIALIZED (
        SELECT line, cells, title, coalesce(verdict, 'wrong') AS verdict, coalesce(told, '{"changes": [], "problems": []}') AS told,
               patient_id
          FROM patient_import_line
         WHERE import_id = \(id) AND line > \(line)
           AND (verdict = ANY (\(verdicts)) OR verdict IS NULL AND \(verdict == nil))
         ORDER BY line LIMIT \(limit + 1)
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM (SELECT DISTINCT patient_id FROM shown WHERE patient_id IS NOT NULL) AS patients
      )
      SELECT line, cells, title, verdict, told, lines_key, current_tenant()
        FROM shown JOIN patient_import ON id = \(id) ORDER BY line
      """
    ) { row in try PatientImportLine(row: &row, of: id, box) }
  }
}

extension PatientImportLine {
  fileprivate init(row: inout Row, of file: ID<PatientImport>, _ box: SecretBox) throws {
    let (line, cells): (Int, JSONB) = try (row.next(), row.next())
    title = try row.next()
    guard let verdict = Verdict(rawValue: try row.next()) else {
      throw StoredValueFault(column: "patient_import_line.verdict")
    }
    self.verdict = verdict
    told = try JSONDecoder().decode(Told.self, from: Data(row.next(JSONB.self).utf8))
    let (key, tenant): ([UInt8]?, ID<Tenant>) = try (row.next(), row.next())
    self.row = try ImportRow(
      line: line, stored: cells, key.map { try ImportKey($0, file, of: tenant, box) })
  }
}
