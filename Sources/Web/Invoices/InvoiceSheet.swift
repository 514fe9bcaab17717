internal import Pages

/// An invoice as it is shown to whoever may see it, and printed.
struct InvoiceSheet: View {
  /// `Invoice INV-2026-00042`.
  let heading: String
  let status: Badge
  let seller: String
  let sellerAddress: String
  let sellerNumber: String
  let buyer: String
  let buyerAddress: [Line]
  /// Nil where the buyer is the patient.
  let patient: String?
  /// Nil of a draft.
  let issued: String?
  let due: String?
  let lines: [InvoiceRow]
  let taxes: [AmountRow]
  let net: String
  let total: String
  let payments: [PaymentRow]
  /// Nil where nothing is.
  let open: String?
  let exemption: String
  let paymentText: [Line]
  /// `Takes back invoice INV-2026-00041`, and where that is shown.
  let counterpart: String?
  let counterpartHref: String?
  let cancelledWhy: String

  var fields: Fields {
    [
      "heading": .text(heading), "status": .view(status), "seller": .text(seller),
      "sellerAddress": .text(sellerAddress), "sellerNumber": .text(sellerNumber), "buyer": .text(buyer),
      "buyerAddress": .list(buyerAddress), "whoseVisit": .text(patient), "issued": .text(issued),
      "due": .text(due),
      "lines": .list(lines), "hasLines": .flag(!lines.isEmpty), "taxes": .list(taxes),
      "hasTaxes": .flag(!taxes.isEmpty),
      "net": .text(net), "total": .text(total), "payments": .list(payments),
      "hasPayments": .flag(!payments.isEmpty),
      "openAmount": .text(open), "exemption": .text(exemption), "paymentText": .list(paymentText),
      "hasPaymentText": .flag(!paymentText.isEmpty), "counterpart": .text(counterpart),
      "counterpartHref": .text(counterpartHref), "cancelledWhy": .text(cancelledWhy),
    ]
  }

  static var samples: [InvoiceSheet] {
    [
      sample(
        "Invoice INV-2026-00042", Badge("To be paid", .warn), open: "£25.00",
        payments: [PaymentRow.samples[0]]),
      sample("Invoice INV-2026-00041", Badge("Paid", .good), payments: [PaymentRow.samples[1]]),
      sample(
        "Invoice INV-2026-00040", Badge("Cancelled", .quiet), payments: PaymentRow.samples,
        counterpart: "Taken back by credit note INV-2026-00043", why: "The appointment was cancelled"),
    ]
  }

  private static func sample(
    _ heading: String, _ status: Badge, open: String? = nil, payments: [PaymentRow] = [],
    counterpart: String? = nil,
    why: String = ""
  ) -> InvoiceSheet {
    InvoiceSheet(
      heading: heading, status: status, seller: "Riverside Polyclinic Ltd",
      sellerAddress: "12 Quayside, Riverside, RV1 4QT", sellerNumber: "GB 123 4567 89", buyer: "محمد العربي",
      buyerAddress: ["3 Mill Lane", "RV1 2AB Riverside", "United Kingdom"].map { Line($0) },
      patient: counterpart == nil ? nil : "Emma Moreau", issued: "24 November 2026",
      due: open.map { _ in "8 December 2026" }, lines: InvoiceRow.samples,
      taxes: [AmountRow(text: "VAT 20%, included", amount: "£7.50")], net: "£37.50", total: "£45.00",
      payments: payments, open: open, exemption: "Medical care is exempt from VAT",
      paymentText: [Line("IBAN GB00 TEST")],
      counterpart: counterpart, counterpartHref: counterpart.map { _ in "/invoices/2" }, cancelledWhy: why)
  }
}

/// One thing on an invoice.
struct InvoiceRow: View {
  let text: String
  let day: String
  let tax: String
  let amount: String
  /// Where it is taken off a draft; nil for not.
  var removal: String?

  var fields: Fields {
    [
      "text": .text(text), "day": .text(day), "tax": .text(tax), "amount": .text(amount),
      "removal": .text(removal),
    ]
  }

  static let samples = [
    InvoiceRow(
      text: "First consultation, Dr Amira Haddad", day: "24 November 2026", tax: "20%", amount: "£45.00",
      removal: "/admin/invoices/1/lines/1/removal")
  ]
}

/// An amount, and what it is.
struct AmountRow: View {
  let text: String
  let amount: String

  var fields: Fields { ["text": .text(text), "amount": .text(amount)] }

  static let samples = [AmountRow(text: "VAT 20%, included", amount: "£7.50")]
}

/// Money that came or went back.
struct PaymentRow: View {
  /// `Paid by card`.
  let text: String
  let day: String
  /// With its sign.
  let amount: String
  let note: String
  /// Of a refund that is under way, or failed.
  let badge: Badge?
  /// Where it is given back; nil for not.
  var refund: String?

  var fields: Fields {
    [
      "text": .text(text), "day": .text(day), "amount": .text(amount), "note": .text(note),
      "badge": .view(badge),
      "refund": .text(refund),
    ]
  }

  static let samples = [
    PaymentRow(
      text: "Paid in cash", day: "25 November 2026", amount: "£20.00", note: "at the desk", badge: nil),
    PaymentRow(
      text: "Paid online", day: "25 November 2026", amount: "£45.00", note: "", badge: nil,
      refund: "/admin/invoices/1/payments/1/refund"),
    PaymentRow(
      text: "Refunded online", day: "26 November 2026", amount: "−£45.00", note: "",
      badge: Badge("Being refunded", .warn)),
  ]
}
