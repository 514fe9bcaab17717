import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Invoices as staff keep them: made of visits, issued, paid, cancelled, given back.
struct InvoiceAdminRoutes: Sendable {
  let site: Site
  let page: Template<InvoiceAdminPage>
  let print: Template<InvoicePrint>
  let tables: TableRoutes

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(InvoiceAdminPage.self)
    print = try site.library.template(InvoicePrint.self)
    tables = try TableRoutes(site: site)
  }

  /// What is done with those that are chosen in the list.
  static let nouns = ["issuance"]
  /// What is made of visits that are chosen in theirs.
  static let drafts = "invoices"

  var routes: [Route<Admission>] {
    let one = "\(Path.invoiceList)/:id"
    func route(
      _ method: HTTPRequest.Method, _ pattern: String, _ name: String,
      _ handle: @escaping @Sendable (Call) async throws -> Response
    ) -> Route<Admission> {
      site.route(method, pattern, .may(.keepInvoices), .administration, "bills.\(name)", handle)
    }
    return [
      route(.post, "\(Path.visits)/\(Self.drafts)", "draft-many", draftMany),
      route(.post, "\(Path.invoiceList)/issuance", "issue-many", issueMany),
      route(.post, "/desk/visits/:id/invoice", "draft", draft),
      route(.get, one, "one") { call in try await show(call) },
      route(.get, "\(one)/invoice.pdf", "file", file),
      route(.post, "\(one)/issuance", "issue", issue),
      route(.post, "\(one)/lines", "line", addLine),
      route(.post, "\(one)/lines/:line/removal", "line-removal", removeLine),
      route(.post, "\(one)/payments", "payment", recordPayment),
      route(.post, "\(one)/refunds", "refund", recordRefund),
      route(.post, "\(one)/payments/:payment/refund", "refund-online", refundOnline),
      route(.post, "\(one)/cancellation", "cancel", cancel),
    ]
  }

  @Sendable func draftMany(_ call: Call) async throws -> Response {
    let form = try await Form.read(from: call.request, repeating: ["id"])
    return try await call.submit(form) { form in
      let visits: [ID<Appointment>] = form.chosen()
      if visits.isEmpty { throw Refusal.invalid([Problem("", "problem.none-chosen")]) }
      let made = try await site.clinic.draftInvoices(for: visits, by: call.visitor)
      return site.redirect(
        call,
        to: Table.invoices.address([("invoice-state", "draft"), ("done", "drafted"), ("n", "\(made.count)")]))
    } showAgain: { form, refusal in
      try await tables.show(.appointments, call, query: try Form(view: form["view"]), refusal)
    }
  }

  @Sendable func issueMany(_ call: Call) async throws -> Response {
    try await tables.act(on: .invoices, call) { ids in
      ("issued", try await site.clinic.issue(ids, by: call.visitor))
    }
  }

  /// From a visit at the front desk to its invoice, made if there is none.
  @Sendable func draft(_ call: Call) async throws -> Response {
    _ = try await call.form()
    let visit: ID<Appointment> = try call.id()
    let made = try await site.clinic.draftInvoices(for: [visit], by: call.visitor).first
    if let made { return site.redirect(call, to: Path.invoiceAdmin(made)) }
    let found: Invoice? = try await site.clinic.ask(call.visitor, .invoice(of: visit)).answer
    guard let found else { throw Refusal.unknown }
    return site.redirect(call, to: Path.invoiceAdmin(found.id))
  }

  @Sendable func issue(_ call: Call) async throws -> Response {
    try await act(call) { id, _ in
      if try await site.clinic.issue([id], by: call.visitor) > 0 { return }
      let (_, found) = try await site.clinic.ask(
        call.visitor, .invoice(id, by: call.visitor, at: site.clinic.clock()))
      if found == nil { throw Refusal.unknown }
    }
  }

  @Sendable func addLine(_ call: Call) async throws -> Response {
    try await act(call) { id, form in
      let (currency, _) = try await terms(of: id, call)
      var fields = FieldReader(form)
      let text = fields.text("text", atMost: InvoiceLine.longestText)
      let typed = fields.text("amount", atMost: 20)
      let amount = Money(typed: typed, in: currency)
      if !typed.isEmpty, amount == nil { fields.refuse("amount", "problem.money") }
      try fields.finish()
      try await site.clinic.addLine(text, amount?.minorUnits ?? 0, to: id, by: call.visitor)
    }
  }

  @Sendable func removeLine(_ call: Call) async throws -> Response {
    let line: ID<InvoiceLine> = try call.id("line")
    return try await act(call) { id, _ in try await site.clinic.removeLine(line, from: id, by: call.visitor) }
  }

  @Sendable func recordPayment(_ call: Call) async throws -> Response {
    try await act(call) { id, form in
      let (currency, today) = try await terms(of: id, call)
      let payment = try NewPayment(form, currency: currency, today: today)
      try await site.clinic.record(payment, for: id, by: call.visitor)
    }
  }

  @Sendable func recordRefund(_ call: Call) async throws -> Response {
    try await act(call) { id, form in
      let (currency, today) = try await terms(of: id, call)
      let refund = try NewPayment(form, currency: currency, today: today)
      try await site.clinic.recordRefund(refund, for: id, by: call.visitor)
    }
  }

  @Sendable func refundOnline(_ call: Call) async throws -> Response {
    let payment: ID<Payment> = try call.id("payment")
    return try await act(call) { id, _ in try await site.clinic.refund(payment, of: id, by: call.visitor) }
  }

  @Sendable func cancel(_ call: Call) async throws -> Response {
    try await act(call) { id, form in
      var fields = FieldReader(form)
      let reason = fields.text("reason", atMost: 500)
      try fields.finish()
      try await site.clinic.cancelInvoice(id, because: reason, by: call.visitor)
    }
  }

  @Sendable func file(_ call: Call) async throws -> Response {
    let id: ID<Invoice> = try call.id()
    let (visit, (found, lines, payments)) = try await site.clinic.ask(
      call.visitor, .invoice(id, by: call.visitor, at: site.clinic.clock()), .lines(of: id), .payments(of: id)
    )
    guard let found, let issue = found.issue else { throw Refusal.unknown }
    let sheet = InvoiceSheet(found, lines, payments, visit.tenant, try site.formats(visit, call))
    return try await site.print(InvoicePrint(sheet: sheet), print, call, visit, named: issue.number)
  }

  private func act(
    _ call: Call, _ work: (ID<Invoice>, Form) async throws -> Void
  ) async throws -> Response {
    let id: ID<Invoice> = try call.id()
    return try await call.submit { form in
      try await work(id, form)
      return site.redirect(call, to: Path.invoiceAdmin(id))
    } showAgain: { form, refusal in
      try await show(call, form, refusal)
    }
  }

  /// What amounts and days of an invoice's forms are read by.
  private func terms(of id: ID<Invoice>, _ call: Call) async throws -> (currency: String, today: Day) {
    let (visit, currency) = try await site.clinic.ask(call.visitor, .currency(of: id))
    guard let currency else { throw Refusal.unknown }
    return (currency, try site.clinic.zones.rules(for: visit.tenant.timeZone).local(visit.now).day)
  }

  /// - Parameters:
  ///   - form: what was refused, to be shown again; nil for none.
  ///   - refusal: why.
  private func show(_ call: Call, _ form: Form? = nil, _ refusal: Refusal? = nil) async throws -> Response {
    let id: ID<Invoice> = try call.id()
    let (visit, (found, lines, payments)) = try await site.clinic.ask(
      call.visitor, .invoice(id, by: call.visitor, at: site.clinic.clock()), .lines(of: id), .payments(of: id)
    )
    guard let found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let isDesks = visit.account?.role.may(.keepFrontDesk) ?? false
    let shown = ShownForm(form ?? Form(), refusal?.problems ?? [], formats.words)
    let content = InvoiceAdminPage(
      found, lines, payments, visit, shown, noun: form == nil ? "" : call.noun, key: site.clinic.newKey(),
      isDesks: isDesks, formats)
    return site.show(
      content, page, call, visit, at: isDesks ? .desk : .admin, status: refusal?.status ?? .ok,
      from: Path.invoiceAdmin(id))
  }

  /// What this file asks of the catalogue.
  static let keys =
    ["invoice.what", "invoice.amount", "invoice.method", "invoice.day", "invoice.note", "invoice.reason"]
    + [
      "problem.money", "problem.amount-most", "problem.lines-enough", "problem.tax-rate",
      "problem.invoice-prefix",
    ]
}

extension Call {
  /// The last part of the address: what a form was to make.
  fileprivate var noun: String {
    String((request.head.path ?? "").split(separator: "/").last ?? "")
  }
}

extension InvoiceAdminPage {
  /// - Parameter noun: whose form was refused; its fields show what was typed.
  fileprivate init(
    _ invoice: Invoice, _ lines: [InvoiceLine], _ payments: [Payment], _ visit: Visit, _ shown: ShownForm,
    noun: String, key: UUID, isDesks: Bool, _ formats: Formats
  ) {
    self.init(
      sheet: InvoiceSheet(invoice, lines, payments, visit.tenant, formats, staff: true),
      patientHref: Path.patient(invoice.patient),
      visitHref: isDesks ? invoice.appointment.map { Path.deskVisit($0) } : nil,
      file: invoice.issue == nil ? nil : Path.invoiceAdmin(invoice.id, "invoice.pdf"),
      here: Path.invoiceAdmin(invoice.id),
      issue: invoice.status == .draft ? Path.invoiceAdmin(invoice.id, "issuance") : nil)
    notice = shown.problem("")
    let blank = ShownForm(Form(), [], formats.words)
    let typed = { (form: String) in noun == form ? shown : blank }
    if invoice.status == .draft {
      line = NewLineFields(
        text: typed("lines").field("text", label: "invoice.what"),
        amount: typed("lines").field("amount", label: "invoice.amount"))
    }
    let (due, back) = (invoice.open, invoice.refundable)
    if due.minorUnits > 0 || back.minorUnits > 0 {
      let isRefund = due.minorUnits == 0
      payment = PaymentFields(
        typed(isRefund ? "refunds" : "payments"), isRefund: isRefund, (isRefund ? back : due).amount,
        today: formats.day(visit.now), key: key, formats, isNew: noun != (isRefund ? "refunds" : "payments"))
    }
    if invoice.kind == .invoice, invoice.status != .cancelled {
      reason = typed("cancellation").field("reason", label: "invoice.reason")
    }
  }
}

extension PaymentFields {
  /// - Parameter isNew: nothing was typed yet: all that is open, today.
  fileprivate init(
    _ shown: ShownForm, isRefund: Bool, _ amount: String, today: Day, key: UUID, _ formats: Formats,
    isNew: Bool
  ) {
    let words = formats.words
    self.init(
      isRefund: isRefund,
      amount: isNew
        ? Field("amount", amount, label: words["invoice.amount"])
        : shown.field("amount", label: "invoice.amount"),
      method: shown.choices(
        "method",
        [("", "–")] + Payment.Method.byHand.map { ($0.rawValue, words["payment-method.\($0.rawValue)"]) },
        label: "invoice.method"),
      day: isNew
        ? Field("day", today.description, label: words["invoice.day"])
        : shown.field("day", label: "invoice.day"),
      note: shown.field("note", label: "invoice.note"), key: isNew ? "\(key)" : shown.form["key"])
  }
}
