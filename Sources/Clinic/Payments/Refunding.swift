internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Asks the payment provider to give back what was paid online for an invoice that is cancelled, or paid twice. It is asked by
  /// work that is written with this, at least once and with a key, so that nothing goes back twice.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.otherState)` where nothing is to be given back.
  public func refund(_ payment: ID<Payment>, of id: ID<Invoice>, by visitor: Visitor) async throws {
    guard visitor.access == .may(.keepInvoices) else { throw Refusal.forbidden }
    try await open(visitor) { records in
      let isOfIt: Query<Bool> = .isThere("payment WHERE id = \(payment) AND invoice_id = \(id)")
      guard try await records.ask(isOfIt) else { throw Refusal.unknown }
      let refundable = try await records.ask(.refundable(of: id))
      guard let refundable else { throw Refusal.unknown }
      guard refundable > 0 else { throw Refusal.conflict(.otherState) }
      try await records.finish(
        .refundAsked, of: id.uuid,
        [
          .refunding(
            "p.id = \(payment) AND p.invoice_id = \(id) AND p.amount_minor <= \(refundable)", at: records.now)
        ])
    }
  }
}

extension Query<Int64?> {
  /// Holds the invoice, so that what is asked for twice is given once.
  fileprivate static func refundable(of id: ID<Invoice>) -> Self {
    Query([
      "SELECT FROM invoice WHERE id = \(id) FOR UPDATE",
      "SELECT \(Invoice.refundable) FROM invoice i WHERE i.id = \(id)",
    ]) { rows in
      try rows[rows.startIndex + 1].decode { row in try row.next(Int64.self) }.first
    }
  }
}

extension SQL {
  /// Writes refunds of payments `p`, and the work that asks the provider for each.
  ///
  /// - Parameter condition: of which; those that went back already are left out.
  static func refunding(_ condition: SQL, at now: Date) -> SQL {
    """
    WITH back AS (
      INSERT INTO payment (id, invoice_id, kind, method, state, amount_minor, currency, paid_on, checkout_id, refunds,
                           recorded_at)
      SELECT gen_random_uuid(), p.invoice_id, 'refund', 'online', 'pending', p.amount_minor, p.currency,
             (\(now)::timestamptz AT TIME ZONE t.time_zone)::date, p.checkout_id, p.id, \(now)
        FROM payment p JOIN tenant t ON t.id = p.tenant_id
       WHERE p.kind = 'payment' AND p.method = 'online' AND \(condition)
         AND NOT EXISTS (SELECT FROM payment r WHERE r.refunds = p.id AND r.state <> 'failed')
      RETURNING id
    )
    INSERT INTO job (id, kind, subject, due_at, created_at)
    SELECT gen_random_uuid(), \(JobKind.refund.rawValue), id, \(now), \(now) FROM back
    """
  }

  /// The provider has given it back.
  static func settlingRefund(_ id: ID<Payment>, reference: String, by visitor: Visitor, at now: Date) -> SQL {
    """
    WITH settled AS (
      UPDATE payment SET state = 'settled', settled_at = \(now), reference = \(reference)
       WHERE id = \(id) AND kind = 'refund' AND state = 'pending'
      RETURNING invoice_id, -amount_minor AS change
    ), \(Invoice.balancing(by: "settled")), \(.notingEach(.refundSettled, of: "balanced", visitor, at: now))
    SELECT FROM balanced
    """
  }

  /// The provider will not give it back: somebody has to, another way.
  static func failingRefund(_ id: ID<Payment>, by visitor: Visitor, at now: Date) -> SQL {
    """
    WITH failed AS (
      UPDATE payment SET state = 'failed' WHERE id = \(id) AND kind = 'refund' AND state = 'pending'
      RETURNING invoice_id AS id
    ), \(.notingEach(.refundFailed, of: "failed", visitor, at: now))
    SELECT FROM failed
    """
  }
}

/// A refund that the provider has yet to give.
struct AskedRefund: Sendable {
  let id: ID<Payment>
  let invoice: ID<Invoice>
  let amount: Money
  /// The provider's, of the payment that goes back.
  let payment: String
}

extension Query<AskedRefund?> {
  static func askedRefund(_ id: ID<Payment>) -> Self {
    Query(
      "SELECT \(AskedRefund.columns) WHERE r.id = \(id) AND r.state = 'pending'",
      first: AskedRefund.init(row:))
  }

  /// By the provider's reference; held until the transaction ends.
  static func lockedRefund(_ reference: String, provider: String) -> Self {
    Query(
      """
      SELECT \(AskedRefund.columns) JOIN checkout c ON c.id = r.checkout_id
       WHERE r.kind = 'refund' AND r.reference = \(reference) AND c.provider = \(provider) FOR UPDATE OF r
      """, first: AskedRefund.init(row:))
  }
}

extension AskedRefund {
  fileprivate static let columns: SQL = """
    r.id, r.invoice_id, r.amount_minor, r.currency, coalesce(p.reference, '')
      FROM payment r JOIN payment p ON p.id = r.refunds
    """

  fileprivate init(row: inout Row) throws {
    try self.init(
      id: row.next(), invoice: row.next(), amount: Money(minorUnits: row.next(), currency: row.next()),
      payment: row.next())
  }
}
