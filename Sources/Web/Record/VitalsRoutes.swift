import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The form of what was measured.
struct VitalsRoutes: Sendable {
  let site: Site
  let page: Template<RecordFormPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(RecordFormPage.self)
  }

  var routes: [Route<Admission>] {
    let (pattern, access) = ("/records/:id/vitals", Access.may(.openRecords))
    return [
      site.route(.get, pattern, access, .schedule, "vitals.form") { call in try await show(call) },
      site.route(.post, pattern, access, .schedule, "vitals.keep", keep),
    ]
  }

  @Sendable func keep(_ call: Call) async throws -> Response {
    let id: ID<Patient> = try call.id()
    return try await call.submit { form in
      let typed = EntryForm<VitalSigns>(form: form)
      if !typed.faults.isEmpty { throw Refusal.invalid(typed.faults) }
      guard let key = ID<Observation>(form["key"]) else { throw Refusal.staleForm }
      try await site.clinic.record(
        typed.draft(.unstored), key, of: id, sure: form["sure"], by: call.visitor)
      return site.redirect(call, to: "\(Path.chart(id))?saved=1")
    } showAgain: { form, refusal in
      try await show(call, EntryForm(form: form), refusal)
    }
  }

  private func show(
    _ call: Call, _ form: EntryForm<VitalSigns>? = nil, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let (id, now) = (try call.id() as ID<Patient>, site.clinic.clock())
    let (visit, (found, name)) = try await site.clinic.ask(
      call.visitor, .chartHead(of: id, by: call.visitor, at: now), .named(id))
    guard let head = found else { return try await site.leadIn(call, id, isThere: name != nil) }
    let say = RecordSaying(formats: try site.formats(visit, call))
    let local = say.formats.zone.local(now)
    let surroundings = Surroundings(currency: "", today: local.day)
    let draft =
      form?.draft(.unstored) ?? EntryDraft(.unstored, texts: VitalSigns.blankTexts(at: local))
    let problems = refusal?.problems ?? []
    let shown = ShownEntry<VitalSigns>(
      draft, over: nil, problems, isConflict: false, surroundings, say.words)
    let isAsked = problems.contains { $0.field == "sure" }
    let content = RecordFormPage(
      head: say.head(head, at: now), heading: say.words["record.new.vitals"],
      lead: say.words["record.lead.vitals"], action: Path.record(id, .vitals),
      key: form?.form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(), thread: nil,
      allergies: "", groups: shown.groups, seen: "",
      sure: isAsked ? VitalSigns.mark(of: draft.texts, in: surroundings) : nil, notice: shown.notice,
      sureProblem: isAsked ? say.words["record.sure-ask"] : nil)
    return site.show(
      content, page, call, visit, at: .records, status: refusal?.status ?? .ok, from: Path.record(id, .vitals)
    )
  }
}
