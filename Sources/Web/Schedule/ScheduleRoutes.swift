import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The doctor's own schedule by day, week or month: who comes, what is asked for, and what becomes of each.
struct ScheduleRoutes: Sendable {
  let site: Site
  let page: Template<SchedulePage>
  let weekPage: Template<ScheduleWeekPage>
  let monthPage: Template<ScheduleMonthPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(SchedulePage.self)
    weekPage = try site.library.template(ScheduleWeekPage.self)
    monthPage = try site.library.template(ScheduleMonthPage.self)
  }

  /// A change of state is a resource: its noun stands in the address.
  static let nouns: KeyValuePairs<AppointmentAct, String> = [
    .accept: "approval", .decline: "refusal", .arrive: "arrival", .start: "start", .fulfil: "fulfilment",
    .miss: "absence", .leave: "departure",
  ]

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/schedule", .may(.seeOwnSchedule), .schedule, "schedule", look),
      site.route(.post, "/schedule/blocks", .may(.keepOwnSchedule), .schedule, "block.create", block),
      site.route(
        .post, "/schedule/blocks/:id/removal", .may(.keepOwnSchedule), .schedule, "block.remove", unblock),
      site.route(
        .post, "/appointments/:id/papers/:paper", .may(.keepOwnSchedule), .schedule, "paper.create", receive),
    ]
      + Self.nouns.map { act, noun in
        site.route(
          .post, "/appointments/:id/\(noun)", .may(.keepOwnSchedule), .schedule, "\(noun).create"
        ) { call in try await mark(act, call) }
      }
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    let query = try call.query()
    // Letters and calendars say `date`, from when there were days alone.
    let day = Day(iso: query.value(of: "day") ?? query["date"])
    switch ScheduleView(rawValue: query["view"]) ?? .day {
    case .day: return try await show(day, call)
    case .week: return try await showWeek(day, call)
    case .month: return try await showMonth(day, call)
    }
  }

  private func mark(_ act: AppointmentAct, _ call: Call) async throws -> Response {
    try await call.submit { form in
      try await site.clinic.mark(try call.id(), act, seen: form.sequence, by: call.visitor)
      return back(to: form, call)
    } showAgain: { form, refusal in
      try await show(Day(iso: form["day"]), call, refusal)
    }
  }

  @Sendable func block(_ call: Call) async throws -> Response {
    try await call.submit { form in
      let today = try await site.clinic.zone(of: call.visitor).local(site.clinic.clock()).day
      try await site.clinic.block(
        try Block(form, today: today), anyway: form["anyway"] == "1", by: call.visitor)
      return back(to: form, call)
    } showAgain: { form, refusal in
      try await show(Day(iso: form["day"]), call, refusal, block: form)
    }
  }

  @Sendable func unblock(_ call: Call) async throws -> Response {
    let id: ID<Absence> = try call.id()
    return try await call.submit { form in
      try await site.clinic.unblock(id, by: call.visitor)
      return back(to: form, call)
    } showAgain: { form, refusal in
      try await show(Day(iso: form["day"]), call, refusal)
    }
  }

  @Sendable func receive(_ call: Call) async throws -> Response {
    try await call.submit { form in
      try await site.clinic.receive(try call.id("paper"), for: try call.id(), by: call.visitor)
      return back(to: form, call)
    } showAgain: { form, refusal in
      try await show(Day(iso: form["day"]), call, refusal)
    }
  }

  private func back(to form: Form, _ call: Call) -> Response {
    site.redirect(call, to: Path.schedule(Day(iso: form["day"])))
  }

  /// - Parameters:
  ///   - day: today unless given.
  ///   - block: the form of a block that was refused.
  private func show(
    _ day: Day?, _ call: Call, _ refusal: Refusal? = nil, block: Form? = nil
  ) async throws -> Response {
    let now = site.clinic.clock()
    let (day, zone) = try await shown(day, call)
    let time = zone.time(of: day...day)
    let (visit, (appointments, requests, absences, version)) = try await site.clinic.ask(
      call.visitor, .mySchedule(between: time, by: call.visitor, at: now),
      .myRequests(by: call.visitor, at: now), .myAbsences(on: day...day),
      .myScheduleVersion(on: day, time, at: now))
    let shown = SchedulePage(
      day, appointments, requests, absences, version: version, form: block, refusal, visit,
      try site.formats(visit, call))
    return site.show(
      shown, page, call, visit, at: .schedule, status: refusal?.status ?? .ok, from: Path.schedule(day))
  }

  private func showWeek(_ day: Day?, _ call: Call) async throws -> Response {
    let (day, zone) = try await shown(day, call)
    let days = ScheduleView.week.days(around: day)
    let (visit, (appointments, absences)) = try await site.clinic.ask(
      call.visitor,
      .mySchedule(between: zone.time(of: days), by: call.visitor, at: site.clinic.clock()),
      .myAbsences(on: days))
    let shown = ScheduleWeekPage(day, appointments, absences, visit, try site.formats(visit, call))
    return site.show(shown, weekPage, call, visit, at: .schedule)
  }

  private func showMonth(_ day: Day?, _ call: Call) async throws -> Response {
    let (day, zone) = try await shown(day, call)
    let days = ScheduleView.month.days(around: day)
    let (visit, (times, absences)) = try await site.clinic.ask(
      call.visitor, .myVisitTimes(between: zone.time(of: days)), .myAbsences(on: days))
    let shown = ScheduleMonthPage(day, times, absences, visit, try site.formats(visit, call))
    return site.show(shown, monthPage, call, visit, at: .schedule)
  }

  private func shown(_ day: Day?, _ call: Call) async throws -> (Day, TimeZoneRules) {
    let zone = try await site.clinic.zone(of: call.visitor)
    return (day ?? zone.local(site.clinic.clock()).day, zone)
  }
}

extension TimeZoneRules {
  /// From the first instant of the first day to that of the day after the last.
  fileprivate func time(of days: ClosedRange<Day>) -> Range<Date> {
    let start = startOfDay(days.lowerBound)
    return start..<max(start, startOfDay(days.upperBound.adding(days: 1)))
  }
}
