internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Makes a draft of each visit that costs something and has no invoice that stands, at the price that it was booked with.
  ///
  /// - Returns: those that were made: a visit that is sent twice has one.
  /// - Throws: `Refusal.forbidden` for whoever keeps no invoices.
  public func draftInvoices(for visits: [ID<Appointment>], by visitor: Visitor) async throws -> [ID<Invoice>]
  {
    guard visitor.access == .may(.keepInvoices) else { throw Refusal.forbidden }
    return try await open(visitor) { records in
      let billable = try await records.ask(.billable(visits, states: Billable.states))
      if billable.isEmpty { return [] }
      return try await records.ask(.draft(billable, by: visitor, at: clock(), newID: newID))
    }
  }
}

/// A visit that can be invoiced.
struct Billable: Sendable {
  let visit: ID<Appointment>
  /// What it is on the invoice.
  let text: String
  let day: SQLDate
  let price: Money
  let rate: TaxRate

  /// Requests and what was cancelled are not; whether a missed visit is charged is the clinic's to say.
  static let states: [Appointment.Status] = [.booked, .arrived, .fulfilled, .noshow]
}

extension Query<[Billable]> {
  /// Those of some visits that have no invoice that stands.
  static func billable(_ visits: [ID<Appointment>], states: [Appointment.Status]) -> Self {
    Query(
      """
      SELECT a.id, left(concat_ws(', ', s.name, concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name)),
                        \(Int32(InvoiceLine.longestText))),
             (a.starts_at AT TIME ZONE t.time_zone)::date, a.price_minor, a.currency, coalesce(s.tax_rate, t.tax_rate)
        FROM appointment a
        JOIN healthcare_service s ON s.id = a.service_id
        JOIN practitioner p ON p.id = a.practitioner_id
        JOIN tenant t ON t.id = a.tenant_id
       WHERE a.id = ANY (\(visits.map(\.uuid))) AND a.status = ANY (\(states.map(\.rawValue))) AND a.price_minor > 0
         AND NOT EXISTS (SELECT FROM invoice i
                          WHERE i.appointment_id = a.id AND i.kind = 'invoice' AND i.status <> 'cancelled')
       ORDER BY a.starts_at, a.id
      """
    ) { row in
      try Billable(
        visit: row.next(), text: row.next(), day: row.next(),
        price: Money(minorUnits: row.next(), currency: row.next()),
        rate: TaxRate(hundredths: Int(row.next(Int32.self))))
    }
  }
}

extension Query<Bool> {
  /// Whether an invoice can be made of a visit.
  public static func isBillable(_ visit: ID<Appointment>) -> Self {
    Query<[Billable]>.billable([visit], states: Billable.states).map { !$0.isEmpty }
  }
}

extension Query<[ID<Invoice>]> {
  /// Of two who draft for the same visit at once, the second makes none: `invoice_appointment`.
  static func draft(
    _ visits: [Billable], states: [Appointment.Status] = Billable.states, by visitor: Visitor, at now: Date,
    newID: () -> ID<Invoice>
  ) -> Self {
    Query(
      """
      WITH wanted AS MATERIALIZED (
        SELECT new.* FROM unnest(\(visits.map { _ in newID().uuid }), \(visits.map(\.visit.uuid)), \(visits.map(\.text)),
                                 \(visits.map(\.day)), \(visits.map(\.price.minorUnits)),
                                 \(visits.map(\.rate.hundredths)),
                                 \(visits.map { $0.rate.contained(in: $0.price).minorUnits }))
                     AS new (id, visit, text, day, amount, rate, tax)
          JOIN appointment a ON a.id = new.visit AND a.status = ANY (\(states.map(\.rawValue)))
           FOR SHARE OF a
      ), made AS (
        INSERT INTO invoice (id, kind, status, patient_id, appointment_id, currency, total_minor, tax_minor, created_at)
        SELECT w.id, 'invoice', 'draft', a.patient_id, a.id, a.currency, w.amount, w.tax, \(now)
          FROM wanted w JOIN appointment a ON a.id = w.visit
        ON CONFLICT (tenant_id, appointment_id) WHERE kind = 'invoice' AND status <> 'cancelled' DO NOTHING
        RETURNING id
      ), lines AS (
        INSERT INTO invoice_line (id, invoice_id, position, text, served_on, amount_minor, tax_rate, tax_minor)
        SELECT gen_random_uuid(), w.id, 1, w.text, w.day, w.amount, w.rate, w.tax FROM wanted w JOIN made USING (id)
      ), \(.notingEach(.invoiceDrafted, of: "made", visitor, at: now))
      SELECT id FROM made
      """
    ) { row in try row.next() }
  }
}

extension SQL {
  /// The table expression that notes an act about the `id` of each row of `source`.
  static func notingEach(_ act: Act, of source: SQL, _ visitor: Visitor, detail: SQL = "''", at now: Date)
    -> SQL
  {
    """
    noted AS (
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, detail, at)
      SELECT gen_random_uuid(), \(act.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(detail), \(now)
        FROM \(source)
    )
    """
  }
}

extension Visitor {
  /// In whose name the server works by itself.
  static let nobody = Visitor(host: "", tokenHash: nil, access: .anyone, purpose: .operation, requestID: "")
}
