import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// Documents: a patient's own and their children's, and those of patients at the clinic.
struct DocumentRoutes: Sendable {
  let site: Site
  let listPage: Template<DocumentsPage>
  let page: Template<DocumentPage>
  let links: DocumentLinks

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(DocumentsPage.self)
    page = try site.library.template(DocumentPage.self)
    links = site.documentLinks
  }

  var routes: [Route<Admission>] {
    let (own, clinic) = (Access.may(.keepOwnDocuments), Access.may(.keepDocuments))
    return [
      site.route(.get, "/documents", own, .ownRecord, "documents") { call in
        try await list(call, .own, of: nil)
      },
      site.route(.post, "/documents", own, .ownRecord, "documents.add") { call in
        try await add(call, .own, of: nil)
      },
      site.route(.get, "/patients/:id/documents", clinic, .documents, "patient.documents") { call in
        try await list(call, .clinic, of: try call.id())
      },
      site.route(.post, "/patients/:id/documents", clinic, .documents, "patient.documents.add") { call in
        try await add(call, .clinic, of: try call.id())
      },
    ] + each("/documents/:id", own, .ownRecord, .own, "document")
      + each("/patient-documents/:id", clinic, .documents, .clinic, "patient.document")
  }

  private func each(
    _ path: String, _ access: Access, _ purpose: Purpose, _ side: DocumentSide, _ name: String
  ) -> [Route<Admission>] {
    [
      site.route(.get, path, access, purpose, name) { call in try await show(call, side) },
      site.route(.get, "\(path)/content", access, purpose, "\(name).content") { call in
        try await content(call, side)
      },
      site.route(.get, "\(path)/preview", access, purpose, "\(name).preview") { call in
        let id: ID<DocumentReference> = try call.id()
        guard try links.isValid(id, call, at: site.clinic.clock()) else {
          _ = try await site.clinic.ask(call.visitor, .nothing)
          throw Refusal.unknown
        }
        return .documentPreview(try await site.clinic.documentPreview(id, side, by: call.visitor))
      },
      site.route(.post, "\(path)/deletion", access, purpose, "\(name).delete") { call in
        try await delete(call, side)
      },
    ]
  }

  private func list(_ call: Call, _ side: DocumentSide, of patient: ID<Patient>?) async throws -> Response {
    let query = try call.query()
    return try await show(
      call, side, of: patient, Form(), added: Int(query["added"]).map { min(max($0, 0), 99) } ?? 0,
      isDeleted: query["deleted"] == "1", appointment: ID<Appointment>(query["appointment"]))
  }

  private func add(_ call: Call, _ side: DocumentSide, of patient: ID<Patient>?) async throws -> Response {
    // The door stands before the upload: nobody else's files are taken in.
    _ = try await site.beforeReading(call) { try await site.clinic.ask(call.visitor, .nothing) }
    let intake = DocumentIntake(site, call, side, of: patient)
    var form = Form()
    do {
      form = try await site.clinic.takingIn(for: call.visitor) {
        var limits = MultipartLimits()
        limits.files = NewDocument.mostAtOnce + 1
        return try await MultipartForm.fields(of: call.request, limits: limits, files: intake)
      }
    } catch let refusal as Refusal {
      return try await show(call, side, of: patient, form, refusal)
    } catch {
      await intake.stop()
      throw error
    }
    await intake.stop()
    return try await call.submit(form) { form in
      if let refusal = await intake.refusal { throw refusal }
      _ = try form.checked()
      let added = await intake.added
      guard added > 0 else {
        _ = try form.document(side, of: patient, part: 0)
        throw Refusal.invalid([Problem("file", "problem.document-choose")])
      }
      let path = patient.map { Path.documents(of: $0) } ?? Path.documents
      return site.redirect(call, to: "\(path)?added=\(added)")
    } showAgain: { form, refusal in
      try await show(call, side, of: patient, form, refusal, added: await intake.added)
    }
  }

  private func show(
    _ call: Call, _ side: DocumentSide, of patient: ID<Patient>?, _ form: Form, _ refusal: Refusal? = nil,
    added: Int = 0, isDeleted: Bool = false, appointment: ID<Appointment>? = nil
  ) async throws -> Response {
    let now = site.clinic.clock()
    let visit: Visit
    var head: PatientHead?
    let documents: [DocumentReference]
    let doctors: [Practitioner.Named]
    var whose: [(id: String, name: String)] = []
    if let patient {
      let (door, (found, bookable)) = try await site.clinic.ask(
        call.visitor, .documents(of: patient, by: call.visitor, at: now), .bookable)
      guard let found else { throw Refusal.unknown }
      head = PatientHead(patientName: found.name, number: found.number)
      (visit, documents, doctors) = (door, found.documents, bookable)
    } else {
      let (door, (found, people, bookable)) = try await site.clinic.ask(
        call.visitor, .ownDocuments(at: now), .ownPeople(for: .see, at: now), .bookable)
      (visit, documents, doctors) = (door, found, bookable)
      whose = people.map { (id: "\($0.id)", name: $0.name) }
    }
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let path = patient.map { Path.documents(of: $0) } ?? Path.documents
    var content = DocumentsPage(
      patient: head,
      documents: documents.map { one in
        DocumentRow(one, side, formats, isOfChild: side == .own && "\(one.patient)" != whose.first?.id)
      }, action: path, uploads: "\(path)/uploads",
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased())
    let chosen = form["visibility"]
    content.whose = shown.choices("patient", whose)
    content.category = .categories(form["category"], shown)
    content.visibility = .visibilities(side, chosen, shown)
    content.doctors = doctors.map { Choice("\($0.id)", $0.name, chosen: chosen == "\($0.id)") }
    content.appointment = appointment.map { "\($0)" } ?? form["appointment"]
    content.file = shown.secret("file", label: "documents.files")
    (content.added, content.isDeleted, content.notice) = (added, isDeleted, shown.problem(""))
    return site.show(
      content, listPage, call, visit, at: side == .own ? .documents : .records,
      status: refusal?.status ?? .ok,
      from: path)
  }

  private func show(_ call: Call, _ side: DocumentSide, _ refusal: Refusal? = nil) async throws -> Response {
    let id: ID<DocumentReference> = try call.id()
    let now = site.clinic.clock()
    let (visit, (found, views)) = try await site.clinic.ask(
      call.visitor, .document(id, side, by: call.visitor, at: now), .views(of: id, side, at: now))
    guard let found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let (path, query) = (Path.document(id, side), links.query(id, call, at: now))
    let isReady = found.content == .ready
    let content = DocumentPage(
      document: DocumentRow(found, side, formats, isOfChild: false), whose: found.patientName,
      back: side == .own ? Path.documents : Path.documents(of: found.patient),
      content: isReady ? "\(path)/content?\(query)" : nil,
      preview: isReady && found.hasPreview ? "\(path)/preview?\(query)" : nil,
      state: DocumentPage.State(found.content), isUnscanned: isReady && !found.isScanned,
      views: views.map { DocumentViewRow($0, formats) },
      deletion: side == .clinic || found.isOwn ? "\(path)/deletion" : nil,
      notice: refusal?.problems.first.map { formats.words[$0.message, $0.values] })
    return site.show(
      content, page, call, visit, at: side == .own ? .documents : .records, status: refusal?.status ?? .ok,
      from: path)
  }

  /// An address that is over, or another session's, leads to the page that has a new one.
  private func content(_ call: Call, _ side: DocumentSide) async throws -> Response {
    let id: ID<DocumentReference> = try call.id()
    guard try links.isValid(id, call, at: site.clinic.clock()) else {
      _ = try await site.clinic.ask(call.visitor, .nothing)
      return site.redirect(call, to: Path.document(id, side))
    }
    let document = try await site.clinic.openDocument(id, side, by: call.visitor)
    return try await .document(document, to: call.request, site.clinic)
  }

  private func delete(_ call: Call, _ side: DocumentSide) async throws -> Response {
    try await call.submit { _ in
      let patient = try await site.clinic.deleteDocument(try call.id(), side, by: call.visitor)
      let path = side == .own ? Path.documents : Path.documents(of: patient)
      return site.redirect(call, to: "\(path)?deleted=1")
    } showAgain: { _, refusal in
      try await show(call, side, refusal)
    }
  }
}

extension DocumentPage.State {
  fileprivate init(_ content: DocumentReference.Content) {
    switch content {
    case .ready: self = .ready
    case .waiting: self = .waiting
    case .infected: self = .infected
    case .lost, .removed: self = .lost
    }
  }
}
