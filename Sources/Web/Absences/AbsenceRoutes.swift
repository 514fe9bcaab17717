import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// That doctors are away: who enters it sees first what it does to their visits.
struct AbsenceRoutes: Sendable {
  let site: Site
  let listPage: Template<AbsencesPage>
  let previewPage: Template<AbsencePreviewPage>
  let page: Template<AbsencePage>

  init(site: Site) throws {
    self.site = site
    listPage = try site.library.template(AbsencesPage.self)
    previewPage = try site.library.template(AbsencePreviewPage.self)
    page = try site.library.template(AbsencePage.self)
  }

  var routes: [Route<Admission>] {
    let access = Access.may(.enterAbsences)
    return [
      site.route(.get, "/absences", access, .schedule, "absences", list),
      site.route(.get, "/absences/new", access, .schedule, "absence.new", preview),
      site.route(.post, "/absences", access, .schedule, "absences.create", create),
      site.route(.get, "/absences/:id", access, .schedule, "absence", look),
    ]
  }

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
      let (absent, key, note) = (try typed.parsed(), try typed.key(), try typed.note())
      try await site.clinic.enter(absent, key, note: note, by: call.visitor)
      return site.redirect(call, to: Path.absence(key))
    } showAgain: { form, refusal in
      let typed = AbsenceForm(form: form)
      guard (try? typed.parsed()) != nil else { return try await show(list: form, call, refusal) }
      return try await show(typed, call, refusal)
    }
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    let id: ID<Absence> = try call.id()
    let (visit, (absences, rebookings)) = try await site.clinic.ask(
      call.visitor, .absence(id), .rebookings(of: id, by: call.visitor, at: site.clinic.clock()))
    guard let absence = absences.first else { throw Refusal.unknown }
    let formats = try site.formats(visit, .english)
    let mayHelp = visit.account?.role.may(.settleTasks) ?? false
    let shown = AbsencePage(
      absence: AbsenceRow(absence, formats),
      rows: rebookings.map { RebookingRow($0, formats, isSettledHere: !mayHelp) })
    return site.show(shown, page, call, visit, at: .schedule)
  }

  private func show(list form: Form, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    // The clinic's day is known only after a round trip; one that ended yesterday harms nobody.
    let today = Day(utc: site.clinic.clock())
    let (visit, (doctors, absences)) = try await site.clinic.ask(
      call.visitor, .absentable, .absencesAhead(from: today))
    let formats = try site.formats(visit, .english)
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let content = AbsencesPage(
      absences: absences.map { AbsenceRow($0, formats) },
      practitioner: doctors.count == 1
        ? ChoiceField("practitioner", doctors.map { Choice("\($0.id)", $0.name, chosen: true) })
        : shown.choices("practitioner", doctors.map { ("\($0.id)", $0.name) }),
      first: shown.field("first", label: "absences.first"), last: shown.field("last", label: "absences.last"),
      starts: shown.field("starts", label: "absences.starts"),
      ends: shown.field("ends", label: "absences.ends"),
      seesTasks: visit.account?.role.may(.settleTasks) ?? false)
    return site.show(
      content, listPage, call, visit, at: .schedule, status: refusal?.status ?? .ok, from: Path.absences)
  }

  private func show(_ typed: AbsenceForm, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let absent = try typed.parsed()
    let zone = try await site.clinic.zone(of: call.visitor)
    let now = site.clinic.clock()
    let (visit, (matter, names)) = try await site.clinic.ask(
      call.visitor, .rebookingMatter(absent, absent.times(in: zone), by: call.visitor, at: now),
      .resourceNames)
    guard let doctor = matter.practitioner else { throw Refusal.unknown }
    let formats = try site.formats(visit, .english)
    let plan = matter.plan(absent, zone: zone, at: now)
    let form = typed.form
    let shown = ShownForm(form, refusal?.problems ?? [], formats.words)
    let rows = plan.visits.map { one in
      let proposal = plan.proposals[one.id]
      let other = proposal?.practitioner == absent.practitioner ? nil : proposal?.practitioner
      return RebookingRow(one, proposal, other.flatMap { names[$0.uuid] }, formats)
    }
    let content = AbsencePreviewPage(
      doctor: doctor, time: formats.absence(absent.days, absent.starts, absent.ends), rows: rows,
      withoutTime: rows.count { $0.proposed == nil },
      withoutAddress: plan.visits.count { $0.address == nil }, practitioner: form["practitioner"],
      first: form["first"], last: form["last"], starts: form["starts"], ends: form["ends"],
      key: form.value(of: "key") ?? site.clinic.newKey().uuidString.lowercased(),
      back: Path.absences(form), note: shown.field("note", label: "absences.note"),
      notice: shown.problem(""))
    return site.show(
      content, previewPage, call, visit, at: .schedule, status: refusal?.status ?? .ok,
      from: Path.newAbsence(form))
  }
}

/// An absence as it was typed.
struct AbsenceForm {
  let form: Form

  /// - Throws: `Refusal.invalid`.
  func parsed() throws(Refusal) -> NewAbsence {
    var fields = FieldReader(form)
    let practitioner = ID<Practitioner>(form["practitioner"])
    if practitioner == nil { fields.refuse("practitioner", "problem.choose") }
    let first = Day(iso: form["first"])
    if first == nil { fields.refuse("first", "problem.day") }
    let last = form["last"].isEmpty ? first : Day(iso: form["last"])
    if last == nil, !form["last"].isEmpty { fields.refuse("last", "problem.day") }
    if let first, let last {
      if last < first { fields.refuse("last", "problem.day-order") }
      if first.days(until: last) >= NewAbsence.longest {
        fields.refuse("last", "problem.absence-long", ["days": String(NewAbsence.longest)])
      }
    }
    let starts = form["starts"].isEmpty ? TimeOfDay.midnight : TimeOfDay(iso: form["starts"])
    let ends = form["ends"].isEmpty ? TimeOfDay.endOfDay : TimeOfDay(iso: form["ends"])
    if starts == nil { fields.refuse("starts", "problem.time") }
    if ends == nil { fields.refuse("ends", "problem.time") }
    if let starts, let ends, ends <= starts { fields.refuse("ends", "problem.time-order") }
    try fields.finish()
    guard let practitioner, let first, let last, let starts, let ends else {
      throw .invalid(fields.problems)
    }
    return NewAbsence(practitioner: practitioner, days: first...last, starts: starts, ends: ends)
  }

  /// - Throws: `Refusal.unknown` when it is none of ours.
  func key() throws(Refusal) -> ID<Absence> {
    guard let key = ID<Absence>(form["key"]) else { throw .unknown }
    return key
  }

  func note() throws(Refusal) -> String {
    var fields = FieldReader(form)
    let note = fields.text("note", atMost: 200, required: false)
    try fields.finish()
    return note
  }
}
