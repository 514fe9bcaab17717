internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Takes an invoice back, in one round trip. What was issued stays, and a credit note with a number of its own says that it
  /// counts no more; a draft is put aside. What was paid can be given back then: `refund`. Done twice it is done once.
  ///
  /// - Parameter reason: for the patient, who reads it.
  /// - Throws: `Refusal.unknown` for what is no invoice.
  public func cancelInvoice(_ id: ID<Invoice>, because reason: String, by visitor: Visitor) async throws {
    guard visitor.access == .may(.keepInvoices) else { throw Refusal.forbidden }
    let now = clock()
    let (_, (_, found)) = try await ask(
      visitor, .cancelInvoice(id, because: reason, by: visitor, at: now, newID: newID),
      .invoice(id, by: visitor, at: now))
    guard let found, found.kind == .invoice else { throw Refusal.unknown }
  }
}

extension Query<Bool> {
  /// - Returns: whether it was this that cancelled it.
  static func cancelInvoice(
    _ id: ID<Invoice>, because reason: String, by visitor: Visitor, at now: Date, newID: () -> ID<Invoice>
  ) -> Self {
    Query(
      """
      WITH old AS MATERIALIZED (
        SELECT * FROM invoice
         WHERE id = \(id) AND kind = 'invoice' AND status IN ('draft', 'issued', 'balanced') FOR UPDATE
      ), credited AS MATERIALIZED (
        SELECT \(newID())::uuid AS id FROM old WHERE number IS NOT NULL
      ), \(Invoice.today(at: now)), \(Invoice.drawing("credited")), note AS (
        INSERT INTO invoice (
          id, kind, status, patient_id, appointment_id, corrects, currency, total_minor, tax_minor, year, sequence, number,
          seller_name, seller_address, seller_number, buyer_name, buyer_address, patient_name, tax_name, exemption,
          payment_text, issued_on, due_on, issued_at, created_at)
        SELECT drawn.id, 'credit-note', 'balanced', o.patient_id, o.appointment_id, o.id, o.currency, -o.total_minor,
               -o.tax_minor, drawn.year, drawn.sequence, \(Invoice.number(of: "drawn")), o.seller_name, o.seller_address,
               o.seller_number, o.buyer_name, o.buyer_address, o.patient_name, o.tax_name, o.exemption, '', today.day,
               today.day, \(now), \(now)
          FROM drawn, old o, today
        RETURNING id
      ), lines AS (
        INSERT INTO invoice_line (id, invoice_id, position, text, served_on, amount_minor, tax_rate, tax_minor)
        SELECT gen_random_uuid(), credited.id, l.position, l.text, l.served_on, -l.amount_minor, l.tax_rate, -l.tax_minor
          FROM credited, old JOIN invoice_line l ON l.invoice_id = old.id
      ), cancelled AS (
        UPDATE invoice i SET status = 'cancelled', cancelled_at = \(now), cancelled_why = \(reason)
          FROM old WHERE i.id = old.id
        RETURNING i.id
      ), \(.notingEach(.invoiceCancelled, of: "cancelled", visitor, detail: "\(reason)", at: now))
      SELECT id FROM cancelled
      """
    ) { !$0.isEmpty }
  }
}
