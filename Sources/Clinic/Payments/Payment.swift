public import CivilTime
public import FoundationEssentials
internal import Postgres

/// Money that came for an invoice, or went back (FHIR R4 PaymentReconciliation).
public struct Payment: Sendable {
  public let id: ID<Payment>
  public let kind: Kind
  public let method: Method
  public let state: State
  public let amount: Money
  public let day: Day
  public let note: String
  /// Who noted it; empty where nobody did.
  public let recordedBy: String
  /// Paid online, and not given back or being given back.
  public let isRefundable: Bool

  public enum Kind: String, Sendable, CaseIterable {
    case payment, refund

    public static let codes = Codes("payment-kind", allCases.map(\.rawValue))
  }

  public enum Method: String, Sendable, CaseIterable {
    case cash, card, transfer
    /// By the payment provider: nobody notes it by hand.
    case online

    public static let codes = Codes("payment-method", allCases.map(\.rawValue))
    public static let byHand: [Method] = [.cash, .card, .transfer]
  }

  public enum State: String, Sendable, CaseIterable {
    case settled
    /// Asked of the payment provider.
    case pending
    case failed

    public static let codes = Codes("payment-state", allCases.map(\.rawValue))
  }

  public static let longestNote = 300
}

/// What staff note of money that changed hands.
public struct NewPayment: Sendable {
  /// Minor units of the invoice's currency.
  public let amount: Int64
  public let method: Payment.Method
  public let day: Day
  public let note: String
  /// One form, one payment.
  public let key: UUID

  public init(amount: Int64, method: Payment.Method, day: Day, note: String, key: UUID) {
    self.amount = amount
    self.method = method
    self.day = day
    self.note = note
    self.key = key
  }
}

extension Query<[Payment]> {
  /// The first first. Only beside the invoice itself, which says whether it may be seen.
  public static func payments(of id: ID<Invoice>) -> Self {
    Query(
      """
      SELECT \(Payment.columns)
        FROM payment p LEFT JOIN account a ON a.id = p.recorded_by AND a.role <> 'patient'
       WHERE p.invoice_id = \(id) ORDER BY p.recorded_at, p.id
      """, each: Payment.init(row:))
  }
}

extension Payment {
  /// Of payment `p`, and of `a`, whoever of the clinic noted it.
  static let columns: SQL = """
    p.id, p.kind, p.method, p.state, p.amount_minor, p.currency, p.paid_on, p.note, coalesce(a.display_name, ''),
    p.kind = 'payment' AND p.method = 'online'
      AND NOT EXISTS (SELECT FROM payment r WHERE r.refunds = p.id AND r.state <> 'failed')
    """

  init(row: inout Row) throws {
    try self.init(
      id: row.next(), kind: Kind(rawValue: row.next()) ?? .payment,
      method: Method(rawValue: row.next()) ?? .cash, state: State(rawValue: row.next()) ?? .pending,
      amount: Money(minorUnits: row.next(), currency: row.next()), day: Day(sql: row.next()),
      note: row.next(), recordedBy: row.next(), isRefundable: row.next())
  }
}
