internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Notes that money came, in one round trip: all of what is open, or a part. The same form sent again notes nothing more.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.otherState)` for an invoice of which nothing is open;
  ///   `.invalid` at `amount` for more than is open.
  public func record(_ payment: NewPayment, for id: ID<Invoice>, by visitor: Visitor) async throws {
    try await record(payment, .payment, for: id, by: visitor)
  }

  /// Notes that money of a cancelled invoice went back, by hand.
  ///
  /// - Throws: as `record` does.
  public func recordRefund(_ payment: NewPayment, for id: ID<Invoice>, by visitor: Visitor) async throws {
    try await record(payment, .refund, for: id, by: visitor)
  }

  private func record(
    _ payment: NewPayment, _ kind: Payment.Kind, for id: ID<Invoice>, by visitor: Visitor
  ) async throws {
    guard visitor.access == .may(.keepInvoices), Payment.Method.byHand.contains(payment.method) else {
      throw Refusal.forbidden
    }
    let now = clock()
    let outcome = try await ask(visitor, .record(payment, kind, for: id, by: visitor, at: now, newID: newID))
      .answer
    switch outcome {
    case .done: return
    case .unknown: throw Refusal.unknown
    case .nothingOpen: throw Refusal.conflict(.otherState)
    case .tooMuch(let most):
      throw Refusal.invalid([Problem("amount", "problem.amount-most", ["most": most.amount])])
    }
  }
}

enum Recording: Sendable {
  case done
  case unknown
  /// Nothing is to be paid, or to be given back.
  case nothingOpen
  /// No more than this is.
  case tooMuch(Money)
}

extension Query<Recording> {
  /// Whoever else pays the same invoice, or gives back of it, waits for its row; only then is read what is open, refunds under
  /// way included.
  static func record(
    _ new: NewPayment, _ kind: Payment.Kind, for id: ID<Invoice>, by visitor: Visitor, at now: Date,
    newID: () -> ID<Payment>
  ) -> Self {
    let open: SQL = kind == .payment ? Invoice.open : Invoice.refundable
    let change: SQL = kind == .payment ? "amount_minor" : "-amount_minor"
    let act: Act = kind == .payment ? .paymentRecorded : .refundRecorded
    return Query([
      "SELECT FROM invoice WHERE id = \(id) FOR UPDATE",
      """
      WITH owed AS MATERIALIZED (
        SELECT i.id, i.currency, (\(open)) AS open FROM invoice i WHERE i.id = \(id)
      ), paid AS (
        INSERT INTO payment (id, invoice_id, kind, method, state, amount_minor, currency, paid_on, note, form_key,
                             recorded_at, settled_at)
        SELECT \(newID()), id, \(kind.rawValue), \(new.method.rawValue), 'settled', \(new.amount), currency, \(new.day.sql),
               \(new.note), \(new.key), \(now), \(now)
          FROM owed WHERE \(new.amount)::bigint BETWEEN 1 AND open
        ON CONFLICT ON CONSTRAINT payment_form DO NOTHING
        RETURNING invoice_id, \(change) AS change
      ), \(Invoice.balancing(by: "paid")), \(.notingEach(act, of: "balanced", visitor, at: now))
      SELECT open, currency, EXISTS (SELECT FROM paid) OR EXISTS (SELECT FROM payment WHERE form_key = \(new.key)) FROM owed
      """,
    ]) { rows in
      let found = try rows[rows.startIndex + 1].decode { row in
        (Money(minorUnits: try row.next(), currency: try row.next()), try row.next(Bool.self))
      }
      guard let (open, isDone) = found.first else { return .unknown }
      if isDone { return .done }
      return open.minorUnits > 0 ? .tooMuch(open) : .nothingOpen
    }
  }
}

extension Invoice {
  /// What is to be paid of invoice `i`.
  static let open: SQL = "CASE WHEN i.status = 'issued' THEN i.total_minor - i.paid_minor ELSE 0 END"

  /// What of invoice `i` is there to be given back, and is not under way.
  static let refundable: SQL = """
    CASE WHEN i.kind = 'invoice'
         THEN greatest(i.paid_minor - CASE WHEN i.status = 'cancelled' THEN 0 ELSE i.total_minor END
                       - coalesce((SELECT sum(p.amount_minor)::bigint FROM payment p
                                    WHERE p.invoice_id = i.id AND p.kind = 'refund' AND p.state = 'pending'), 0), 0)
         ELSE 0 END
    """

  /// The table expression `balanced`: the invoice after the `change` of what was paid that each row of `source` brings.
  static func balancing(by source: SQL) -> SQL {
    """
    balanced AS (
      UPDATE invoice i
         SET paid_minor = i.paid_minor + s.change,
             status = CASE WHEN i.status = 'cancelled' THEN i.status
                           WHEN i.paid_minor + s.change >= i.total_minor THEN 'balanced' ELSE 'issued' END
        FROM \(source) s WHERE i.id = s.invoice_id
      RETURNING i.id
    )
    """
  }
}
