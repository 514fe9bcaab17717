internal import Pages

/// `GET /invoices`: what a patient has to pay, and what was paid, with their children.
struct InvoicesPage: Page {
  /// What is open in all: `£45.00`; nil where nothing is.
  let open: String?
  let rows: [InvoiceListRow]

  static let template = "invoices/invoices"

  var fields: Fields {
    ["openAmount": .text(open), "invoices": .list(rows), "hasInvoices": .flag(!rows.isEmpty)]
  }

  static let samples = [
    InvoicesPage(open: "£45.00", rows: InvoiceListRow.samples), InvoicesPage(open: nil, rows: []),
  ]
}

/// One invoice among others.
struct InvoiceListRow: View {
  let heading: String
  let href: String
  /// `24 November 2026`.
  let day: String
  let total: String
  let status: Badge
  /// Of a child, or of somebody for whom one pays; nil for one's own.
  let patient: String?

  var fields: Fields {
    [
      "heading": .text(heading), "href": .text(href), "day": .text(day), "total": .text(total),
      "status": .view(status),
      "whoseVisit": .text(patient),
    ]
  }

  static let samples = [
    InvoiceListRow(
      heading: "Invoice INV-2026-00042", href: "/invoices/1", day: "24 November 2026", total: "£45.00",
      status: Badge("To be paid", .warn), patient: "Emma Moreau"),
    InvoiceListRow(
      heading: "Invoice INV-2026-00041", href: "/invoices/2", day: "2 November 2026", total: "£60.00",
      status: Badge("Paid", .good), patient: nil),
  ]
}
