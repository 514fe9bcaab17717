import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Every list's page, and the views of it that people keep.
struct TableRoutes: Sendable {
  let site: Site
  let page: Template<TablePage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(TablePage.self)
  }

  var routes: [Route<Admission>] {
    EveryTable.all.map { table in
      site.route(.get, table.path, .may(table.permission), table.purpose, "table.\(table.listing.key)") {
        call in
        try await show(table, call)
      }
    } + [
      site.route(.post, "/admin/lists/:listing/views", .may(.saveViews), .administration, "view.save", save),
      site.route(.post, "/admin/views/:id/removal", .may(.saveViews), .administration, "view.remove", remove),
    ]
  }

  /// - Parameters:
  ///   - query: of the address; nil for the request's own.
  ///   - saving: the form by which the view was to be saved.
  ///   - refusal: why something was not done.
  func show(
    _ table: Table, _ call: Call, query: Form? = nil, saving: Form? = nil, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let typed = try query ?? Form.query(of: call.request, repeating: ["col"])
    let view = TableView(typed.fields.map { ($0.name, $0.value) }, of: table.listing)
    let zone = try await site.clinic.zone(of: call.visitor)
    let moment = Listing.Moment(now: site.clinic.clock(), zone: zone)
    let (visit, (rows, choices, saved, notes)) = try await site.clinic.ask(
      call.visitor, .rows(of: table.listing, view, by: call.visitor, at: moment), .choices(of: table.listing),
      .savedViews(of: table.listing), table.beside(moment.now))
    guard let role = visit.account?.role else { throw Refusal.unauthenticated }
    let formats = try site.formats(visit, call)
    var content = TablePage(
      table, view, typed: typed, rows, choices, saved, role: role, formats,
      naming: saving.map { ShownForm($0, refusal?.problems ?? [], formats.words) })
    content.beside = notes.map { Line(formats.words[$0.text, $0.values]) }
    content.done = table.said(typed, formats.words)
    content.notice = refusal?.problems.first { $0.field.isEmpty }.map { formats.words[$0.message, $0.values] }
    return site.show(
      content, page, call, visit, at: role.may(.keepFrontDesk) ? .desk : .admin,
      status: refusal?.status ?? (view.problems.isEmpty ? .ok : .unprocessableContent),
      from: table.address(view))
  }

  /// Does something with the rows that were chosen, and leads back to the list.
  ///
  /// - Parameter work: returns the noun of what was done, and with how many.
  func act<Of>(
    on table: Table, _ call: Call, _ work: ([ID<Of>]) async throws -> (done: String, count: Int)
  ) async throws -> Response {
    let form = try await Form.read(from: call.request, repeating: ["id"])
    return try await call.submit(form) { form in
      let ids: [ID<Of>] = form.chosen()
      if ids.isEmpty { throw Refusal.invalid([Problem("", "problem.none-chosen")]) }
      let outcome = try await work(ids)
      let view = TableView(try form.view, of: table.listing)
      return site.redirect(
        call, to: table.address(view, [("done", outcome.done), ("n", String(outcome.count))]))
    } showAgain: { form, refusal in
      try await show(table, call, query: try Form(view: form["view"]), refusal)
    }
  }

  @Sendable func save(_ call: Call) async throws -> Response {
    let table = EveryTable.all.first { $0.listing.key == call.context.parameters["listing"] }
    guard let table else {
      // The door stands before what there is.
      _ = try await site.clinic.ask(call.visitor, .nothing)
      throw Refusal.unknown
    }
    return try await call.submit { form in
      var fields = FieldReader(form)
      let name = fields.text("name", atMost: SavedView.longestName)
      let view = try TableView(form.view, of: table.listing).at(nil)
      let query = Table.text(of: view.query(of: table.listing))
      if query.count > SavedView.longestQuery { fields.refuse("name", "problem.view-long") }
      try fields.finish()
      try await site.clinic.save(
        query, of: table.listing, as: name, isShared: form["shared"] == "yes", by: call.visitor)
      return site.redirect(call, to: table.address(view, [("done", "saved")]))
    } showAgain: { form, refusal in
      try await show(table, call, query: try Form(view: form["view"]), saving: form, refusal)
    }
  }

  @Sendable func remove(_ call: Call) async throws -> Response {
    let form = try await call.form()
    try await site.clinic.removeView(try call.id(), by: call.visitor)
    let table = EveryTable.all.first { $0.path == form["path"] }
    guard let table else { return site.redirect(call, to: Path.admin) }
    let view = TableView(try form.view, of: table.listing)
    return site.redirect(call, to: table.address(view, [("done", "removed")]))
  }
}

extension Form {
  /// The query of a list's address, out of a form's field.
  init(view text: String) throws {
    self = try Form(urlEncoded: text.utf8, repeating: ["col"]).checked()
  }

  /// The rows of a list that were chosen, each once, as many as a page has.
  func chosen<Of>() -> [ID<Of>] {
    var known: Set<ID<Of>> = []
    return Array(
      all("id").compactMap { ID<Of>($0) }.filter { known.insert($0).inserted }.prefix(TableView.pageSize))
  }

  /// What the field `view` says.
  var view: [(name: String, value: String)] {
    get throws { try Form(view: self["view"]).fields.map { ($0.name, $0.value) } }
  }
}

extension Table {
  /// What was just done, as the address says: `done=cancelled&n=3`.
  fileprivate func said(_ query: Form, _ words: Words) -> String? {
    switch query["done"] {
    case "saved": words["table.saved"]
    case "removed": words["table.removed"]
    case let done where self.done.contains(done):
      words["table.\(listing.key).done.\(done)", ["n": String(Int(query["n"]) ?? 0)]]
    default: nil
    }
  }
}
