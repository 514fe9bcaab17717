internal import Pages

/// One day of a week of free times.
struct DayTimes: View {
  /// `Monday`.
  let weekday: String
  /// `23 November`.
  let date: String
  /// ISO 8601, `2026-11-23`.
  let iso: String
  let isToday: Bool
  let times: [TimeButton]
  /// Why there are none; empty when there are.
  let why: String

  var fields: Fields {
    [
      "weekday": .text(weekday), "date": .text(date), "iso": .text(iso), "isToday": .flag(isToday),
      "isFree": .flag(!times.isEmpty), "times": .list(times), "why": .text(why),
    ]
  }

  static let samples = week(doctor: nil)

  static func week(doctor: String?) -> [DayTimes] {
    let week = [
      ("Monday", 0, "Past"), ("Tuesday", 9, ""), ("Wednesday", 3, ""), ("Thursday", 12, ""),
      ("Friday", 6, ""),
      ("Saturday", 0, "No time left"), ("Sunday", 0, "Closed"),
    ]
    return week.enumerated().map { index, day in
      DayTimes(
        weekday: day.0, date: "\(23 + index) November", iso: "2026-11-\(23 + index)", isToday: index == 1,
        times: (0..<day.1).map {
          TimeButton(
            offer: "\(index).\($0)", day: nil, time: "\(10 + $0 / 3):\($0 % 3 * 2)0",
            own: index == 2 ? "\(11 + $0 / 3):\($0 % 3 * 2)0" : nil,
            doctor: doctor, places: index == 4 ? "5 places" : nil,
            rest: "\(day.0) \(23 + index) November, Dr Nguyễn Thị Minh Khai")
        }, why: day.2)
    }
  }
}

/// A free time, leading to its booking.
struct TimeLink: View {
  /// `09:20`, or with its day where it stands alone: `Tuesday 24 November, 09:20`.
  let time: String
  let href: String

  var fields: Fields { ["time": .text(time), "href": .text(href)] }

  static let samples = [
    TimeLink(time: "Tuesday 24 November, 09:40", href: "/appointments/new?offer=a"),
    TimeLink(time: "Tuesday 24 November, 11:00", href: "/appointments/new?offer=b"),
    TimeLink(time: "Wednesday 25 November, 09:00", href: "/appointments/new?offer=c"),
  ]
}
