import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// `GET /schedule?view=week`: a practitioner's week, Monday first.
struct ScheduleWeekPage: Page {
  let doctor: String
  /// `23 November 2026 to 29 November 2026`.
  let week: String
  let nav: ScheduleNav
  /// The clinic's time zone in words; both names where the clocks change.
  let zone: String
  /// Seven.
  let days: [WeekDay]
  let count: Int
  /// Time with patients: `3 h 20 min`.
  let booked: String

  static let template = "schedule/week"

  var fields: Fields {
    [
      "doctor": .text(doctor), "week": .text(week), "nav": .view(nav), "zone": .text(zone),
      "days": .list(days), "count": .number(count), "isOne": .flag(count == 1), "isEmpty": .flag(count == 0),
      "booked": .text(booked),
    ]
  }

  static var samples: [ScheduleWeekPage] {
    let none = WeekDay.samples.map {
      WeekDay(
        weekday: $0.weekday, date: $0.date, iso: $0.iso, href: $0.href, isToday: false, away: [], visits: [])
    }
    return [sample(WeekDay.samples, count: 6), sample(none, count: 0)]
  }

  private static func sample(_ days: [WeekDay], count: Int) -> ScheduleWeekPage {
    ScheduleWeekPage(
      doctor: "Dr Amira Haddad", week: "23 November 2026 to 29 November 2026", nav: ScheduleNav.samples[1],
      zone: "London time (GMT)", days: days, count: count, booked: "4 h 0 min")
  }
}

/// One day of a practitioner's week.
struct WeekDay: View {
  let weekday: String
  /// `23 November`.
  let date: String
  /// ISO 8601, `2026-11-23`.
  let iso: String
  /// Where the whole day is.
  let href: String
  let isToday: Bool
  /// When the practitioner is away: `Away 12:00 – 13:00`.
  let away: [String]
  let visits: [WeekVisit]

  var fields: Fields {
    [
      "weekday": .text(weekday), "date": .text(date), "iso": .text(iso), "href": .text(href),
      "isToday": .flag(isToday), "away": .list(away.map(Line.init)), "visits": .list(visits),
      "hasVisits": .flag(!visits.isEmpty),
    ]
  }

  static let samples = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    .enumerated().map { index, weekday in
      WeekDay(
        weekday: weekday, date: "\(23 + index) November", iso: "2026-11-\(23 + index)",
        href: "/schedule?day=2026-11-\(23 + index)", isToday: index == 1,
        away: index == 2 ? ["Away 12:00 – 13:00"] : [],
        visits: index < 3 ? Array(WeekVisit.samples.prefix(3 - index)) : [])
    }
}

/// A visit in a practitioner's week.
struct WeekVisit: View {
  /// `09:20`.
  let start: String
  let patient: String
  let service: String
  let status: Badge

  var fields: Fields {
    [
      "start": .text(start), "patient": .text(patient), "service": .text(service), "status": .view(status),
    ]
  }

  static let samples = ScheduleRow.samples.prefix(3).map {
    WeekVisit(start: $0.start, patient: $0.patient, service: $0.service, status: $0.status)
  }
}

extension ScheduleWeekPage {
  init(
    _ day: Day, _ visits: [Visiting], _ absences: [OwnAbsence], _ visit: Visit, _ formats: Formats
  ) {
    let (days, today) = (ScheduleView.week.days(around: day), formats.day(visit.now))
    let byDay = Dictionary(grouping: visits) { formats.day($0.during.lowerBound) }
    self.init(
      doctor: visit.account?.name ?? "",
      week: formats.words[
        "format.day-range", ["from": formats.date(days.lowerBound), "until": formats.date(days.upperBound)]],
      nav: ScheduleNav(day, .week, today: today, formats.words),
      zone: formats.zoneInWords(at: [days.lowerBound, days.upperBound].map(formats.noon)),
      days: (0..<7).map { days.lowerBound.adding(days: $0) }.map { day in
        WeekDay(
          weekday: formats.weekday(day.weekday), date: formats.dayAndMonth(day), iso: day.description,
          href: Path.schedule(day), isToday: day == today, away: absences.words(on: day, formats),
          visits: (byDay[day] ?? []).map { WeekVisit($0, formats) })
      },
      count: visits.count, booked: formats.duration(minutes: visits.map(\.during).minutes))
  }
}

extension WeekVisit {
  fileprivate init(_ visiting: Visiting, _ formats: Formats) {
    self.init(
      start: formats.timeLabel(visiting.during.lowerBound), patient: visiting.patientName,
      service: visiting.service, status: visiting.badge(formats.words))
  }
}

extension Formats {
  /// Past every change of the clocks, which are at night.
  func noon(_ day: Day) -> Date { zone.startOfDay(day).addingTimeInterval(43_200) }
}

extension [OwnAbsence] {
  /// `Away 12:00 – 13:00`, one for each on this day.
  func words(on day: Day, _ formats: Formats) -> [String] {
    filter { $0.holds(on: day) }.map { formats.words["schedule.away", ["time": $0.time(formats)]] }
  }
}
