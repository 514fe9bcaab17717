import CSV
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// A file of entries is brought, looked at line by line, and carried out at once.
struct ImportRoutes<E: Entry>: Sendable {
  let site: Site
  let uploadPage: Template<ImportUploadPage>
  let importPage: Template<ImportPage>

  init(site: Site) throws {
    self.site = site
    uploadPage = try site.library.template(ImportUploadPage.self)
    importPage = try site.library.template(ImportPage.self)
  }

  var routes: [Route<Admission>] {
    let one = "\(Path.imports(E.noun))/:id"
    return [
      route(.get, Path.imports(E.noun), "import", upload),
      route(.post, Path.imports(E.noun), "import.bring", bring),
      route(.get, one, "import.look", look), route(.post, "\(one)/application", "import.apply", apply),
    ]
  }

  private func route(
    _ method: HTTPRequest.Method, _ pattern: String, _ name: String,
    _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route<Admission> {
    site.route(
      method, pattern, .may(.manageStaff), .administration, "admin.\(E.noun.rawValue).\(name)", handle)
  }

  @Sendable func upload(_ call: Call) async throws -> Response {
    try await showUpload(Form(), call)
  }

  @Sendable func bring(_ call: Call) async throws -> Response {
    // The door stands before the upload: nobody else's files are taken in.
    _ = try await site.clinic.ask(call.visitor, .nothing)
    var limits = MultipartLimits()
    limits.fileBytes = ImportReading.limits.bytes
    return try await MultipartForm.withForm(of: call.request, limits: limits) { received in
      try await call.submit(received.fields) { form in
        guard let id = ID<ImportFile>(form["key"]) else { throw Refusal.staleForm }
        if received.faults["file"] != nil {
          throw Refusal.invalid([Problem("file", "csv.bytes", ["limit": String(limits.fileBytes)])])
        }
        guard let file = received.upload("file") else {
          throw Refusal.invalid([Problem("file", "problem.required")])
        }
        let contents = Array(try Data(contentsOf: URL(filePath: file.path)))
        let encoding = CSVEncoding(named: form["encoding"])
        _ = try ImportReading(contents, encoding)
        try await site.clinic.bring(
          ImportFile(
            id: id, noun: E.noun, name: String(file.filename.prefix(100)), contents: contents,
            encoding: encoding.name), by: call.visitor)
        return site.redirect(call, to: Path.importFile(E.noun, id))
      } showAgain: { form, refusal in
        try await showUpload(form, call, refusal)
      }
    }
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(call.id(), try call.query(), call)
  }

  @Sendable func apply(_ call: Call) async throws -> Response {
    let id: ID<ImportFile> = try call.id()
    return try await call.submit { form in
      guard let columns = ImportColumns<E>(ImportColumn.chosen(form)) else { throw Refusal.staleForm }
      try await site.clinic.carryOut(id, columns, seen: form["seen"], by: call.visitor) { file in
        try ImportReading(file.contents, CSVEncoding(named: file.encoding)).rows
      }
      return site.redirect(call, to: Path.importFile(E.noun, id))
    } showAgain: { form, refusal in
      try await show(id, form, call, refusal)
    }
  }
}

extension ImportRoutes {
  private func showUpload(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (visit, _) = try await site.clinic.ask(call.visitor, .nothing)
    let words = site.words(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let page = ImportUploadPage(
      noun: Link(text: words["table.\(E.noun.rawValue)"], href: Path.entries(E.noun)),
      export: Path.file(Path.entries(E.noun)), action: Path.imports(E.noun),
      key: form["key"].isEmpty ? site.clinic.newKey().uuidString.lowercased() : form["key"],
      file: shown.secret("file", label: "import.file"), isWindows: form["encoding"] == "windows-1252",
      notice: shown.problem(""), hint: words["import.file-hint"])
    return site.show(
      page, uploadPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.imports(E.noun))
  }

  private func show(
    _ id: ID<ImportFile>, _ form: Form, _ call: Call, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (visit, (file, entries, names)) = try await site.clinic.ask(
      call.visitor, .importFile(id, of: E.noun, at: site.clinic.clock()),
      Query<[E]>.entries(at: site.clinic.clock()), .namings)
    guard let file else { throw Refusal.unknown }
    let words = site.words(visit, call)
    let noun = Link(text: words["table.\(E.noun.rawValue)"], href: Path.entries(E.noun))
    var page = ImportPage(noun: noun, name: file.name, action: Path.importFile(E.noun, id))
    page.notice = refusal.flatMap { ImportPage.told($0.problems, E.self, words).first?.text }
    if let report = file.report {
      page.report =
        words[
          "import.done",
          ["added": String(report.added), "changed": String(report.changed), "same": String(report.same)]]
    } else {
      let reading = try ImportReading(file.contents, CSVEncoding(named: file.encoding))
      let surroundings = try site.surroundings(visit, names)
      let chosen = ImportColumn.chosen(form)
      let columns =
        chosen.isEmpty
        ? ImportColumns<E>(header: reading.header, labels: ImportPage.labels(E.self, words))
        : ImportColumns<E>(chosen)
      page.show(
        reading.header, columns?.keys ?? chosen, ImportPage.labels(E.self, words), ImportColumns<E>.all, words
      )
      page.isUnmatched = columns == nil
      if let columns {
        let plan = ImportPlan(
          reading.rows, columns, over: entries, in: surroundings, newID: { site.clinic.newKey() })
        page.show(plan, words)
      }
    }
    return site.show(
      page, importPage, call, visit, at: .admin, status: refusal?.status ?? .ok,
      from: Path.importFile(E.noun, id))
  }
}

extension Path {
  static func imports(_ noun: Noun) -> String { "\(entries(noun))/import" }
  static func importFile(_ noun: Noun, _ id: ID<ImportFile>) -> String { "\(imports(noun))/\(id)" }
}
