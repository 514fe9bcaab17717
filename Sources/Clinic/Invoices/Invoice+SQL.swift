public import CivilTime
public import FoundationEssentials
internal import Postgres

extension Query<Invoice?> {
  /// One of the visitor's own, or of a child of theirs; drafts are nobody's yet.
  public static func myInvoice(_ id: ID<Invoice>, at now: Date) -> Self {
    Query(
      "SELECT \(Invoice.columns) FROM \(Invoice.joined) WHERE i.id = \(id) AND \(Invoice.mine(at: now))",
      first: Invoice.init(row:))
  }

  /// Anybody's. That the patient's record was looked at is noted beside.
  public static func invoice(_ id: ID<Invoice>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH shown AS (
        SELECT patient_id FROM invoice WHERE id = \(id)
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM shown
      )
      SELECT \(Invoice.columns) FROM \(Invoice.joined) WHERE i.id = \(id)
      """, first: Invoice.init(row:))
  }

  /// The invoice of a visit of the visitor's that stands, or the last that did.
  public static func myInvoice(of appointment: ID<Appointment>, at now: Date) -> Self {
    Query(
      """
      SELECT \(Invoice.columns) FROM \(Invoice.joined)
       WHERE i.appointment_id = \(appointment) AND i.kind = 'invoice' AND \(Invoice.mine(at: now))
       ORDER BY i.status = 'cancelled', i.created_at DESC LIMIT 1
      """, first: Invoice.init(row:))
  }

  /// The invoice of anybody's visit that stands, or the last that did.
  public static func invoice(of appointment: ID<Appointment>) -> Self {
    Query(
      """
      SELECT \(Invoice.columns) FROM \(Invoice.joined)
       WHERE i.appointment_id = \(appointment) AND i.kind = 'invoice'
       ORDER BY i.status = 'cancelled', i.created_at DESC LIMIT 1
      """, first: Invoice.init(row:))
  }
}

extension Query<[Invoice]> {
  /// The visitor's own and their children's, the newest first.
  public static func myInvoices(at now: Date) -> Self {
    Query(
      """
      SELECT \(Invoice.columns) FROM \(Invoice.joined) WHERE \(Invoice.mine(at: now))
       ORDER BY i.issued_on DESC, i.sequence DESC LIMIT \(Int32(Invoice.mostShown))
      """, each: Invoice.init(row:))
  }
}

extension Query<[InvoiceLine]> {
  /// What is on an invoice, in its order. Only beside the invoice itself, which says whether it may be seen.
  public static func lines(of id: ID<Invoice>) -> Self {
    Query(
      """
      SELECT \(InvoiceLine.columns)
        FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
       WHERE l.invoice_id = \(id) ORDER BY l.position
      """, each: InvoiceLine.init(row:))
  }
}

/// What a patient has yet to pay, with their children.
public struct OpenInvoices: Sendable {
  public let count: Int
  /// One amount for each currency; most often there is one.
  public let totals: [Money]
  /// The one that is due first.
  public let next: Next?

  public struct Next: Sendable {
    public let id: ID<Invoice>
    public let number: String
    public let due: Day
  }

  /// The visits that have one.
  public let visits: [ID<Appointment>: ID<Invoice>]
}

extension Query<OpenInvoices> {
  /// For a patient's dashboard, in the page's own pipeline.
  public static func myOpenInvoices(at now: Date, of person: ID<Patient>? = nil) -> Self {
    Query(
      """
      SELECT i.id, i.number, i.due_on, i.total_minor - i.paid_minor, i.currency, i.appointment_id
        FROM invoice i WHERE i.status = 'issued' AND \(Invoice.mine(at: now))\(Patient.only(person, "i.patient_id"))
       ORDER BY i.due_on, i.id LIMIT \(Int32(Invoice.mostShown))
      """
    ) { rows in
      let all = try rows.decode { row in
        (
          OpenInvoices.Next(id: try row.next(), number: try row.next(), due: try Day(sql: row.next())),
          try row.next(Int64.self), try row.next(String.self), try row.next(ID<Appointment>?.self)
        )
      }
      let sums = all.reduce(into: [String: Int64]()) { $0[$1.2, default: 0] += $1.1 }
      return OpenInvoices(
        count: all.count,
        totals: sums.sorted { $0.key < $1.key }.map { Money(minorUnits: $0.value, currency: $0.key) },
        next: all.first?.0,
        visits: Dictionary(all.compactMap { row in row.3.map { ($0, row.0.id) } }) { first, _ in first })
    }
  }
}

extension Invoice {
  /// A patient's page shows no more.
  static let mostShown = 200

  /// Whether invoice `i` is the visitor's to see.
  static func mine(at now: Date) -> SQL {
    "i.status <> 'draft' AND i.number IS NOT NULL AND i.patient_id = ANY (ARRAY(\(Patient.mine(for: .pay, at: now))))"
  }

  static var joined: SQL {
    """
    invoice i LEFT JOIN patient pt ON pt.id = i.patient_id
    LEFT JOIN invoice other ON other.id = i.corrects OR other.corrects = i.id
    """
  }

  static var columns: SQL {
    """
    i.id, i.kind, i.status, i.patient_id, i.appointment_id, i.total_minor, i.tax_minor, i.paid_minor,
    coalesce((SELECT sum(p.amount_minor)::bigint FROM payment p
               WHERE p.invoice_id = i.id AND p.kind = 'refund' AND p.state = 'pending'), 0), i.currency,
    concat_ws(' ', pt.given_name, pt.family_name), coalesce(pt.account_id = (SELECT current_account()), false), i.created_at, coalesce(i.cancelled_why, ''), other.id, other.number,
    i.number, i.seller_name, i.seller_address, i.seller_number, i.buyer_name, i.buyer_address, i.patient_name, i.tax_name,
    i.exemption, i.payment_text, i.issued_on, i.due_on
    """
  }

  init(row: inout Row) throws {
    id = try row.next()
    kind = Kind(rawValue: try row.next()) ?? .invoice
    status = Status(rawValue: try row.next()) ?? .draft
    patient = try row.next()
    appointment = try row.next()
    let (total, tax, paid, underWay): (Int64, Int64, Int64, Int64) = try (
      row.next(), row.next(), row.next(), row.next()
    )
    let currency: String = try row.next()
    self.total = Money(minorUnits: total, currency: currency)
    self.tax = Money(minorUnits: tax, currency: currency)
    self.paid = Money(minorUnits: paid, currency: currency)
    self.underWay = Money(minorUnits: underWay, currency: currency)
    patientName = try row.next()
    isOwn = try row.next()
    createdAt = try row.next()
    cancelledWhy = try row.next()
    let (other, otherNumber): (ID<Invoice>?, String?) = try (row.next(), row.next())
    counterpart = other.flatMap { id in otherNumber.map { Counterpart(id: id, number: $0) } }
    let number: String? = try row.next()
    issue = try number.map { try Issue(number: $0, row: &row) }
  }
}

extension Invoice.Issue {
  fileprivate init(number: String, row: inout Row) throws {
    try self.init(
      number: number, seller: row.next(), sellerAddress: row.next(), sellerNumber: row.next(),
      buyer: row.next(),
      buyerAddress: row.next(), patient: row.next(), taxName: row.next(), exemption: row.next(),
      paymentText: row.next(), day: Day(sql: row.next()), due: Day(sql: row.next()))
  }
}

extension InvoiceLine {
  /// Of line `l` of invoice `i`.
  static let columns: SQL =
    "l.id, l.text, l.served_on, l.amount_minor, l.tax_rate, l.tax_minor, i.currency"

  init(row: inout Row) throws {
    id = try row.next()
    text = try row.next()
    day = try Day(sql: row.next())
    let amount: Int64 = try row.next()
    rate = TaxRate(hundredths: Int(try row.next(Int32.self)))
    let tax: Int64 = try row.next()
    let currency: String = try row.next()
    self.amount = Money(minorUnits: amount, currency: currency)
    self.tax = Money(minorUnits: tax, currency: currency)
  }
}

extension Query<String?> {
  /// An ISO 4217 code, by which amounts of an invoice are read.
  public static func currency(of id: ID<Invoice>) -> Self {
    Query("SELECT currency FROM invoice WHERE id = \(id)") { row in try row.next(String.self) }
  }
}
