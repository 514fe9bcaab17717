internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Whether invoices can be paid over the net.
  public var takesPayments: Bool { payments != nil }

  /// Where the visitor can pay what is open of an invoice of theirs. A second press leads to the same page.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.otherState)` where nothing is open; `.unavailable` when the provider does not
  ///   answer, or there is none.
  public func checkout(_ id: ID<Invoice>, by visitor: Visitor) async throws -> String {
    guard let payments else { throw Refusal.unavailable }
    let now = clock()
    let (_, (invoice, begun)) = try await ask(
      visitor, .myInvoice(id, at: now), .openCheckout(of: id, provider: payments.name))
    guard let invoice, let issue = invoice.issue else { throw Refusal.unknown }
    guard invoice.open.minorUnits > 0 else { throw Refusal.conflict(.otherState) }
    // The provider knows by the key what it was asked before.
    let isSame = begun?.amount == invoice.open
    let key: ID<Checkout> = isSame ? begun?.id ?? newID() : newID()
    let order = PaymentOrder(key: key, amount: invoice.open, number: issue.number, host: visitor.host)
    let page: CheckoutPage
    do {
      page = try await payments.checkout(order)
    } catch {
      throw Refusal.unavailable
    }
    if !isSame {
      _ = try await ask(
        visitor, .begin(key, page, provider: payments.name, for: id, invoice.open, by: visitor, at: now))
    }
    return page.href
  }
}

extension Query<Checkout?> {
  static func openCheckout(of id: ID<Invoice>, provider: String) -> Self {
    Query(
      """
      SELECT \(Checkout.columns) WHERE c.invoice_id = \(id) AND c.state = 'open' AND c.provider = \(provider)
       ORDER BY c.created_at DESC LIMIT 1
      """, first: Checkout.init(row:))
  }

  /// By the provider's reference, for the test provider's own page.
  public static func checkout(_ reference: String, provider: String) -> Self {
    Query(
      "SELECT \(Checkout.columns) WHERE c.reference = \(reference) AND c.provider = \(provider)",
      first: Checkout.init(row:))
  }

  /// The same, held until the transaction ends: what is told of one checkout is heard one after the other.
  static func lockedCheckout(_ reference: String, provider: String) -> Self {
    Query(
      "SELECT \(Checkout.columns) WHERE c.reference = \(reference) AND c.provider = \(provider) FOR UPDATE OF c, i",
      first: Checkout.init(row:))
  }
}

extension Query<Void> {
  fileprivate static func begin(
    _ id: ID<Checkout>, _ page: CheckoutPage, provider: String, for invoice: ID<Invoice>, _ amount: Money,
    by visitor: Visitor, at now: Date
  ) -> Self {
    Query(
      """
      WITH begun AS (
        INSERT INTO checkout (id, invoice_id, provider, reference, amount_minor, currency, created_at)
        SELECT \(id), i.id, \(provider), \(page.reference), \(amount.minorUnits), \(amount.currency), \(now)
          FROM invoice i WHERE i.id = \(invoice) AND \(Invoice.mine(at: now))
        RETURNING invoice_id AS id
      ), \(.notingEach(.checkoutBegun, of: "begun", visitor, at: now))
      SELECT FROM begun
      """
    ) { _ in }
  }
}

extension Checkout {
  fileprivate static let columns: SQL = """
    c.id, c.invoice_id, i.number, c.provider, c.reference, c.amount_minor, c.currency, c.state
      FROM checkout c JOIN invoice i ON i.id = c.invoice_id
    """

  fileprivate init(row: inout Row) throws {
    id = try row.next()
    invoice = try row.next()
    number = try row.next()
    provider = try row.next()
    reference = try row.next()
    let (minor, currency): (Int64, String) = try (row.next(), row.next())
    amount = Money(minorUnits: minor, currency: currency)
    state = State(rawValue: try row.next()) ?? .open
  }
}
