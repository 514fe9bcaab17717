internal import Pages

/// `GET /invoices/:id`: one invoice of a patient's, and the way to pay it.
struct InvoicePage: Page {
  let sheet: InvoiceSheet
  let file: String
  /// Where it can be paid online; nil for not.
  let pay: String?
  /// The way back from the payment provider: it has said nothing yet.
  var isAwaited = false
  var notice: String?

  static let template = "invoices/invoice"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)), "sheet": .view(sheet), "file": .text(file),
      "pay": .text(pay),
      "isAwaited": .flag(isAwaited),
    ]
  }

  static var samples: [InvoicePage] {
    let sheets = InvoiceSheet.samples
    return [
      InvoicePage(sheet: sheets[0], file: "/invoices/1/invoice.pdf", pay: "/invoices/1/checkout"),
      InvoicePage(sheet: sheets[1], file: "/invoices/1/invoice.pdf", pay: nil),
      InvoicePage(sheet: sheets[2], file: "/invoices/1/invoice.pdf", pay: nil),
      InvoicePage(sheet: sheets[0], file: "/invoices/1/invoice.pdf", pay: nil, isAwaited: true),
    ]
  }
}
