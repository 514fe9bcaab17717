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
      site.route(.get, "/doctors/:id/times", .anyone, .booking, "times", times)
    ]
  }

  @Sendable func times(_ call: Call) async throws -> Response {
    let query = try call.query()
    let id: ID<Practitioner> = try call.id()
    guard let serviceID = ID<HealthcareService>(query["service"]) else { throw Refusal.unknown }
    let movingID = query.value(of: "moving").map { ID<Appointment>($0) ?? ID(UUID()) }
    let now = site.clinic.clock()
    let wanted = Day(iso: query["from"])
    // The clinic's zone is known only after the same round trip, so we ask for a day more on either side.
    let today = Day(utc: site.clinic.clock())
    let first = max(wanted ?? today, today)
    let window = first.utc(-1)..<first.utc(Horizon.days + 2)
    let (visit, (doctor, service, moving, schedule)) = try await site.clinic.ask(
      call.visitor, .practitioner(id), .service(serviceID, of: id), .myAppointment(movingID, at: now),
      .schedule(of: .one(id, serviceID), between: window, for: call.visitor, at: now, moving: movingID))
    guard let doctor, let service else { throw Refusal.unknown }
    if movingID != nil {
      guard visit.account?.stage == .full else { throw Refusal.unauthenticated }
      guard let moving, moving.practitioner == id, moving.serviceID == serviceID else { throw Refusal.unknown }
      // Its page says why.
      if moving.refusalOfMove(at: now) != nil { return site.redirect(call, to: Path.appointment(moving.id)) }
    }
    let formats = try site.formats(visit, .english)
    let times = TimesOnOffer(
      doctor: doctor, service: service, schedule: schedule, from: wanted, formats: formats, now: visit.now)
    let page = TimesPage(times, moving: moving) { slot in
      let offer = site.clinic.sign(times.offer(slot), at: call.visitor.host)
      return moving.map { Path.move($0.id, offer) } ?? Path.review(offer)
    }
    return site.show(page, timesPage, call, visit, at: .doctors)
  }
}

/// How far ahead a page looks for times; a service's own horizon may be nearer.
enum Horizon {
  static let days = 56
}

extension Slot {
  /// Two weeks before and after it, but nothing past: where other times are looked for.
  func neighbourhood(at now: Date) -> Range<Date> {
    let middle = max(during.lowerBound, now)
    return middle.addingTimeInterval(-14 * 86_400)..<middle.addingTimeInterval(14 * 86_400)
  }
}
