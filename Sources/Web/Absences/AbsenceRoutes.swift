import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// That somebody or something is away: who enters it sees first what it does to the visits.
struct AbsenceRoutes: Sendable {
  let site: Site
  let listPage: Template<AbsencesPage>
  let previewPage: Template<AbsencePreviewPage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(AbsencesPage.self)
    previewPage = try site.library.template(AbsencePreviewPage.self)
  }

  var routes: [Route<Admission>] {
    let access = Access.may(.enterAbsences)
    return [
      site.route(.get, "/absences", access, .schedule, "absences", list),
      site.route(.get, "/absences/new", access, .schedule, "absence.new", preview),
      site.route(.post, "/absences", access, .schedule, "absences.create", create),
    ]
  }

  /// The clinic's day is known only after a round trip; one that ended yesterday harms nobody.
  private var today: Day { Day(utc: site.clinic.clock()) }

  @Sendable func list(_ call: Call) async throws -> Response {
    try await show(list: try call.query(), call)
  }

  @Sendable func preview(_ call: Call) async throws -> Response {
    let query = try call.query()
    do {
      return try await show(AbsenceForm(form: query), call)
    } catch let refusal as Refusal where refusal.isCorrectable {
      return try await show(list: query, call, refusal)
    }
  }

  @Sendable func create(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let typed = AbsenceForm(form: form)
      let (absent, key, note) = (try typed.parsed(today: today), try typed.key(), try typed.note())
      try await site.clinic.enter(absent, key, note: note, by: call.visitor)
      return site.redirect(call, to: Path.absence(key))
    } showAgain: { form, refusal in
      let typed = AbsenceForm(form: form)
      guard (try? typed.parsed(today: today)) != nil else { return try await show(list: form, call, refusal) }
      return try await show(typed, call, refusal)
    }
  }

  private func show(list form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let (visit, (absentees, absences)) = try await site.clinic.ask(
      call.visitor, .absentees, .absencesAhead(from: today))
    let formats = try site.formats(visit, call)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let content = AbsencesPage(
      absences: absences.map { AbsenceRow($0, formats) },
      who: shown.choices("who", [], label: "absences.who"),
      groups: ChoiceGroup.all(absentees, chosen: form["who"], formats.words),
      first: shown.field("first", label: "absences.first"), last: shown.field("last", label: "absences.last"),
      starts: shown.field("starts", label: "absences.starts"),
      ends: shown.field("ends", label: "absences.ends"),
      seesTasks: visit.account?.role.may(.settleTasks) ?? false)
    return site.show(
      content, listPage, call, visit, at: .absences, status: refusal?.status ?? .ok, from: Path.absences)
  }

  private func show(_ typed: AbsenceForm, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let absent = try typed.parsed(today: today)
    let zone = try await site.clinic.zone(of: call.visitor)
    let now = site.clinic.clock()
    let (visit, (matter, names, same)) = try await site.clinic.ask(
      call.visitor, .rebookingMatter(absent, absent.times(in: zone), by: call.visitor, at: now),
      .resourceNames, .absence(sameAs: absent))
    guard let absentee = matter.absentee else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let plan = matter.plan(absent, zone: zone, at: now)
    let form = typed.form
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let rows = plan.visits.map { one in
      let proposal = plan.proposals[one.id]
      let other = proposal.flatMap { one.isWith($0.practitioner) ? nil : names[$0.practitioner.uuid] }
      return RebookingRow(
        one, proposal, other, standIn: plan.swaps[one.id].flatMap { names[$0.uuid] }, formats)
    }
    let content = AbsencePreviewPage(
      absentee: absentee.name, time: formats.absence(absent.absence), rows: rows,
      swapped: plan.swaps.count, withoutTime: rows.count { $0.proposed == nil && $0.standIn == nil },
      withoutAddress: plan.visits.count { $0.address == nil && plan.swaps[$0.id] == nil }, who: form["who"],
      first: form["first"], last: form["last"], starts: form["starts"], ends: form["ends"],
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      back: Path.absences(form), same: same.map { Path.absence($0) },
      note: shown.field("note", label: "absences.note"),
      notice: shown.problem(""))
    return site.show(
      content, previewPage, call, visit, at: .absences, status: refusal?.status ?? .ok,
      from: Path.newAbsence(form))
  }
}
