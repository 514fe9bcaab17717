internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension ErasureRequest {
  fileprivate static let columns: SQL = """
    q.id, q.patient_id, q.number, coalesce(concat_ws(' ', p.given_name, p.family_name), ''),
    CASE WHEN asker.closed_at IS NULL THEN asker.display_name ELSE '' END, coalesce(q.account_id = (SELECT current_account()), false),
    q.reason, q.state, q.asked_at, coalesce(decider.display_name, ''), q.decided_at, q.basis, q.words, q.record_until,
    q.invoices_until, q.counts, q.done_at, (SELECT count(*) FROM erasure_object o WHERE o.request_id = q.id),
    q.receipt, q.signature
      FROM erasure_request q
      LEFT JOIN patient p ON p.id = q.patient_id
      JOIN account asker ON asker.id = q.account_id
      LEFT JOIN account decider ON decider.id = q.decided_by
    """

  fileprivate init(row: inout Row) throws {
    (id, patient, number, name) = try (row.next(), row.next(), row.next(), row.next())
    (asker, isAskers, reason) = try (row.next(), row.next(), row.next())
    guard let state = State(rawValue: try row.next()) else { throw StoredValueFault(column: "state") }
    self.state = state
    (askedAt, decider, decidedAt) = try (row.next(), row.next(), row.next())
    basis = try row.next(String?.self).flatMap(Basis.init)
    words = try row.next()
    recordUntil = try row.next(SQLDate?.self).map { try Day(sql: $0) }
    invoicesUntil = try row.next(SQLDate?.self).map { try Day(sql: $0) }
    lines = try JSONDecoder().decode([ErasureLine].self, from: Data(row.next(JSONB.self).utf8))
    (doneAt, objectsLeft) = try (row.next(), row.next())
    let (text, signature) = try (row.next(String?.self), row.next([UInt8]?.self))
    receipt = if let text, let signature { ErasureReceipt(text: text, signature: signature) } else { nil }
  }
}

extension Query<[ErasureRequest]> {
  /// Of the visitor and their children, the latest first.
  public static func ownErasures(at now: Date) -> Self {
    Query(
      """
      SELECT \(ErasureRequest.columns)
       WHERE q.account_id = (SELECT current_account()) OR q.patient_id IN (\(Patient.mine(for: .keep, at: now)))
       ORDER BY q.asked_at DESC, q.id LIMIT \(ErasureRequest.most)
      """, each: ErasureRequest.init(row:))
  }

  /// Those that wait for the clinic, the oldest first, then the latest of the others. That each record was looked at is noted
  /// beside.
  public static func erasures(by visitor: Visitor, at now: Date) -> Self {
    Query([
      """
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM erasure_request WHERE state = 'asked'
      """,
      """
      SELECT \(ErasureRequest.columns)
       ORDER BY q.state <> 'asked', CASE WHEN q.state = 'asked' THEN q.asked_at END, q.asked_at DESC, q.id
       LIMIT \(ErasureRequest.most)
      """,
    ]) { rows in try rows[rows.startIndex + 1].decode(ErasureRequest.init(row:)) }
  }
}

extension Query<ErasureRequest?> {
  /// The latest of a record that is the visitor's or their child's.
  public static func latestErasure(of patient: ID<Patient>, at now: Date) -> Self {
    Query(
      """
      SELECT \(ErasureRequest.columns)
       WHERE q.patient_id = \(patient) AND q.patient_id IN (\(Patient.mine(for: .keep, at: now)))
       ORDER BY q.asked_at DESC LIMIT 1
      """, first: ErasureRequest.init(row:))
  }

  /// That the record was looked at is noted beside.
  public static func erasure(_ id: ID<ErasureRequest>, by visitor: Visitor, at now: Date) -> Self {
    Query([
      """
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM erasure_request WHERE id = \(id)
      """,
      "SELECT \(ErasureRequest.columns) WHERE q.id = \(id)",
    ]) { rows in try rows[rows.startIndex + 1].decode(ErasureRequest.init(row:)).first }
  }

  /// To which a receipt's link leads, as long as it works.
  public static func erasure(linked hash: [UInt8], at now: Date) -> Self {
    Query(
      "SELECT \(ErasureRequest.columns) WHERE q.link_hash = \(hash) AND q.link_until > \(now)",
      first: ErasureRequest.init(row:))
  }

  static func erasureLocked(_ id: ID<ErasureRequest>) -> Self {
    Query(
      "SELECT \(ErasureRequest.columns) WHERE q.id = \(id) FOR UPDATE OF q", first: ErasureRequest.init(row:))
  }
}

extension Query<Int> {
  /// How many requests wait for the clinic.
  public static var erasureCount: Self {
    Query("SELECT count(*) FROM erasure_request WHERE state = 'asked'") { rows in
      try rows.decode { row in try row.next(Int.self) }[0]
    }
  }
}

/// For whom somebody can ask: themselves, and their children under age.
public struct ErasureSubject: Sendable {
  public let id: ID<Patient>
  public let name: String
}

extension Query<[ErasureSubject]> {
  public static func erasureSubjects(at now: Date) -> Self {
    Query(
      """
      SELECT p.id, concat_ws(' ', p.given_name, p.family_name) FROM patient p WHERE p.id IN (\(Patient.mine(for: .keep, at: now)))
       ORDER BY p.account_id IS NULL, 2, p.id
      """, each: { row in try ErasureSubject(id: row.next(), name: row.next()) })
  }
}

extension Query<ErasurePlan> {
  /// Of the patient of a request; empty once it was carried out.
  public static func erasurePlan(of request: ID<ErasureRequest>, at now: Date) -> Self {
    plan("(SELECT q.patient_id FROM erasure_request q WHERE q.id = \(request))", "true", at: now)
  }

  /// Of the visitor's own record, or a child's; of another's it is empty.
  public static func erasurePlan(ofOwn patient: ID<Patient>, at now: Date) -> Self {
    plan("\(patient)", "p.id IN (\(Patient.mine(for: .keep, at: now)))", at: now)
  }

  private static func plan(_ patient: SQL, _ whose: SQL, at now: Date) -> Self {
    Query(
      """
      SELECT plan.topic, plan.fate, plan.hold, plan.rows, plan.record_until, plan.invoices_until
        FROM patient p CROSS JOIN LATERAL erasure_plan(p.id, \(now)) AS plan
       WHERE p.id = \(patient) AND \(whose)
      """
    ) { rows in
      let found = try rows.decode { row in
        let line = ErasureLine(
          topic: try row.next(), fate: ErasureLine.Fate(rawValue: try row.next()) ?? .kept,
          hold: ErasureLine.Hold(rawValue: try row.next()) ?? .always, rows: try row.next())
        let terms = try (row.next(SQLDate?.self), row.next(SQLDate?.self))
        return (
          line: line, record: try terms.0.map { try Day(sql: $0) },
          invoices: try terms.1.map { try Day(sql: $0) }
        )
      }
      return ErasurePlan(
        lines: ErasureLine.summed(found.map(\.line)), recordUntil: found.first?.record,
        invoicesUntil: found.first?.invoices)
    }
  }
}
