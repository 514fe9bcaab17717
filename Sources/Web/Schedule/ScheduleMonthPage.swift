import CivilTime
import Clinic
import FoundationEssentials
import Pages

/// `GET /schedule?view=month`: how full each day of a practitioner's month is. It names nobody.
struct ScheduleMonthPage: Page {
  let doctor: String
  /// `November 2026`.
  let month: String
  let nav: ScheduleNav
  /// The clinic's time zone in words; both names where the clocks change.
  let zone: String
  /// Seven, Monday first.
  let weekdays: [MonthHead]
  let weeks: [MonthWeek]
  let count: Int
  /// Time with patients: `3 h 20 min`.
  let booked: String

  static let template = "schedule/month"

  var fields: Fields {
    [
      "doctor": .text(doctor), "month": .text(month), "nav": .view(nav), "zone": .text(zone),
      "weekdays": .list(weekdays), "weeks": .list(weeks), "count": .number(count),
      "isOne": .flag(count == 1), "isEmpty": .flag(count == 0), "booked": .text(booked),
    ]
  }

  static var samples: [ScheduleMonthPage] {
    [sample(MonthWeek.samples, count: 42), sample(MonthWeek.weeks { _ in 0 }, count: 0)]
  }

  private static func sample(_ weeks: [MonthWeek], count: Int) -> ScheduleMonthPage {
    ScheduleMonthPage(
      doctor: "Dr Amira Haddad", month: "November 2026", nav: ScheduleNav.samples[1],
      zone: "London time (GMT)",
      weekdays: MonthHead.samples, weeks: weeks, count: count, booked: "21 h 0 min")
  }
}

/// The head of a column.
struct MonthHead: View {
  /// `Mon`
  let short: String
  let long: String

  var fields: Fields { ["short": .text(short), "long": .text(long)] }

  static let samples = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    .map { MonthHead(short: String($0.prefix(3)), long: $0) }
}

struct MonthWeek: View {
  /// Seven; those of other months are empty.
  let days: [MonthDay]

  var fields: Fields { ["days": .list(days)] }

  static let samples = weeks { $0 % 5 }

  /// November 2026, which begins with a Sunday.
  static func weeks(_ count: (Int) -> Int) -> [MonthWeek] {
    (0..<6).map { week in
      MonthWeek(
        days: (0..<7).map { column in
          let number = week * 7 + column - 5
          return (1...30).contains(number)
            ? MonthDay(
              number: String(number), monthName: "November",
              iso: "2026-11-\(number < 10 ? "0" : "")\(number)",
              href: "/schedule?day=2026-11-\(number)", isToday: number == 24, count: count(number),
              word: count(number) == 1 ? "visit" : "visits",
              away: number == 12 ? "Away 12:00 – 13:00" : nil)
            : .none
        })
    }
  }
}

/// One cell of a month.
struct MonthDay: View {
  let number: String
  let monthName: String
  /// ISO 8601, `2026-11-23`.
  let iso: String
  /// Where the whole day is; empty for a day of another month.
  let href: String
  let isToday: Bool
  let count: Int
  /// `visit` or `visits`.
  let word: String
  /// `Away 12:00 – 13:00`.
  let away: String?

  static let none = MonthDay(
    number: "", monthName: "", iso: "", href: "", isToday: false, count: 0, word: "", away: nil)

  var fields: Fields {
    [
      "number": .text(number), "monthName": .text(monthName), "iso": .text(iso), "href": .text(href),
      "isToday": .flag(isToday), "count": .text(count == 0 ? nil : String(count)), "word": .text(word),
      "away": .text(away),
    ]
  }

  static var samples: [MonthDay] { MonthWeek.samples[1].days + [none] }
}

extension ScheduleMonthPage {
  init(
    _ day: Day, _ times: [VisitTime], _ absences: [OwnAbsence], _ visit: Visit, _ formats: Formats
  ) {
    let (days, today) = (ScheduleView.month.days(around: day), formats.day(visit.now))
    let byDay = Dictionary(grouping: times) { formats.day($0.during.lowerBound) }.mapValues(\.count)
    let monday = days.lowerBound.startOfWeek
    let weeks = monday.days(until: days.upperBound) / 7 + 1
    self.init(
      doctor: visit.account?.name ?? "",
      month: formats.words[
        "format.month", ["month": formats.month(day.month), "year": String(day.year)]],
      nav: ScheduleNav(day, .month, today: today, formats.words),
      zone: formats.zoneInWords(at: [days.lowerBound, days.upperBound].map(formats.noon)),
      weekdays: Weekday.allCases.map {
        MonthHead(
          short: formats.words["weekday.short.\($0.rawValue)"], long: formats.weekday($0))
      },
      weeks: (0..<weeks).map { week in
        MonthWeek(
          days: (0..<7).map { monday.adding(days: week * 7 + $0) }.map { day in
            days.contains(day)
              ? MonthDay(
                day, byDay[day] ?? 0, away: absences.words(on: day, formats), isToday: day == today, formats)
              : .none
          })
      },
      count: times.count, booked: formats.duration(minutes: times.map(\.during).minutes))
  }

  /// What this file asks of the catalogue.
  static let keys = ["format.month", "schedule.away", "schedule.visits"]
}

extension MonthDay {
  fileprivate init(_ day: Day, _ count: Int, away: [String], isToday: Bool, _ formats: Formats) {
    self.init(
      number: String(day.day), monthName: formats.month(day.month), iso: day.description,
      href: Path.schedule(day), isToday: isToday, count: count,
      word: formats.words["schedule.visits", ["count": String(count)]],
      away: away.isEmpty ? nil : formats.words.list(away))
  }
}
