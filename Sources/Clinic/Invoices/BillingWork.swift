internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Invoices a visit that is to be paid ahead. Done again it does nothing more.
  func bill(_ visit: ID<Appointment>, of tenant: ID<Tenant>) async throws {
    let now = clock()
    let asked = Query<[Billable]>.billable([visit], states: [.booked])
    let rows = try await database.pipeline([.entering(tenant)] + asked.statements)
    let billable = try asked.read(rows[1...])
    guard !billable.isEmpty else { return }
    let id: ID<Invoice> = newID()
    let draft = Query<[ID<Invoice>]>.draft(billable, states: [.booked], by: .nobody, at: now) { id }
    let issue = Query<Int>.issue([id], by: .nobody, at: now)
    _ = try await database.pipeline([.entering(tenant)] + draft.statements + issue.statements)
  }

  /// Takes the invoice of a cancelled visit back, and where it was cancelled in time what was paid online goes back by itself.
  /// What was paid at the counter, or for a visit that was cancelled late, is for staff to see to.
  func unbill(_ visit: ID<Appointment>, of tenant: ID<Tenant>) async throws {
    let now = clock()
    let asked = Query<(ID<Invoice>, Bool)?>.billed(visit)
    let rows = try await database.pipeline([.entering(tenant)] + asked.statements)
    guard let (invoice, isInTime) = try asked.read(rows[1...]), isInTime else { return }
    let cancel = Query<Bool>.cancelInvoice(
      invoice, because: Invoice.cancelledVisit, by: .nobody, at: now, newID: newID)
    _ = try await database.pipeline(
      [.entering(tenant)] + cancel.statements
        + [
          .refunding(
            """
            p.invoice_id = \(invoice)
            AND EXISTS (SELECT FROM invoice i WHERE i.id = p.invoice_id AND i.status = 'cancelled')
            """, at: now)
        ])
  }

  /// Asks the provider for a refund. It knows by the key what it was asked before.
  func askForRefund(_ refund: ID<Payment>, of tenant: ID<Tenant>) async throws {
    guard let payments else { throw PaymentFault.unavailable }
    let now = clock()
    let asked = Query<AskedRefund?>.askedRefund(refund)
    let rows = try await database.pipeline([.entering(tenant)] + asked.statements)
    guard let order = try asked.read(rows[1...]) else { return }
    let outcome: SQL =
      switch try await payments.refund(
        RefundOrder(key: order.id, payment: order.payment, amount: order.amount))
      {
      case .settled(let reference): .settlingRefund(refund, reference: reference, by: .nobody, at: now)
      case .underWay(let reference):
        "UPDATE payment SET reference = \(reference) WHERE id = \(refund) AND state = 'pending'"
      case .refused: .failingRefund(refund, by: .nobody, at: now)
      }
    _ = try await database.pipeline([.entering(tenant), outcome])
  }
}

extension Query<(ID<Invoice>, Bool)?> {
  /// The invoice of a cancelled visit that stands, and whether it was cancelled in time: the patient at least so long before as was
  /// agreed when it was booked, or the clinic at any time.
  fileprivate static func billed(_ visit: ID<Appointment>) -> Self {
    Query(
      """
      SELECT i.id, i.status = 'draft' OR h.act = 'decline' OR s.absent
                   OR h.at <= lower(h.during) - make_interval(mins => a.cancellation_minutes)
        FROM appointment a
        JOIN invoice i ON i.appointment_id = a.id AND i.kind = 'invoice' AND i.status <> 'cancelled'
        JOIN LATERAL (SELECT act, at, during FROM appointment_history h
                       WHERE h.appointment_id = a.id AND h.status = 'cancelled' ORDER BY h.sequence DESC LIMIT 1) AS h ON true
        CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM rebooking r
                                            WHERE r.appointment_id = a.id AND r.state = 'cancelled') AS absent) AS s
       WHERE a.id = \(visit) AND a.status = 'cancelled'
      """
    ) { row in (try row.next(), try row.next(Bool.self)) }
  }
}
