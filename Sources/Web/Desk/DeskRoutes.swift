import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// The front desk's home: everybody's day.
struct DeskRoutes: Sendable {
  let site: Site
  let page: Template<DeskPage>
  private let days = DeskDays()

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(DeskPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, "/desk", .may(.keepFrontDesk), .frontDesk, "desk", look)]
  }

  /// What can have been done on a page that leads back here.
  static let done = ["booked", "moved"]

  @Sendable func look(_ call: Call) async throws -> Response {
    let query = try call.query()
    let zone = try await site.clinic.zone(of: call.visitor)
    let now = site.clinic.clock()
    let day = Day(iso: query["day"]) ?? zone.local(now).day
    let time = zone.startOfDay(day)..<zone.startOfDay(day.adding(days: 1))
    let isByRoom = query["by"] == "room"
    let name = DeskDays.Name(host: call.visitor.host, day: day, isByRoom: isByRoom)
    let before = days[name]
    let (visit, (visits, doctors, names, requests, corrections)) = try await site.clinic.ask(
      call.visitor, .visits(on: day, time, unless: before?.edition, by: call.visitor, at: now),
      .practitioners(on: day, time), .namesAtDesk, .requestCount, .correctionCount)
    let formats = try site.formats(visit, call)
    let kept = days.keep(
      visits, doctors, names, zone: formats.zone.identifier, after: before, as: name)
    let done = Self.done.first { $0 == query["done"] }.map { formats.words["desk.done.\($0)"] }
    let shown = DeskPage(
      day, kept, names, isByRoom: isByRoom, requests: requests, corrections: corrections, done: done,
      visit, formats)
    return site.show(shown, page, call, visit, at: .desk)
  }
}
