import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// What patients asked for, at the front desk: accepted, answered with another time, or declined.
struct RequestRoutes: Sendable {
  let site: Site
  let page: Template<RequestsPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(RequestsPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, "/desk/requests", .may(.keepFrontDesk), .frontDesk, "desk.requests", list)]
  }

  @Sendable func list(_ call: Call) async throws -> Response {
    let now = site.clinic.clock()
    let (visit, requests) = try await site.clinic.ask(call.visitor, .requests(by: call.visitor, at: now))
    let formats = try site.formats(visit, call)
    let shown = RequestsPage(
      iso: formats.day(now).description, rows: requests.map { ScheduleRow($0, at: now, formats) })
    return site.show(shown, page, call, visit, at: .desk)
  }
}

extension ScheduleRow {
  /// A request at the front desk.
  init(_ visit: DeskVisit, at now: Date, _ formats: Formats) {
    let (start, day) = (visit.during.lowerBound, formats.day(visit.during.lowerBound))
    self.init(
      day: formats.longDay(day), start: formats.timeLabel(start),
      end: formats.timeLabel(visit.during.upperBound),
      patient: visit.patientName, birthDate: formats.date(visit.birthDate),
      age: formats.age(from: visit.birthDate, on: day), service: visit.serviceName,
      room: formats.words.list([visit.practitionerName, visit.location]),
      status: Badge(visit.status, formats.words),
      reason: visit.reason, sequence: visit.sequence,
      proposed: visit.proposed.map { formats.longInstant($0) },
      propose: visit.takesProposal(at: now) ? Path.proposal(visit.id, visit.service) : nil,
      acts: DeskVisitRoutes.acts(of: visit, at: now, formats))
  }
}
