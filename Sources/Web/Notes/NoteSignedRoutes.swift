import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Printing
import Shell

/// How a note is signed, and what can be done with it afterwards.
struct NoteSignedRoutes: Sendable {
  let site: Site
  let signingPage: Template<NoteSigningPage>
  let page: Template<NotePage>
  let print: Template<NotePrint>

  init(site: Site) throws {
    self.site = site
    signingPage = try site.library.template(NoteSigningPage.self)
    page = try site.library.template(NotePage.self)
    print = try site.library.template(NotePrint.self)
  }

  var routes: [Route<Admission>] {
    let access = NoteRoutes.access
    return [
      site.route(.get, "/notes/:id/signing", access, .schedule, "note.signing") { call in
        try await ask(call, Form())
      },
      site.route(.post, "/notes/:id/signature", access, .schedule, "note.sign", sign),
      site.route(.post, "/notes/:id/addenda", access, .schedule, "note.addendum", append),
      site.route(.post, "/notes/:id/replacement", access, .schedule, "note.replacement", replace),
      site.route(.post, "/notes/:id/release", access, .schedule, "note.release", release),
      site.route(.post, "/notes/:id/error", access, .schedule, "note.error", markError),
      site.route(.post, "/notes/:id/file", access, .schedule, "note.file", file),
      site.route(.get, "/notes/:id/note.pdf", access, .schedule, "note.print", printed),
      site.route(.post, "/medications/:id/end", access, .schedule, "medication.end", end),
    ]
  }

  @Sendable func sign(_ call: Call) async throws -> Response {
    let id: ID<Composition> = try call.id()
    return try await site.confirmed(call, back: Path.note(id, "signing")) {
      try await call.submit { form in
        var fields = FieldReader(form)
        let code = fields.choice("release", ReleaseRule.Code.self)
        try fields.finish()
        let rule = try ReleaseRule(code ?? .byHand, days: Int(form["days"].trimmed.withWesternDigits))
        try await site.clinic.sign(
          id, seen: form["seen"], rule, despite: form["despite"], by: call.visitor)
        await fileQuietly(call)
        return site.redirect(call, to: Path.note(id))
      } showAgain: { form, refusal in
        try await ask(call, form, refusal)
      }
    }
  }

  /// The file of a letter or prescription is made when it is signed. Where that fails the letter stands all the same, and its page
  /// offers to make the file again.
  private func fileQuietly(_ call: Call) async {
    do { try await keepFile(call) } catch {}
  }

  private func keepFile(_ call: Call) async throws {
    let (visit, note) = try await site.note(call)
    guard note.kind.isPaper else { return }
    let document = site.document(
      NotePrint(note, try site.formats(visit, call)), self.print, call, visit)
    let bytes: [UInt8]
    do { bytes = try await site.printer.pdf(of: document) } catch { throw Refusal.unavailable }
    try await site.clinic.file(note, bytes, by: call.visitor)
  }

  /// Who has to prove themselves does so before they press.
  private func ask(_ call: Call, _ form: Form, _ refusal: Refusal? = nil) async throws -> Response {
    let (id, now) = (try call.id() as ID<Composition>, site.clinic.clock())
    let (visit, (found, isConfirmed)) = try await site.clinic.ask(
      call.visitor, .note(id, by: call.visitor, at: now), .isConfirmed(by: call.visitor, at: now, for: 300))
    guard let found else { throw Refusal.unknown }
    let note = try site.clinic.opened(found, at: visit)
    guard note.status == .preliminary else {
      return refusal == nil
        ? site.redirect(call, to: Path.note(id)) : try await show(note, visit, call, refusal)
    }
    guard isConfirmed || refusal != nil else {
      return site.redirect(call, to: Path.with(next: Path.note(id, "signing"), Path.confirmIdentity))
    }
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let chosen = form.value(of: "release") ?? note.rule.code.rawValue
    let page = NoteSigningPage(
      content: NoteContent(note, formats), patient: note.subject.name, number: note.subject.number,
      draft: Path.note(id), action: Path.note(id, "signature"), seen: note.contentDigest,
      release: ChoiceField(
        "release",
        ReleaseRule.Code.allCases.map { code in
          Choice(
            code.rawValue, formats.words["notes.release.\(code.rawValue)"], chosen: code.rawValue == chosen)
        }, label: formats.words["notes.release"], problem: shown.problem("release")),
      days: Field(
        "days", form.value(of: "days") ?? note.rule.number.map(String.init) ?? "",
        label: formats.words["notes.days"],
        problem: shown.problem("days")),
      despite: shown.problem("despite").map {
        Field("despite", form["despite"], label: formats.words["record.despite"], problem: $0)
      },
      isEmpty: !note.isWhole, notice: shown.problem(""))
    return site.show(
      page, signingPage, call, visit, at: .records, status: refusal?.status ?? .ok,
      from: Path.note(id, "signing"))
  }

  @Sendable func append(_ call: Call) async throws -> Response {
    let words = site.words(nil, call)
    return try await beginning(call) { id, note in
      try await site.clinic.beginAddendum(
        id, to: note,
        titles: (words["notes.kind.addendum"], words["notes.section.text"], words["notes.plain"]),
        by: call.visitor)
    }
  }

  @Sendable func replace(_ call: Call) async throws -> Response {
    try await beginning(call) { id, note in
      try await site.clinic.beginReplacement(id, of: note, by: call.visitor)
    }
  }

  private func beginning(
    _ call: Call, _ begin: (ID<Composition>, ID<Composition>) async throws -> Void
  ) async throws -> Response {
    try await call.submit { form in
      guard let new = ID<Composition>(form["key"]) else { throw Refusal.staleForm }
      try await begin(new, try call.id())
      return site.redirect(call, to: Path.note(new))
    } showAgain: { form, refusal in
      try await again(call, form, refusal)
    }
  }

  @Sendable func release(_ call: Call) async throws -> Response {
    try await acting(call) { id, _ in try await site.clinic.release(id, by: call.visitor) }
  }

  @Sendable func markError(_ call: Call) async throws -> Response {
    let id: ID<Composition> = try call.id()
    return try await site.confirmed(call, back: Path.note(id)) {
      try await acting(call) { id, form in
        var fields = FieldReader(form)
        let why = fields.text("why", atMost: Composition.longestReason, lines: true)
        try fields.finish()
        try await site.clinic.markError(id, because: why, by: call.visitor)
      }
    }
  }

  @Sendable func file(_ call: Call) async throws -> Response {
    try await acting(call) { _, _ in try await keepFile(call) }
  }

  private func acting(_ call: Call, _ act: (ID<Composition>, Form) async throws -> Void) async throws
    -> Response
  {
    let id: ID<Composition> = try call.id()
    return try await call.submit { form in
      try await act(id, form)
      return site.redirect(call, to: Path.note(id))
    } showAgain: { form, refusal in
      try await again(call, form, refusal)
    }
  }

  @Sendable func end(_ call: Call) async throws -> Response {
    let form = try await call.form()
    var fields = FieldReader(form)
    let status = fields.choice("status", MedicationRequest.Status.self)
    let why = fields.text("why", atMost: Composition.longestReason, required: false)
    do { try fields.finish() } catch { throw try await site.first(call, error) }
    guard let status, status != .active else {
      throw try await site.first(call, Refusal.invalid([Problem("status", "problem.choose")]))
    }
    let note = try await site.clinic.end(try call.id(), status, because: why, by: call.visitor)
    return site.redirect(call, to: Path.note(note))
  }

  @Sendable func printed(_ call: Call) async throws -> Response {
    let (visit, note) = try await site.note(call)
    guard note.attested != nil else { throw Refusal.unknown }
    return try await site.print(
      NotePrint(note, try site.formats(visit, call)), self.print, call, visit,
      named: note.kind.rawValue)
  }

  private func again(_ call: Call, _ form: Form, _ refusal: Refusal) async throws -> Response {
    let (visit, note) = try await site.note(call)
    return try await show(note, visit, call, refusal, form)
  }

  func show(
    _ note: Composition, _ visit: Visit, _ call: Call, _ refusal: Refusal? = nil, _ form: Form = Form()
  ) async throws -> Response {
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    return site.show(
      NotePage(note, shown, formats, key: site.clinic.newKey().uuidString.lowercased()), page, call, visit,
      at: .records, status: refusal?.status ?? .ok, from: Path.note(note.id))
  }

  /// What this file asks of the catalogues.
  static let keys =
    ["notes.release", "notes.days", "notes.shown", "notes.will-be-shown", "notes.not-shown", "notes.new"]
    + ReleaseRule.Code.allCases.map { "notes.release.\($0.rawValue)" }
}

extension NotePage {
  fileprivate init(_ note: Composition, _ shown: ShownForm, _ formats: Formats, key: String) {
    let (words, isGood) = (formats.words, note.status == .final || note.status == .amended)
    let release =
      note.released.map { words["notes.shown", ["when": formats.longInstant($0)]] }
      ?? note.releaseDue.flatMap { due in
        isGood ? words["notes.will-be-shown", ["when": formats.longInstant(due)]] : nil
      } ?? words["notes.not-shown"]
    self.init(
      content: NoteContent(note, formats, ends: isGood), patient: note.subject.name,
      number: note.subject.number, list: note.appends.map(Path.note) ?? Path.notes(of: note.subject.id),
      status: Badge(note.status, words), isProved: note.attested == nil ? nil : note.isProved,
      digest: note.attested?.digest ?? "", release: release,
      releaseAction: isGood && !note.isReleased ? Path.note(note.id, "release") : nil,
      addenda: note.addenda.map { one in
        AddendumView(
          content: NoteContent(one, formats), status: Badge(one.status, words),
          draft: one.status == .preliminary ? Path.note(one.id) : nil, page: Path.note(one.id))
      },
      addendumAction: isGood && note.kind == .note ? Path.note(note.id, "addenda") : nil,
      replacementAction: note.status == .final && note.kind.isPaper && note.replacedBy == nil
        ? Path.note(note.id, "replacement") : nil,
      replacedBy: note.replacedBy.map(Path.note),
      file: note.attested == nil ? nil : Path.note(note.id, "note.pdf"),
      filingAction: note.kind.isPaper && note.status == .final && note.replacedBy == nil && !note.isFiled
        ? Path.note(note.id, "file") : nil,
      error: note.status == .enteredInError ? nil : Path.note(note.id, "error"),
      why: shown.field("why", label: "notes.why"), key: key, isPaper: note.kind.isPaper,
      notice: shown.problem(""))
  }
}

extension NotePrint {
  init(_ note: Composition, _ formats: Formats, isOwn: Bool = false) {
    self.init(
      content: NoteContent(note, formats, isOwn: isOwn),
      addenda: note.addenda.filter { $0.attested != nil }.map { NoteContent($0, formats, isOwn: isOwn) },
      patient: note.subject.name, birthDate: formats.date(note.subject.birthDate),
      digest: note.attested?.digest ?? "")
  }
}
