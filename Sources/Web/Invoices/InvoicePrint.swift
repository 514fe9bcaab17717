internal import Pages

/// An invoice on paper: `GET /invoices/:id/invoice.pdf`.
struct InvoicePrint: Page {
  let sheet: InvoiceSheet

  static let template = "print/invoice"

  var fields: Fields { ["sheet": .view(sheet)] }

  static var samples: [InvoicePrint] { InvoiceSheet.samples.map { InvoicePrint(sheet: $0) } }
}
