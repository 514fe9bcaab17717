import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The doctor's own day: who comes, what is asked for, and what becomes of each.
struct ScheduleRoutes: Sendable {
  let site: Site
  let page: Template<SchedulePage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(SchedulePage.self)
  }

  /// A change of state is a resource: its noun stands in the address.
  static let nouns: KeyValuePairs<AppointmentAct, String> = [
    .accept: "approval", .decline: "refusal", .arrive: "arrival", .fulfil: "fulfilment", .miss: "absence",
  ]

  var routes: [Route<Admission>] {
    [site.route(.get, "/schedule", .may(.seeOwnSchedule), .schedule, "schedule", look)]
      + Self.nouns.map { act, noun in
        site.route(
          .post, "/appointments/:id/\(noun)", .may(.keepOwnSchedule), .schedule, "\(noun).create"
        ) { call in try await mark(act, call) }
      }
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    try await show(Day(iso: try call.query()["date"]), call)
  }

  private func mark(_ act: AppointmentAct, _ call: Call) async throws -> Response {
    try await call.submit { form in
      try await site.clinic.mark(try call.id(), act, seen: form.sequence, by: call.visitor)
      return site.redirect(call, to: Day(iso: form["date"]).map(Path.schedule) ?? Path.schedule)
    } showAgain: { form, refusal in
      try await show(Day(iso: form["date"]), call, refusal)
    }
  }

  /// - Parameter day: today unless given.
  private func show(_ day: Day?, _ call: Call, _ refusal: Refusal? = nil) async throws -> Response {
    let zone = try await site.clinic.zone(of: call.visitor)
    let now = site.clinic.clock()
    let day = day ?? zone.local(now).day
    let time = zone.startOfDay(day)..<zone.startOfDay(day.adding(days: 1))
    let (visit, (appointments, requests)) = try await site.clinic.ask(
      call.visitor, .mySchedule(between: time, by: call.visitor, at: now),
      .myRequests(by: call.visitor, at: now))
    let formats = try site.formats(visit, .english)
    let notice = ShownForm(Form(), refusal?.problems ?? [], formats.words).problem("")
    let shown = SchedulePage(day, appointments, requests, notice: notice, visit, formats)
    return site.show(
      shown, page, call, visit, at: .schedule, status: refusal?.status ?? .ok, from: Path.schedule(day))
  }
}
