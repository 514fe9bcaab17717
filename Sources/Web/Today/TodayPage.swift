import CivilTime
import Clinic
import FoundationEssentials
import Hummingbird
import Pages
import Shell

/// `GET /today`: where doctors and the front desk begin: their day in numbers, each leading to what it counts.
struct TodayPage: Page {
  let name: String
  /// `Tuesday 24 November 2026`.
  let today: String
  /// `09:20, GP consultation`; nil when nothing more comes.
  let next: String?
  let figures: [Figure]
  /// What is not done yet.
  let attention: [Figure]
  /// Where the day's list is.
  let list: Link

  static let template = "today/today"

  var fields: Fields {
    [
      "person": .text(name), "today": .text(today), "next": .text(next), "figures": .list(figures),
      "attention": .list(attention), "dayList": .view(list),
    ]
  }

  static let samples = [
    TodayPage(
      name: "Dr Amira Haddad", today: "Tuesday 24 November 2026", next: "09:20, GP consultation",
      figures: Figure.samples, attention: [Figure.samples[1]], list: Link(text: "My day", href: "/schedule")),
    TodayPage(
      name: "Ben Carter", today: "Tuesday 24 November 2026", next: nil, figures: [Figure.samples[0]],
      attention: [], list: Link(text: "The day at the desk", href: "/desk")),
  ]
}

struct TodayRoutes: Sendable {
  let site: Site
  let page: Template<TodayPage>

  init(site: Site) throws {
    self.site = site
    page = try site.library.template(TodayPage.self)
  }

  var routes: [Route<Admission>] {
    [site.route(.get, Path.today, .may(.seeToVisits), .schedule, "today", look)]
  }

  @Sendable func look(_ call: Call) async throws -> Response {
    let (zone, now) = (try await site.clinic.zone(of: call.visitor), site.clinic.clock())
    let (visit, day) = try await site.clinic.ask(
      call.visitor, .staffDay(zone.interval(of: zone.local(now).day), at: now))
    let shown = TodayPage(day, visit, try site.formats(visit, call))
    return site.show(shown, page, call, visit, at: .today)
  }
}

extension TodayPage {
  fileprivate init(_ day: StaffDay, _ visit: Visit, _ formats: Formats) {
    let isDesk = visit.account?.role == .frontDesk
    let list = isDesk ? Path.desk : Path.schedule
    func figure(_ key: String, _ count: Int, _ href: String, isWarning: Bool = false) -> Figure {
      Figure(
        text: formats.words["today.\(key)"],
        count: count > StaffDay.most ? "\(StaffDay.most)+" : String(count),
        href: href, isWarning: isWarning && count > 0)
    }
    self.init(
      name: visit.account?.name ?? "", today: formats.longDay(formats.day(visit.now)),
      next: day.next.map { formats.words.list([formats.timeLabel($0.start), $0.service]) },
      figures: [
        figure("visits", day.visits, list), figure("waiting", day.waiting, isDesk ? Path.queue : list),
        figure("online", day.waitingOnline, list, isWarning: true),
      ],
      attention: [figure("requests", day.requests, isDesk ? Path.requests : list, isWarning: true)]
        + (isDesk
          ? [
            figure("tasks", day.tasks, Path.tasks, isWarning: true),
            figure("letters", day.failedLetters, Path.failedLetters, isWarning: true),
          ] : []),
      list: Link(text: formats.words[isDesk ? "today.desk" : "today.list"], href: list))
  }

  /// What this file asks of the catalogue.
  static let keys = [
    "today.visits", "today.waiting", "today.online", "today.requests", "today.tasks", "today.letters",
    "today.desk", "today.list",
  ]
}

extension Path {
  static let today = "/today"
}
