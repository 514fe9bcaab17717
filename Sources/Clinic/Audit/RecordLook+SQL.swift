public import FoundationEssentials
internal import Postgres

extension Query<RecordLooks> {
  /// Looks at the record of whoever is signed in, and at their children's: `Patient.mine`. Records that went over to these are
  /// theirs, too.
  ///
  /// - Parameter last: where the page before ended.
  public static func ownRecordLooks(after last: ID<AuditEntry>?, at now: Date) -> Self {
    let mine: SQL = """
      SELECT p.id FROM patient p
       WHERE p.id IN (\(Patient.mine(for: .see, at: now))) OR p.replaced_by IN (\(Patient.mine(for: .see, at: now)))
      """
    let before: SQL =
      last.map { "(e.at, e.id) < ((SELECT at FROM audit_event WHERE id = \($0)), \($0)::uuid)" } ?? "true"
    return Query(
      """
      WITH page AS MATERIALIZED (
        SELECT each.*
          FROM (\(AboutPatient.things(of: mine))) AS among (id) CROSS JOIN LATERAL (
            SELECT e.* FROM audit_event e
             WHERE e.entity = among.id AND \(RecordLook.isTold) AND \(before)
             ORDER BY e.at DESC, e.id DESC LIMIT \(RecordLook.pageSize + 1)) AS each
         ORDER BY each.at DESC, each.id DESC LIMIT \(RecordLook.pageSize + 1)
      )
      SELECT e.id, e.act, e.purpose, e.detail, e.at, coalesce(actor.display_name, ''), coalesce(actor.role, ''),
             CASE WHEN pt.account_id IS DISTINCT FROM (SELECT current_account()) THEN pt.given_name END
        FROM page e
        LEFT JOIN account actor ON actor.id = e.account_id
        CROSS JOIN LATERAL (SELECT \(AboutPatient.patient) AS patient OFFSET 0) AS about
        LEFT JOIN patient pt ON pt.id = about.patient
       ORDER BY e.at DESC, e.id DESC
      """
    ) { rows in
      let all = try rows.decode(RecordLooks.Event.init(row:))
      return RecordLooks(
        events: Array(all.prefix(RecordLook.pageSize)), hasMore: all.count > RecordLook.pageSize)
    }
  }
}

extension RecordLook {
  /// Whether event `e` is a look by somebody else, or what nobody's hands did. What they themselves did they know.
  fileprivate static var isTold: SQL {
    """
    (e.act = ANY (\([Act.read, .emergencyOpened].map(\.rawValue)))
       AND e.account_id IS DISTINCT FROM (SELECT current_account())
     OR e.purpose = 'operation')
    """
  }
}

extension RecordLooks.Event {
  fileprivate init(row: inout Row) throws {
    id = try row.next()
    guard let act = Act(rawValue: try row.next()) else { throw StoredValueFault(column: "act") }
    guard let purpose = Purpose(rawValue: try row.next()) else { throw StoredValueFault(column: "purpose") }
    let detail: String = try row.next()
    (self.act, self.purpose, reason) = (act, purpose, purpose == .emergency ? detail : "")
    at = try row.next()
    let (name, role) = try (row.next(String.self), row.next(String.self))
    who = Role(rawValue: role).map { .staff(name: name, role: $0) } ?? .nobody
    child = try row.next()
  }
}
