internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension RecordEntry {
  /// Of row `e`, for `Version.init(row:)`.
  static var selection: SQL {
    let own: SQL = storage.columns.map { "e.\(unsafe: $0)" as SQL }.joined(separator: ", ")
    return """
      SELECT e.tenant_id, e.id, e.thread, e.content, e.recorded_at, author.display_name, e.superseded_at, ender.display_name,
             e.\(unsafe: storage.state) = 'entered-in-error', \(own)
        FROM \(unsafe: storage.table) e
        JOIN account author ON author.id = e.recorded_by
        LEFT JOIN account ender ON ender.id = e.superseded_by
      """
  }

  /// What counts of a patient, the latest first.
  ///
  /// - Parameters:
  ///   - condition: of row `e`, besides.
  ///   - limit: one more than are shown tells whether there are more.
  static func current(
    of patient: ID<Patient>, _ box: SecretBox, if condition: SQL = "true", atMost limit: Int = 500
  ) -> Query<[Version<Self>]> {
    Query(
      """
      \(selection) WHERE e.patient_id = \(patient) AND e.superseded_at IS NULL AND \(condition)
       ORDER BY e.recorded_at DESC, e.id DESC LIMIT \(limit)
      """, each: { row in try Version(row: &row, box) })
  }

  /// One, as it counts.
  static func current(_ thread: ID<Self>, of patient: ID<Patient>, _ box: SecretBox) -> Query<Version<Self>?>
  {
    Query(
      "\(selection) WHERE e.thread = \(thread) AND e.patient_id = \(patient) AND e.superseded_at IS NULL",
      first: { row in try Version(row: &row, box) })
  }

  /// - Parameter old: the version whose place it takes.
  func inserting(
    _ id: ID<Version<Self>>, of patient: ID<Patient>, replacing old: ID<Version<Self>>?, _ seal: Seal,
    at now: Date
  ) throws -> SQL {
    let table = Self.storage.table
    let names: SQL = Self.storage.columns.map { "\(unsafe: $0)" as SQL }.joined(separator: ", ")
    let sealed = try SealedWords(Self.storage.words(self)).sealed(table, id.uuid, seal)
    return """
      INSERT INTO \(unsafe: table) (id, thread, replaces, patient_id, content, recorded_at, \(names))
      VALUES (\(id), \(self.id.uuid), \(old), \(patient), \(sealed), \(now), \(Self.storage.values(self).joined()))
      """
  }

  /// - Parameter isWrong: it never was so.
  static func superseding(_ id: ID<Version<Self>>, isWrong: Bool, at now: Date) -> SQL {
    let wrong: SQL = isWrong ? ", \(unsafe: storage.state) = 'entered-in-error'" : ""
    return """
      UPDATE \(unsafe: storage.table) SET superseded_at = \(now), superseded_by = current_account()\(wrong)
       WHERE id = \(id)
      """
  }
}

extension Version where Entry: RecordEntry {
  init(row: inout Row, _ box: SecretBox) throws {
    let seal = Seal(box: box, tenant: try row.next())
    let (id, thread, content) = try (
      row.next(ID<Version<Entry>>.self), row.next(ID<Entry>.self), row.next([UInt8].self)
    )
    let (recorded, author) = try (row.next(Date.self), row.next(String.self))
    let (superseded, ender) = try (row.next(Date?.self), row.next(String?.self))
    let isWrong = try row.next(Bool.self)
    let words = try SealedWords(content, Entry.storage.table, id.uuid, seal)
    self.init(
      id: id, entry: try Entry.storage.read(&row, thread, words), recorded: recorded, author: author,
      superseded: superseded, supersededBy: ender, isWrong: isWrong)
  }
}
