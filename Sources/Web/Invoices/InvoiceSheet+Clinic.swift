import CivilTime
import Clinic
import FoundationEssentials
import Pages

extension InvoiceSheet {
  /// - Parameters:
  ///   - staff: whether whoever looks keeps invoices, so that each leads where they do so.
  init(
    _ invoice: Invoice, _ lines: [InvoiceLine], _ payments: [Payment], _ tenant: Tenant, _ formats: Formats,
    staff: Bool = false
  ) {
    let (words, issue) = (formats.words, invoice.issue)
    let name = issue.map { ["number": $0.number] } ?? [:]
    self.init(
      heading: words[issue == nil ? "invoice.draft" : "invoice.\(invoice.kind.rawValue)", name],
      status: Badge(invoice, words), seller: issue?.seller ?? tenant.name,
      sellerAddress: issue?.sellerAddress ?? tenant.address, sellerNumber: issue?.sellerNumber ?? "",
      buyer: issue?.buyer ?? invoice.patientName,
      buyerAddress: (issue?.buyerAddress ?? "").split(separator: "\n").map { Line(String($0)) },
      patient: issue.flatMap { $0.patient == $0.buyer ? nil : $0.patient },
      issued: issue.map { formats.date($0.day) },
      due: invoice.status == .issued ? issue.map { formats.date($0.due) } : nil,
      lines: lines.map { line in
        InvoiceRow(
          text: line.text, day: formats.date(line.day), tax: "\(line.rate.percent)%",
          amount: formats.money(line.amount),
          removal: staff && invoice.status == .draft
            ? Path.invoiceAdmin(invoice.id, "lines/\(line.id)/removal") : nil)
      },
      taxes: Self.taxes(lines, named: issue?.taxName ?? "", formats),
      net: formats.money(
        Money(minorUnits: invoice.total.minorUnits - invoice.tax.minorUnits, currency: invoice.total.currency)
      ),
      total: formats.money(invoice.total),
      payments: payments.map { PaymentRow($0, of: invoice, formats, staff: staff) },
      open: invoice.open.minorUnits > 0 ? formats.money(invoice.open) : nil,
      exemption: invoice.tax.minorUnits == 0 ? issue?.exemption ?? "" : "",
      paymentText: invoice.open.minorUnits > 0
        ? (issue?.paymentText ?? "").split(separator: "\n").map { Line(String($0)) } : [],
      counterpart: invoice.counterpart.map {
        words[invoice.kind == .invoice ? "invoice.taken-back" : "invoice.takes-back", ["number": $0.number]]
      },
      counterpartHref: invoice.counterpart.map { staff ? Path.invoiceAdmin($0.id) : Path.invoice($0.id) },
      cancelledWhy: invoice.cancelledWhy == Invoice.cancelledVisit
        ? words["invoice.cancelled-visit"] : invoice.cancelledWhy)
  }

  /// A row for each rate.
  private static func taxes(_ lines: [InvoiceLine], named name: String, _ formats: Formats) -> [AmountRow] {
    let rates = Set(lines.map(\.rate).filter { $0 != .none }).sorted { $0.hundredths > $1.hundredths }
    return rates.map { rate in
      let some = lines.filter { $0.rate == rate }
      let sum = some.reduce(Int64(0)) { $0 + $1.tax.minorUnits }
      return AmountRow(
        text: formats.words["invoice.tax-included", ["name": name, "rate": rate.percent]],
        amount: formats.money(Money(minorUnits: sum, currency: some[0].amount.currency)))
    }
  }

  /// What this file asks of the catalogues.
  static let keys =
    [
      "draft", "invoice", "credit-note", "taken-back", "takes-back", "cancelled-visit", "tax-included",
      "overdue",
    ].map { "invoice.\($0)" }
    + Invoice.Status.allCases.map { "invoice-status.\($0.rawValue)" } + PaymentRow.keys
}

extension PaymentRow {
  init(_ payment: Payment, of invoice: Invoice, _ formats: Formats, staff: Bool) {
    let words = formats.words
    let signed = Money(
      minorUnits: payment.kind == .refund ? -payment.amount.minorUnits : payment.amount.minorUnits,
      currency: payment.amount.currency)
    self.init(
      text: words["invoice.\(payment.kind.rawValue).\(payment.method.rawValue)"],
      day: formats.date(payment.day),
      amount: formats.money(signed), note: staff ? payment.note : "",
      badge: payment.state == .settled
        ? nil
        : Badge(words["payment-state.\(payment.state.rawValue)"], .warn),
      refund: staff && payment.isRefundable && invoice.refundable.minorUnits >= payment.amount.minorUnits
        ? Path.invoiceAdmin(invoice.id, "payments/\(payment.id)/refund") : nil)
  }

  static let keys =
    Payment.Kind.allCases.flatMap { kind in
      Payment.Method.allCases.map { "invoice.\(kind.rawValue).\($0.rawValue)" }
    } + Payment.State.allCases.map { "payment-state.\($0.rawValue)" }
}

extension Badge {
  init(_ invoice: Invoice, _ words: Words) {
    let tone: Tone =
      switch invoice.status {
      case .balanced: .good
      case .issued: .warn
      case .draft, .cancelled: .quiet
      }
    self.init(words["invoice-status.\(invoice.status.rawValue)"], tone)
  }
}

extension Path {
  static let invoices = "/invoices"
  static func invoice(_ id: ID<Invoice>) -> String { "/invoices/\(id)" }
  static func invoice(_ id: ID<Invoice>, _ what: String) -> String { "/invoices/\(id)/\(what)" }

  static let invoiceList = "/admin/invoices"
  static let paymentList = "/admin/payments"
  static func invoiceAdmin(_ id: ID<Invoice>) -> String { "\(invoiceList)/\(id)" }
  static func invoiceAdmin(_ id: ID<Invoice>, _ what: String) -> String { "\(invoiceList)/\(id)/\(what)" }
}
