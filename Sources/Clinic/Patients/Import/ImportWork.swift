internal import CivilTime
internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Deals with the next lines of a file: one transaction, so that a line is dealt with once, whenever the work ends and
  /// whoever goes on with it.
  func goOn(with job: Job, of tenant: Tenant) async throws {
    let id = ID<PatientImport>(job.subject)
    let today = try zones.rules(for: tenant.timeZone).local(clock()).day
    let file = Query<PatientImport?>.patientImport(id, locked: "FOR UPDATE OF i")
    try await database.transaction(
      opening: [.entering(tenant.id), .byIndexAlone, .holding(job)] + file.statements
        + [.nextLines(of: id)],
      check: { rows -> (file: PatientImport?, rows: [ImportStep.SeenLine])? in
        // Who slept through the lease holds nothing any more.
        guard !rows[2].isEmpty else { return nil }
        let found = try file.read(rows[3..<4])
        let key = try found?.linesKey.map { try ImportKey($0, id, of: tenant.id, secrets.box) }
        return (file: found, rows: try rows[4].decode { row in try ImportStep.SeenLine(row: &row, key) })
      }
    ) { transaction, held in
      guard let held else { return }
      guard let file = held.file, file.isUnderWay, let columns = file.columns else {
        try await transaction.finish([.settling(job, .done, at: clock())])
        return
      }
      var step = ImportStep(file, held.rows, today: today, now: clock())
      let numbers = held.rows.compactMap { PatientNumber(columns.id(of: $0.row) ?? "").value }
      let stored = try await transaction.query(.records(numbered: numbers, isApplied: step.isApplied))
      step.read(columns, over: try stored.decode { row in try PatientRecord(row: &row, secrets.box) })
      let others = try await transaction.query(.others(like: step.lines, of: file))
      step.compare(try others.decode(ImportOther.init(row:)))
      let now = step.now
      let writing = PersonWriting(now: now, seal: Seal(box: secrets.box, tenant: tenant.id)) {
        ids.next(at: now)
      }
      let statements = try step.statements(writing) { newID() }
      try await transaction.finish(
        statements + [.settling(job, step.isLast ? .done : .unfinished, at: clock())])
    }
  }
}

/// What else there is of the person on a line.
struct ImportOther: Sendable {
  let line: Int
  /// By which later lines of the same person are found.
  let person: String?
  /// The earlier line that has the same number.
  let sameNumber: Int?
  /// The earlier line of the same new person.
  let samePerson: Int?
  /// The number of a record of somebody of this name and birth date.
  let alike: Int?

  init(row: inout Row) throws {
    line = try row.next()
    (person, sameNumber, samePerson, alike) = try (row.next(), row.next(), row.next(), row.next())
  }
}

extension ImportStep.SeenLine {
  fileprivate init(row fields: inout Row, _ key: ImportKey?) throws {
    row = try ImportRow(line: fields.next(), stored: fields.next(), key)
    verdict = try fields.next(String?.self).flatMap(PatientImportLine.Verdict.init)
    told = try fields.next(JSONB?.self).map {
      try JSONDecoder().decode(PatientImportLine.Told.self, from: Data($0.utf8))
    }
  }
}

extension SQL {
  /// While a file is carried out its tables grow under the plans that connections keep: what was best for a few rows is not for
  /// many.
  fileprivate static var byIndexAlone: SQL { "SET LOCAL enable_seqscan = off" }

  fileprivate static func nextLines(of id: ID<PatientImport>) -> SQL {
    """
    SELECT l.line, l.cells, l.verdict, l.told
      FROM patient_import i JOIN patient_import_line l ON l.import_id = i.id AND l.line > i.position
     WHERE i.id = \(id)
       AND (i.state = 'checking' OR l.verdict IN ('fresh', 'changed') OR l.verdict = 'alike' AND i.takes_alike)
     ORDER BY l.line LIMIT \(PatientImport.batch)
    """
  }

  /// - Parameter isApplied: then nobody else changes them until it is done.
  fileprivate static func records(numbered numbers: [Int], isApplied: Bool) -> SQL {
    let lock: SQL = isApplied ? "FOR NO KEY UPDATE OF p" : ""
    return """
      SELECT \(PatientRecord.columns) FROM \(PatientRecord.source)
       WHERE p.number = ANY (\(numbers)::int[]) ORDER BY p.id \(lock)
      """
  }

  /// Under row-level security an index is asked only what leakproof functions say: equality. So whoever has the birth date is
  /// looked at, and whether they have every word of the name.
  fileprivate static func others(like lines: [PatientLine], of file: PatientImport) -> SQL {
    let fresh = lines.map { $0.verdict == .fresh ? $0.record : nil }
    return """
      WITH typed AS MATERIALIZED (
        SELECT given.line, given.number, given.birth::date AS birth,
               CASE WHEN given.birth IS NOT NULL
                    THEN ARRAY(SELECT words_of_name(given.family, given.given, '')) END AS words
          FROM unnest(\(lines.map(\.row.line))::int[], \(lines.map(\.number))::int[], \(fresh.map { $0?.familyName }),
                      \(fresh.map { $0?.givenName }), \(fresh.map { $0?.birthDate.description }))
            AS given (line, number, family, given, birth)
      ), named AS MATERIALIZED (
        SELECT line, number, birth, words, birth || ' ' || array_to_string(words, ' ') AS person FROM typed
      )
      SELECT named.line, named.person,
             (SELECT min(e.line) FROM patient_import_line e
               WHERE e.import_id = \(file.id) AND e.number = named.number AND e.line <= \(file.position)),
             (SELECT min(e.line) FROM patient_import_line e
               WHERE e.import_id = \(file.id) AND e.person = named.person AND e.line <= \(file.position)),
             (SELECT min(p.number) FROM patient p
               WHERE p.birth_date = named.birth AND p.retired_at IS NULL AND cardinality(named.words) > 0
                 AND NOT EXISTS (SELECT FROM unnest(named.words) AS own (word)
                                  WHERE NOT EXISTS (SELECT FROM patient_word w
                                                     WHERE w.word = own.word AND w.patient_id = p.id)))
        FROM named
      """
  }
}
