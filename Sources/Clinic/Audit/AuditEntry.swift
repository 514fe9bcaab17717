public import FoundationEssentials
internal import Postgres

/// One event of the audit log, as an administrator reads it.
public struct AuditEntry: Sendable {
  public let id: ID<AuditEntry>
  public let act: Act
  public let at: Date
  /// Whose hands did it; nil for nobody who was signed in.
  public let actor: String?
  /// The account that it was done to, where it was one.
  public let subject: String?
  public let address: String
  public let agent: String
  /// What was changed, from what to what, in the words of the code; empty where the act says all.
  public let detail: String
  /// What it changed, where the act does not say it all.
  public let changed: [Detail]

  /// On the page of an account.
  static let most = 10
}

extension Query<[AuditEntry]> {
  /// The latest that an account did, and that were done to it. Mere looking is left out, and what only a newer version knows.
  public static func auditEvents(of account: ID<Account>) -> Self {
    /// Each branch walks an index of its own.
    func latest(_ condition: SQL) -> SQL {
      """
      SELECT id, act, at, account_id, entity, address, agent, detail, changed FROM audit_event
       WHERE act <> 'read' AND act = ANY (\(Act.allCases.map(\.rawValue))) AND \(condition)
       ORDER BY at DESC, id DESC LIMIT \(AuditEntry.most)
      """
    }
    return Query(
      """
      SELECT e.id, e.act, e.at, actor.display_name, subject.display_name, e.address, e.agent, e.detail, e.changed
        FROM ((\(latest("entity = \(account)"))) UNION (\(latest("account_id = \(account)")))) AS e
        LEFT JOIN account actor ON actor.id = e.account_id
        LEFT JOIN account subject ON subject.id = e.entity
       ORDER BY e.at DESC, e.id DESC
       LIMIT \(AuditEntry.most)
      """
    ) { rows in
      try rows.decode { row -> AuditEntry in
        let id: ID<AuditEntry> = try row.next()
        guard let act = Act(rawValue: try row.next()) else { throw StoredValueFault(column: "act") }
        return try AuditEntry(
          id: id, act: act, at: row.next(), actor: row.next(), subject: row.next(), address: row.next(),
          agent: row.next(), detail: row.next(), changed: row.next([String].self).compactMap(Detail.init))
      }
    }
  }
}
