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
}

extension Query<String?> {
  /// The name of an account; nil without one.
  public static func accountName(_ id: ID<Account>?) -> Self {
    Query("SELECT display_name FROM account WHERE id = \(id)") { row in try row.next(String.self) }
  }
}

/// Which events, and from where on.
public struct AuditSearch: Hashable, Sendable {
  /// What happened to this account, or by its hands.
  public var account: ID<Account>?
  /// Those before this one, latest first.
  public var before: ID<AuditEntry>?

  public static let pageSize = 50

  public init(account: ID<Account>? = nil, before: ID<AuditEntry>? = nil) {
    self.account = account
    self.before = before
  }
}

extension Query<[AuditEntry]> {
  /// Latest first; one more than a page tells that there are others. Mere looking is left out, and what only a newer
  /// version knows.
  public static func auditEvents(_ search: AuditSearch) -> Self {
    let before: SQL =
      search.before.map { id in
        "(at, id) < ((SELECT at FROM audit_event WHERE id = \(id)), \(id))"
      } ?? "true"
    /// Each branch walks an index of its own.
    func page(_ condition: SQL) -> SQL {
      """
      SELECT id, act, at, account_id, entity, address, agent, detail, changed FROM audit_event
       WHERE act <> 'read' AND act = ANY (\(Act.allCases.map(\.rawValue))) AND \(condition) AND \(before)
       ORDER BY at DESC, id DESC LIMIT \(AuditSearch.pageSize + 1)
      """
    }
    let events: SQL =
      search.account.map { "(\(page("entity = \($0)"))) UNION (\(page("account_id = \($0)")))" }
      ?? page("true")
    return Query(
      """
      SELECT e.id, e.act, e.at, actor.display_name, subject.display_name, e.address, e.agent, e.detail, e.changed
        FROM (\(events)) AS e
        LEFT JOIN account actor ON actor.id = e.account_id
        LEFT JOIN account subject ON subject.id = e.entity
       ORDER BY e.at DESC, e.id DESC
       LIMIT \(AuditSearch.pageSize + 1)
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
