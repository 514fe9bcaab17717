public import FoundationEssentials
internal import Postgres

/// That two records became one, and whether that was undone.
public struct PatientMerge: Sendable {
  public let id: ID<PatientMerge>
  public let kept: ID<Patient>
  public let gone: ID<Patient>
  /// Of the record that went.
  public let goneName: String
  public let goneNumber: Int
  /// Who did it.
  public let author: String
  public let at: Date
  public let undoneAt: Date?
}

extension Query<[PatientMerge]> {
  /// Of a record, those in which it was kept or went, the newest first.
  public static func merges(of id: ID<Patient>) -> Self {
    Query(
      """
      SELECT \(PatientMerge.columns) WHERE m.kept = \(id) OR m.gone = \(id) ORDER BY m.at DESC, m.id LIMIT 50
      """, each: PatientMerge.init(row:))
  }
}

extension Query<PatientMerge?> {
  static func merge(_ id: ID<PatientMerge>) -> Self {
    Query("SELECT \(PatientMerge.columns) WHERE m.id = \(id)", first: PatientMerge.init(row:))
  }
}

extension Query<Bool> {
  static func isMerge(_ id: ID<PatientMerge>) -> Self {
    Query("SELECT FROM patient_merge WHERE id = \(id)") { !$0.isEmpty }
  }
}

extension PatientMerge {
  fileprivate static let columns: SQL = """
    m.id, m.kept, m.gone, concat_ws(' ', g.given_name, g.family_name), g.number, a.display_name, m.at, m.undone_at
      FROM patient_merge m JOIN patient g ON g.id = m.gone JOIN account a ON a.id = m.account_id
    """

  fileprivate init(row: inout Row) throws {
    id = try row.next()
    kept = try row.next()
    gone = try row.next()
    goneName = try row.next()
    goneNumber = try row.next()
    author = try row.next()
    at = try row.next()
    undoneAt = try row.next()
  }
}
