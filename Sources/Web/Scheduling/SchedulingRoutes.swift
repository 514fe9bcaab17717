import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The times that can be booked.
struct SchedulingRoutes: Sendable {
  let site: Site
  let timesPage: Template<TimesPage>

  init(site: Site) throws {
    self.site = site
    timesPage = try site.library.template(TimesPage.self)
  }

  var routes: [Route<Admission>] {
    [
      site.route(.get, "/doctors/:id/times", .anyone, .booking, "times", times),
      site.route(.get, "/times", .anyone, .booking, "times.any", anyTimes),
    ]
  }

  @Sendable func times(_ call: Call) async throws -> Response {
    let query = try call.query()
    var asked = try TimesAsked(query)
    let id: ID<Practitioner> = try call.id()
    let movingID = query.value(of: "moving").map { ID<Appointment>($0) ?? .unstored }
    let now = site.clinic.clock()
    let (visit, (doctor, moving, isFirst, schedule, own)) = try await site.clinic.ask(
      call.visitor, .doctor(id, giving: asked.service), .myAppointmentToChange(movingID, at: now),
      .isFirstVisit(movingID),
      .schedule(
        of: .one(id, asked.service), between: WeekOnOffer.loaded(at: now), for: call.visitor, at: now,
        moving: movingID),
      .ownAccount)
    if movingID != nil {
      guard visit.account?.stage == .full else { throw Refusal.unauthenticated }
      guard let moving, moving.practitioner == id, moving.serviceID == asked.service else {
        throw Refusal.unknown
      }
      // Its page says why.
      if moving.refusalOfMove(at: now) != nil { return site.redirect(call, to: Path.appointment(moving.id)) }
      asked.visit = isFirst ? .first : .later
    }
    guard let doctor else { throw Refusal.unknown }
    return try show(asked, [doctor], schedule, own, call, visit, moving: moving) { day, kind in
      moving.map { Path.times(moving: $0, from: day) }
        ?? Path.times(id, asked.service, from: day, visit: kind)
    }
  }

  /// The times of everybody who gives a service.
  @Sendable func anyTimes(_ call: Call) async throws -> Response {
    let asked = try TimesAsked(call.query())
    let now = site.clinic.clock()
    let (visit, (doctors, schedule, own)) = try await site.clinic.ask(
      call.visitor, .doctors(giving: asked.service),
      .schedule(
        of: .everybody(giving: asked.service), between: WeekOnOffer.loaded(at: now), for: call.visitor,
        at: now),
      .ownAccount)
    if doctors.isEmpty { throw Refusal.unknown }
    return try show(asked, doctors, schedule, own, call, visit, isAnyDoctor: true) { day, kind in
      Path.times(asked.service, from: day, visit: kind)
    }
  }

  private func show(
    _ asked: TimesAsked, _ doctors: [Directory.Entry], _ schedule: Schedule, _ own: OwnAccount?, _ call: Call,
    _ visit: Visit, isAnyDoctor: Bool = false, moving: Appointment? = nil, path: (Day?, VisitKind?) -> String
  ) throws -> Response {
    let week = WeekOnOffer(
      asked, doctors, schedule, clocks: try site.clocks(visit, call, own), isAnyDoctor: isAnyDoctor,
      now: visit.now)
    guard let week else { throw Refusal.unknown }
    let page = TimesPage(week, moving: moving, path: path) { doctor, slot, search in
      site.clinic.sign(Offer(doctor, slot, in: search, at: visit.now), at: call.visitor.host)
    }
    return site.show(page, timesPage, call, visit, at: .doctors)
  }
}

extension Slot {
  /// Two weeks before and after it, but nothing past: where other times are looked for.
  func neighbourhood(at now: Date) -> Range<Date> {
    let middle = max(during.lowerBound, now)
    return middle.addingTimeInterval(-14 * 86_400)..<middle.addingTimeInterval(14 * 86_400)
  }
}
