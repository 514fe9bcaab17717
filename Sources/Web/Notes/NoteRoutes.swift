import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What practitioners write of their patients: the list, what is begun, and where it is written.
struct NoteRoutes: Sendable {
  let site: Site
  let listPage: Template<NotesPage>
  let draftPage: Template<NoteDraftPage>
  let signed: NoteSignedRoutes

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(NotesPage.self)
    draftPage = try site.library.template(NoteDraftPage.self)
    signed = try NoteSignedRoutes(site: site)
  }

  static let access = Access.may(.writeNotes)

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/records/:id/notes", Self.access, .schedule, "notes") { call in
        try await list(call, Form())
      },
      site.route(.post, "/records/:id/notes", Self.access, .schedule, "notes.begin", begin),
      site.route(.get, "/schedule/visits/:id/notes", Self.access, .schedule, "own-visit.notes", ofVisit),
      site.route(.get, "/notes/:id", Self.access, .schedule, "note", look),
      site.route(.post, "/notes/:id", Self.access, .schedule, "note.save", save),
      site.route(.post, "/notes/:id/draft", Self.access, .schedule, "note.draft", keep),
    ] + signed.routes
  }

  /// Ten sections of ten thousand characters, encoded as forms are.
  private static let limits: FormLimits = {
    var limits = FormLimits()
    limits.bytes = 1_500_000
    return limits
  }()

  @Sendable func begin(_ call: Call) async throws -> Response {
    let patient: ID<Patient> = try call.id()
    return try await call.submit { form in
      let (visit, templates) = try await site.clinic.ask(call.visitor, .noteTemplates(for: nil))
      let words = try site.formats(visit, call).words
      guard let id = ID<Composition>(form["key"]) else { throw Refusal.staleForm }
      var fields = FieldReader(form)
      let template = templates.first { "\($0.id)" == form["what"] }
      let kind = template?.kind ?? BuiltIn(rawValue: form["what"])?.kind
      if kind == nil { fields.refuse("what", "problem.choose") }
      let appointment = ID<Appointment>(form["visit"])
      if appointment == nil, Seen(rawValue: form["visit"]) == nil { fields.refuse("visit", "problem.choose") }
      try fields.finish()
      guard let kind else { throw Refusal.invalid(fields.problems) }
      let new = NewNote(
        id, of: patient, kind, title: template?.title ?? words["notes.kind.\(kind.rawValue)"],
        sections: template?.sections.map { ($0.title, $0.prompt) } ?? BuiltIn.sections(of: kind, words),
        rule: template?.rule ?? (kind.isPaper ? .atOnce : .byHand), appointment: appointment,
        isVirtual: form["visit"] == Seen.phone.rawValue)
      try await site.clinic.begin(new, plain: words["notes.plain"], by: call.visitor)
      return site.redirect(call, to: Path.note(id))
    } showAgain: { form, refusal in
      try await list(call, form, refusal)
    }
  }

  private func list(_ call: Call, _ form: Form, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<Patient>, site.clinic.clock())
    let from = ID<Appointment>(try call.query()["visit"])
    let (visit, (found, notes, templates, visits)) = try await site.clinic.ask(
      call.visitor, .notedPatient(id, by: call.visitor, at: now), .latestNotes(of: id, at: now),
      .noteTemplates(for: from), .notedVisits(of: id, at: now))
    guard let (name, number) = found else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(form, refusal?.problems ?? [], words)
    let what =
      templates.map { ("\($0.id)", $0.title) }
      + BuiltIn.allCases.map { ($0.rawValue, words["notes.begin.\($0.rawValue)"]) }
    let seen =
      visits.map { ("\($0.id)", words.list([$0.service, formats.longInstant($0.start)])) }
      + Seen.allCases.map { ($0.rawValue, words["notes.seen.\($0.rawValue)"]) }
    let chosen = (
      form.value(of: "what") ?? what[0].0, form.value(of: "visit") ?? from?.description ?? seen[0].0
    )
    let page = NotesPage(
      name: name, number: number, record: Path.record(id),
      notes: notes.map { NoteRow($0, formats, href: Path.note($0.id)) }, action: Path.notes(of: id),
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      what: ChoiceField(
        "what", what.map { Choice($0.0, $0.1, chosen: $0.0 == chosen.0) }, label: words["notes.what"],
        problem: shown.problem("what")),
      visits: ChoiceField(
        "visit", seen.map { Choice($0.0, $0.1, chosen: $0.0 == chosen.1) }, label: words["notes.visit"],
        problem: shown.problem("visit")), notice: shown.problem(""))
    return site.show(
      page, listPage, call, visit, at: .records, status: refusal?.status ?? .ok, from: Path.notes(of: id))
  }

  /// From a visit to its patient's notes, with the visit chosen.
  @Sendable func ofVisit(_ call: Call) async throws -> Response {
    let id: ID<Appointment> = try call.id()
    let (_, patient) = try await site.clinic.ask(call.visitor, .patientOfMyVisit(id))
    guard let patient else { throw Refusal.unknown }
    return site.redirect(call, to: Path.notes(of: patient, id))
  }

  /// What is signed is read, everything else is written.
  @Sendable func look(_ call: Call) async throws -> Response {
    let (visit, note) = try await site.note(call)
    let isSaved = try call.query()["saved"] == "1"
    if note.status != .preliminary { return try await signed.show(note, visit, call) }
    return try await show(note, visit, call, isSaved: isSaved)
  }

  @Sendable func save(_ call: Call) async throws -> Response {
    let id: ID<Composition> = try call.id()
    return try await call.submit(try await Form.read(from: call.request, limits: Self.limits)) { form in
      let saving = try await site.clinic.save(id, try form.sectionEdits(), by: call.visitor)
      if !saving.differing.isEmpty {
        let (visit, note) = try await site.note(call)
        return try await show(note, visit, call, form, differing: saving.differing)
      }
      return site.redirect(
        call, to: form["act"] == "review" ? Path.note(id, "signing") : "\(Path.note(id))?saved=1")
    } showAgain: { form, refusal in
      let (visit, note) = try await site.note(call)
      if note.status != .preliminary { return try await signed.show(note, visit, call, refusal) }
      return try await show(note, visit, call, form, refusal)
    }
  }

  /// What was typed so far, by the script of the page.
  @Sendable func keep(_ call: Call) async throws -> Response {
    let id: ID<Composition> = try call.id()
    let form = try await call.form(Self.limits)
    do {
      let saving = try await site.clinic.save(id, try form.sectionEdits(), by: call.visitor)
      return try DraftState(saving).response
    } catch let refusal as Refusal where refusal.isCorrectable {
      return Response(status: refusal.status)
    }
  }

  /// - Parameter differing: the sections that somebody else has changed meanwhile.
  private func show(
    _ note: Composition, _ visit: Visit, _ call: Call, _ typed: Form? = nil, _ refusal: Refusal? = nil,
    differing: Set<Int> = [], isSaved: Bool = false
  ) async throws -> Response {
    let formats = try site.formats(visit, call)
    let words = formats.words
    let shown = ShownForm(typed ?? Form(), refusal?.problems ?? [], words)
    let isConflict = !differing.isEmpty
    let prescription = note.sections.first { $0.code == .medications }
    var lines: [MedicationFields] = []
    var until = Field("until", label: words["notes.until"])
    if let prescription {
      let stored = PrescribedLines(stored: prescription.text)
      let isTyped = typed != nil && (refusal != nil || isConflict)
      let form = isTyped ? typed ?? Form() : Form(stored)
      let fields = ShownForm(form, refusal?.problems ?? [], words)
      let used = (1...MedicationLine.most).last { number in form.isUsed(number) } ?? 0
      lines = (1...min(max(used + 2, 3), MedicationLine.most)).map { MedicationFields($0, fields) }
      until = fields.field("until", label: "notes.until")
    }
    let page = NoteDraftPage(
      content: NoteContent(note, formats), patient: note.subject.name, number: note.subject.number,
      list: Path.notes(of: note.subject.id), action: Path.note(note.id),
      sections: note.sections.map { section in
        SectionField(
          section, refusal == nil && !differing.contains(section.position) ? nil : typed,
          isDiffering: differing.contains(section.position), problem: shown.problem("s\(section.position)"),
          words)
      }, medications: lines, validUntil: until, error: Path.note(note.id, "error"),
      why: Field("why", label: words["notes.why"]), isSaved: isSaved,
      notice: isConflict ? words["notes.differs"] : shown.problem(""))
    return site.show(
      page, draftPage, call, visit, at: .records, status: isConflict ? .conflict : refusal?.status ?? .ok,
      from: Path.note(note.id))
  }

  /// What is always there to begin with.
  enum BuiltIn: String, CaseIterable {
    case note, prescription, letter

    var kind: Composition.Kind {
      switch self {
      case .note: .note
      case .prescription: .prescription
      case .letter: .letter
      }
    }

    static func sections(of kind: Composition.Kind, _ words: Words) -> [(title: String, prompt: String)] {
      kind == .note
        ? ["subjective", "objective", "assessment", "plan"].map {
          (words["notes.section.\($0)"], words["notes.prompt.\($0)"])
        }
        : [(words["notes.section.text"], "")]
    }
  }

  /// How a patient was seen without an appointment.
  enum Seen: String, CaseIterable { case phone, person }

  /// What this file asks of the catalogues.
  static let keys =
    [
      "notes.plain", "notes.what", "notes.visit", "notes.until", "notes.why", "notes.differs",
      "notes.section.text", "problem.note-empty", "problem.note-state", "problem.note-changed",
      "problem.release-days", "problem.day", "problem.repeats",
      "problem.note-template-sections",
    ] + BuiltIn.allCases.map { "notes.begin.\($0.rawValue)" }
    + Seen.allCases.map { "notes.seen.\($0.rawValue)" }
    + ["subjective", "objective", "assessment", "plan"].flatMap {
      ["notes.section.\($0)", "notes.prompt.\($0)"]
    }
}

extension Site {
  /// The note of a staff's address, with its texts.
  ///
  /// - Throws: `Refusal.unknown`.
  func note(_ call: Call) async throws -> (Visit, Composition) {
    let id: ID<Composition> = try call.id()
    let (visit, found) = try await clinic.ask(call.visitor, .note(id, by: call.visitor, at: clinic.clock()))
    guard let found else { throw Refusal.unknown }
    return (visit, try clinic.opened(found, at: visit))
  }
}

extension NoteRow {
  init(_ line: NoteLine, _ formats: Formats, href: String, whose: String? = nil, isOwn: Bool = false) {
    let isNews = isOwn && line.status != .enteredInError
    self.init(
      title: line.title, href: href, kind: formats.words["notes.kind.\(line.kind.rawValue)"],
      author: line.author,
      when: formats.longInstant(line.at),
      status: isNews
        ? (line.isNew ? Badge(formats.words["notes.new"], .good) : nil) : Badge(line.status, formats.words),
      whose: whose)
  }
}
