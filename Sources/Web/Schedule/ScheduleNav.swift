import CivilTime
import Pages

/// From a stretch of the schedule to the one before, the one after, today's, another day's, and to more or less of it.
struct ScheduleNav: View {
  let views: [ViewLink]
  let previous: Link
  let next: Link
  /// Nil where today is shown already.
  let today: String?
  /// ISO 8601, `2026-11-24`.
  let iso: String
  /// `week`: what another day is looked at as.
  let view: String

  var fields: Fields {
    [
      "views": .list(views), "previous": .view(previous), "next": .view(next), "today": .text(today),
      "iso": .text(iso), "view": .text(view),
    ]
  }

  static let samples = [
    ScheduleNav(
      views: ViewLink.samples, previous: Link(text: "Day before", href: "/schedule?day=2026-11-23"),
      next: Link(text: "Day after", href: "/schedule?day=2026-11-25"), today: nil, iso: "2026-11-24",
      view: "day"),
    ScheduleNav(
      views: ViewLink.samples,
      previous: Link(text: "Week before", href: "/schedule?day=2026-11-17&view=week"),
      next: Link(text: "Week after", href: "/schedule?day=2026-12-01&view=week"),
      today: "/schedule?view=week", iso: "2026-11-24", view: "week"),
  ]
}

/// `Day`, `Week` or `Month`.
struct ViewLink: View {
  let text: String
  let href: String
  let isCurrent: Bool

  var fields: Fields { ["text": .text(text), "href": .text(href), "isCurrent": .flag(isCurrent)] }

  static let samples = [
    ViewLink(text: "Day", href: "/schedule?day=2026-11-24", isCurrent: true),
    ViewLink(text: "Week", href: "/schedule?day=2026-11-24&view=week", isCurrent: false),
    ViewLink(text: "Month", href: "/schedule?day=2026-11-24&view=month", isCurrent: false),
  ]
}

extension ScheduleNav {
  init(_ day: Day, _ view: ScheduleView, today: Day, _ words: Words) {
    func link(_ isNext: Bool) -> Link {
      Link(
        text: words["schedule.\(isNext ? "next" : "previous")-\(view.rawValue)"],
        href: Path.schedule(view.day(day, isNext: isNext), view))
    }
    self.init(
      views: ScheduleView.allCases.map {
        ViewLink(
          text: words["schedule.view-\($0.rawValue)"], href: Path.schedule(day, $0), isCurrent: $0 == view)
      },
      previous: link(false), next: link(true),
      today: view.days(around: day).contains(today) ? nil : Path.schedule(nil, view),
      iso: day.description, view: view.rawValue)
  }

  /// What this file asks of the catalogue.
  static let keys = ScheduleView.allCases.map(\.rawValue).flatMap {
    ["schedule.previous-\($0)", "schedule.next-\($0)", "schedule.view-\($0)"]
  }
}
