import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The form of an allergy, a condition or a medication: of a new one, or of another version.
struct RecordFormRoutes<E: RecordEntry>: Sendable {
  let site: Site
  let page: Template<RecordFormPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(RecordFormPage.self)
  }

  var routes: [Route<Admission>] {
    let (pattern, name) = ("/records/:id/\(E.part.rawValue)", E.part.rawValue)
    let access = Access.may(.openRecords)
    return [
      site.route(.get, pattern, access, .schedule, "\(name).form") { call in
        try await show(call, entry: try call.query()["entry"])
      },
      site.route(.post, pattern, access, .schedule, "\(name).keep", keep),
    ]
  }

  @Sendable func keep(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    let form = try await Form.read(
      from: call.request, limits: FormLimits(), repeating: EntryForm<E>.repeating)
    return try await call.submit(form) { form in
      let typed = EntryForm<E>(form: form)
      if !typed.faults.isEmpty { throw Refusal.invalid(typed.faults) }
      guard let version = ID<Version<E>>(form["key"]) else { throw Refusal.staleForm }
      let thread = ID<E>(form["entry"])
      if thread == nil, !form["entry"].isEmpty { throw Refusal.unknown }
      var draft = RecordDraft(id, thread, version, typed.draft(thread ?? ID(version.uuid)))
      draft.corrects = form["how"] == "correction"
      draft.despite = form["despite"]
      try await site.clinic.keep(draft, by: call.visitor)
      return site.redirect(call, to: "\(Path.chart(id))?saved=1")
    } showAgain: { form, refusal in
      try await show(call, entry: form["entry"], EntryForm(form: form), refusal)
    }
  }

  /// - Parameter entry: what is changed; empty for something new.
  private func show(
    _ call: Call, entry: String, _ form: EntryForm<E>? = nil, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (id, now) = (try call.id() as ID<Patient>, site.clinic.clock())
    let thread = ID<E>(entry)
    if thread == nil, !entry.isEmpty { throw Refusal.unknown }
    let (visit, (found, name)) = try await site.clinic.ask(
      call.visitor, site.clinic.entry(thread, of: id, by: call.visitor, at: now), .named(id))
    guard let found else { return try await site.leadIn(call, id, isThere: name != nil) }
    if thread != nil, found.version == nil { throw Refusal.unknown }
    let say = RecordSaying(formats: try site.formats(visit, call))
    let surroundings = Surroundings(currency: "", today: say.formats.day(now))
    let isConflict = refusal == .conflict(.entryChanged)
    let shown =
      if let form, let refusal {
        ShownEntry<E>(
          form.draft(thread ?? .unstored), over: found.version?.entry, refusal.problems,
          isConflict: isConflict, surroundings, say.words)
      } else {
        ShownEntry<E>(found.version?.entry, surroundings, say.words)
      }
    let part = E.part.rawValue
    let despite = form.map { ShownForm($0.form, refusal?.problems ?? [], say.words) }
    let isAsked = despite?.problem("despite") != nil || !(form?.form["despite"] ?? "").isEmpty
    let content = RecordFormPage(
      head: say.head(found.head, at: now),
      heading: say.words[thread == nil ? "record.new.\(part)" : "record.edit.\(part)"],
      lead: say.words["record.lead.\(part)"], action: Path.record(id, E.part),
      key: form?.form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      thread: thread?.description, allergies: E.part == .medications ? say.allergies(found.allergies) : "",
      groups: shown.groups, seen: shown.seen, corrects: form?.form["how"] == "correction",
      despite: isAsked ? despite?.field("despite", label: "record.despite") : nil, isConflict: isConflict,
      notice: shown.notice)
    return site.show(
      content, page, call, visit, at: .records, status: refusal?.status ?? .ok,
      from: Path.record(id, E.part) + (thread.map { "?entry=\($0)" } ?? ""))
  }
}

extension RecordSaying {
  /// What somebody is allergic to, in one line.
  func allergies(_ versions: [Version<AllergyIntolerance>]) -> String {
    words.list(versions.map(\.entry).filter { $0.isPresent && !$0.isNoneKnown }.map(\.text))
  }
}
