import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// A patient's invoices: looked at, printed, paid.
struct InvoiceRoutes: Sendable {
  let site: Site
  let listPage: Template<InvoicesPage>
  let page: Template<InvoicePage>
  let print: Template<InvoicePrint>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(InvoicesPage.self)
    page = try site.library.template(InvoicePage.self)
    print = try site.library.template(InvoicePrint.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, Path.invoices, .may(.seeOwnRecord), .ownRecord, "invoices", list),
      site.route(.get, "/invoices/:id", .may(.seeOwnRecord), .ownRecord, "invoice", look),
      site.route(.get, "/invoices/:id/invoice.pdf", .may(.seeOwnRecord), .ownRecord, "invoice.file", file),
      site.route(.post, "/invoices/:id/checkout", .may(.seeOwnRecord), .ownRecord, "invoice.checkout", pay),
    ]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let (visit, (invoices, open)) = try await site.clinic.ask(
      call.visitor, .myInvoices(at: site.clinic.clock()), .myOpenInvoices(at: site.clinic.clock()))
    let formats = try site.formats(visit, call)
    let shown = InvoicesPage(
      open: open.count == 0 ? nil : open.totals.map { formats.money($0) }.joined(separator: " + "),
      rows: invoices.map { InvoiceListRow($0, formats) })
    return site.show(shown, listPage, call, visit, at: .dashboard)
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(call, isBack: try call.query()["back"] == "1")
  }

  @Sendable func pay(_ call: Call) async throws -> Response {
    try await call.submit { _ in
      site.redirect(call, to: try await site.clinic.checkout(call.id(), by: call.visitor))
    } showAgain: { _, refusal in
      try await show(call, refusal)
    }
  }

  @Sendable func file(_ call: Call) async throws -> Response {
    let (visit, invoice, sheet) = try await sheet(call)
    return try await site.print(
      InvoicePrint(sheet: sheet), self.print, call, visit, named: invoice.issue?.number ?? "invoice")
  }

  private func show(_ call: Call, _ refusal: Refusal? = nil, isBack: Bool = false) async throws -> Response {
    let (visit, invoice, sheet) = try await sheet(call)
    let words = site.words(visit, call)
    let isOpen = invoice.open.minorUnits > 0
    let shown = InvoicePage(
      sheet: sheet, file: Path.invoice(invoice.id, "invoice.pdf"),
      pay: site.clinic.takesPayments && isOpen && !isBack ? Path.invoice(invoice.id, "checkout") : nil,
      isAwaited: isOpen && isBack, notice: refusal.map { words.notice($0) })
    return site.show(
      shown, page, call, visit, at: .dashboard, status: refusal?.status ?? .ok, from: Path.invoice(invoice.id)
    )
  }

  private func sheet(_ call: Call) async throws -> (Visit, Invoice, InvoiceSheet) {
    let id: ID<Invoice> = try call.id()
    let (visit, (found, lines, payments)) = try await site.clinic.ask(
      call.visitor, .myInvoice(id, at: site.clinic.clock()), .lines(of: id), .payments(of: id))
    guard let found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    return (visit, found, InvoiceSheet(found, lines, payments, visit.tenant, formats))
  }
}

extension InvoiceListRow {
  /// - Parameter staff: whether it leads where staff keep it.
  init(_ invoice: Invoice, _ formats: Formats, staff: Bool = false) {
    let (words, issue) = (formats.words, invoice.issue)
    self.init(
      heading: issue.map { words["invoice.\(invoice.kind.rawValue)", ["number": $0.number]] }
        ?? words["invoice.draft"],
      href: staff ? Path.invoiceAdmin(invoice.id) : Path.invoice(invoice.id),
      day: issue.map { formats.date($0.day) } ?? "",
      total: formats.money(invoice.total), status: Badge(invoice, formats.words),
      patient: issue.flatMap { $0.patient == $0.buyer && (staff || invoice.isOwn) ? nil : $0.patient })
  }
}
