import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// One absence: what became of each visit, and that it ends sooner, or is none after all.
struct AbsenceChangeRoutes: Sendable {
  let site: Site
  let page: Template<AbsencePage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(AbsencePage.self)
  }

  var routes: [Route<Admission>] {
    let access = Access.may(.enterAbsences)
    return [
      site.route(.get, "/absences/:id", access, .schedule, "absence", look),
      site.route(.post, "/absences/:id/shortening", access, .schedule, "absence.shorten", shorten),
      site.route(.post, "/absences/:id/withdrawal", access, .schedule, "absence.withdraw", withdraw),
    ]
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(call)
  }

  @Sendable func shorten(_ call: Call) async throws -> Response {
    let id: ID<Absence> = try call.id()
    return try await call.submit { form in
      try await site.clinic.shorten(id, to: try AbsenceForm(form: form).part(), by: call.visitor)
      return site.redirect(call, to: Path.absence(id))
    } showAgain: { form, refusal in
      try await show(call, form, refusal)
    }
  }

  @Sendable func withdraw(_ call: Call) async throws -> Response {
    let id: ID<Absence> = try call.id()
    return try await call.submit { _ in
      try await site.clinic.withdraw(id, by: call.visitor)
      return site.redirect(call, to: Path.absence(id))
    } showAgain: { _, refusal in
      try await show(call, nil, refusal)
    }
  }

  /// - Parameter form: as it was typed; nil for the absence as it is.
  private func show(_ call: Call, _ form: Form? = nil, _ refusal: Refusal? = nil) async throws -> Response {
    let id: ID<Absence> = try call.id()
    let (visit, (absences, rebookings)) = try await site.clinic.ask(
      call.visitor, .absence(id), .rebookings(of: id, by: call.visitor, at: site.clinic.clock()))
    guard let entered = absences.first else { throw Refusal.unknown }
    let formats = try site.formats(visit, call)
    let mayHelp = visit.account?.role.may(.settleTasks) ?? false
    let isOver = entered.absence.days.upperBound < formats.zone.local(visit.now).day
    let content = AbsencePage(
      absence: AbsenceRow(entered, formats),
      rows: rebookings.map { RebookingRow($0, formats, isSettledHere: !mayHelp) },
      shortening: entered.isWithdrawn || isOver
        ? nil
        : ShorteningForm(
          id, ShownForm(form ?? Form(entered.absence), refusal?.problems ?? [], formats.words)),
      isWithdrawn: entered.isWithdrawn,
      notice: ShownForm(Form(), refusal?.problems ?? [], formats.words).problem(""))
    return site.show(
      content, page, call, visit, at: .absences, status: refusal?.status ?? .ok, from: Path.absence(id))
  }
}

extension Form {
  /// As the absence is.
  fileprivate init(_ absence: Absence) {
    self.init(filledWith: [
      ("first", absence.days.lowerBound.description), ("last", absence.days.upperBound.description),
      ("starts", absence.starts == .midnight ? "" : absence.starts.description),
      ("ends", absence.ends == .endOfDay ? "" : absence.ends.description),
    ])
  }
}

extension ShorteningForm {
  init(_ id: ID<Absence>, _ shown: ShownForm) {
    self.init(
      first: shown.field("first", label: "absences.first"), last: shown.field("last", label: "absences.last"),
      starts: shown.field("starts", label: "absences.starts"),
      ends: shown.field("ends", label: "absences.ends"), action: Path.absence(id, "shortening"),
      withdraw: Path.absence(id, "withdrawal"))
  }
}
