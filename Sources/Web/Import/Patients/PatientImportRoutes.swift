import CSV
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Patients as a file: brought, matched, looked at line by line, and carried out in the background.
struct PatientImportRoutes: Sendable {
  let site: Site
  let uploadPage: Template<ImportUploadPage>
  let importPage: Template<PatientImportPage>
  private let limits: CSVLimits

  init(site: Site, limits: CSVLimits = ImportLines.limits) throws {
    self.site = site
    self.limits = limits
    uploadPage = try site.library.template(ImportUploadPage.self)
    importPage = try site.library.template(PatientImportPage.self)
  }

  var routes: [Route<Admission>] {
    let (all, one) = (Path.patientImports, "\(Path.patientImports)/:id")
    return [
      route(.get, all, "import") { call in try await showUpload(Form(), call) },
      route(.post, all, "import.bring", bring), route(.get, one, "import.look", look),
      route(.post, "\(one)/columns", "import.match", match),
      route(.post, "\(one)/application", "import.apply", apply),
      route(.post, "\(one)/cancellation", "import.cancel", cancel),
    ]
  }

  private func route(
    _ method: HTTPRequest.Method, _ pattern: String, _ name: String,
    _ handle: @escaping @Sendable (Call) async throws -> Response
  ) -> Route<Admission> {
    site.route(method, pattern, .may(.importPatients), .administration, "patients.\(name)", handle)
  }

  @Sendable func bring(_ call: Call) async throws -> Response {
    // The door stands before the upload: nobody else's files are taken in.
    _ = try await site.clinic.ask(call.visitor, .nothing)
    var form = MultipartLimits()
    form.fileBytes = limits.bytes
    return try await MultipartForm.withForm(of: call.request, limits: form) { received in
      try await call.submit(received.fields) { form in
        guard let id = ID<PatientImport>(form["key"]) else { throw Refusal.staleForm }
        if received.faults["file"] != nil {
          throw Refusal.invalid([CSVFault(line: 1, .tooManyBytes(limits.bytes)).problem])
        }
        guard let file = received.upload("file") else {
          throw Refusal.invalid([Problem("file", "problem.required")])
        }
        let lines = ImportLines(
          path: file.path, encoding: CSVEncoding(named: form["encoding"]), limits: limits)
        try await site.clinic.bring(
          id, named: String(file.filename.prefix(100)), lines, by: call.visitor)
        return site.redirect(call, to: Path.patientImport(id))
      } showAgain: { form, refusal in
        try await showUpload(form, call, refusal)
      }
    }
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(call.id(), try call.query(), call)
  }

  @Sendable func match(_ call: Call) async throws -> Response {
    try await change(call) { id, form in
      try await site.clinic.match(id, ImportColumn.chosen(form), by: call.visitor)
    }
  }

  @Sendable func apply(_ call: Call) async throws -> Response {
    try await change(call) { id, form in
      try await site.clinic.apply(id, takingAlike: form["alike"] == "yes", by: call.visitor)
    }
  }

  @Sendable func cancel(_ call: Call) async throws -> Response {
    try await change(call) { id, _ in try await site.clinic.cancel(id, by: call.visitor) }
  }

  private func change(
    _ call: Call, _ act: (ID<PatientImport>, Form) async throws -> Void
  ) async throws -> Response {
    let id: ID<PatientImport> = try call.id()
    return try await call.submit { form in
      try await act(id, form)
      return site.redirect(call, to: Path.patientImport(id))
    } showAgain: { form, refusal in
      try await show(id, form, call, refusal)
    }
  }
}

extension PatientImportRoutes {
  private func showUpload(_ form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (visit, files) = try await site.clinic.ask(call.visitor, .patientImports)
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    var page = ImportUploadPage(
      noun: Link(text: words["table.patients"], href: Path.patients), export: Path.patientRecords,
      action: Path.patientImports,
      key: form["key"].isEmpty ? site.clinic.newKey().uuidString.lowercased() : form["key"],
      file: shown.secret("file", label: "import.file"), isWindows: form["encoding"] == "windows-1252",
      notice: shown.problem(""),
      hint: words[
        "import.patients-hint", ["megabytes": String(limits.bytes >> 20), "rows": String(limits.rows - 1)]])
    page.earlier = files.map { EarlierImport($0, formats) }
    return site.show(
      page, uploadPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.patientImports)
  }

  /// - Parameter form: what was typed, or what the address says: which lines are shown, and from where on.
  private func show(
    _ id: ID<PatientImport>, _ form: Form, _ call: Call, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let shown = PatientImportPage.Choice(form)
    let (visit, (file, lines)) = try await site.clinic.ask(
      call.visitor, .patientImport(id),
      site.clinic.patientImportLines(
        id, shown.verdict, after: shown.after, limit: PatientImportPage.most, by: call.visitor,
        at: site.clinic.clock()))
    guard let file else { throw Refusal.unknown }
    let words = site.words(visit, call)
    var page = PatientImportPage(file, lines, shown, words)
    page.notice = ShownForm(form, refusal?.problems ?? [], words).problem("")
    return site.show(
      page, importPage, call, visit, at: .admin, status: refusal?.status ?? .ok, from: Path.patientImport(id))
  }
}

extension Path {
  static let patientImports = "\(patients)/import"
  static let patientRecords = "\(patients)/records.csv"
  static func patientImport(_ id: ID<PatientImport>) -> String { "\(patientImports)/\(id)" }
}
