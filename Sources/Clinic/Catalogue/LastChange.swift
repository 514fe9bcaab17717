public import FoundationEssentials
internal import Postgres

/// Who changed an entry last.
public struct LastChange: Sendable {
  public let name: String
  public let at: Date
}

extension Query<LastChange?> {
  public static func lastChange(of id: UUID) -> Self {
    let acts: [Act] = [.entryAdded, .entryChanged, .entryRetired, .entryReturned]
    return Query(
      """
      SELECT coalesce(a.display_name, ''), e.at
        FROM (SELECT account_id, at FROM audit_event
               WHERE entity = \(id) AND act = ANY (\(acts.map(\.rawValue)))
               ORDER BY at DESC LIMIT 1) AS e
        LEFT JOIN account a ON a.id = e.account_id
      """, first: { row in LastChange(name: try row.next(), at: try row.next()) })
  }
}
