public import CivilTime
public import FoundationEssentials
internal import Postgres

/// When the clinic is open, as far as answers are counted by it: where no place of its says when, Monday to Friday, nine to five.
public struct WorkingTime: Sendable {
  /// Apart from each other and in order.
  let hours: [Weekday: [Range<TimeOfDay>]]
  let holidays: Set<Day>

  init(_ windows: [(Weekday, Range<TimeOfDay>)], holidays: Set<Day> = []) {
    var hours: [Weekday: [Range<TimeOfDay>]] = [:]
    for (weekday, window) in windows.sorted(by: { $0.1.lowerBound < $1.1.lowerBound }) {
      if let last = hours[weekday]?.last, last.upperBound >= window.lowerBound {
        hours[weekday]?.removeLast()
        let end = max(last.upperBound, window.upperBound)
        hours[weekday, default: []].append(last.lowerBound..<end)
      } else {
        hours[weekday, default: []].append(window)
      }
    }
    self.hours = hours.isEmpty ? Self.usual : hours
    self.holidays = holidays
  }

  private static let usual: [Weekday: [Range<TimeOfDay>]] = {
    guard let nine = TimeOfDay(hour: 9, minute: 0), let five = TimeOfDay(hour: 17, minute: 0) else {
      return [:]
    }
    return Dictionary(
      uniqueKeysWithValues: Weekday.allCases.filter { $0 < .saturday }.map { ($0, [nine..<five]) })
  }()

  /// When so many hours of open doors have passed, to the next half hour.
  ///
  /// - Returns: after a year in which the clinic is not open as long, as many hours of any kind.
  public func instant(_ count: Int, hoursAfter now: Date, in zone: TimeZoneRules) -> Date {
    var left = TimeInterval(count) * 3600
    let today = zone.local(now).day
    for offset in 0...366 {
      let day = today.adding(days: offset)
      if holidays.contains(day) { continue }
      for window in hours[day.weekday] ?? [] {
        let opens = zone.firstInstant(atOrAfter: LocalDateTime(day: day, time: window.lowerBound))
        let closes = zone.firstInstant(atOrAfter: LocalDateTime(day: day, time: window.upperBound))
        let from = max(opens, now)
        let open = closes.timeIntervalSince(from)
        if open <= 0 { continue }
        if left <= open { return Self.toHalfHour(from + left, atMost: closes) }
        left -= open
      }
    }
    return now + TimeInterval(count) * 3600
  }

  private static func toHalfHour(_ instant: Date, atMost end: Date) -> Date {
    let rounded = Date(timeIntervalSince1970: (instant.timeIntervalSince1970 / 1800).rounded(.up) * 1800)
    return min(rounded, max(end, instant))
  }
}

extension Query<WorkingTime> {
  /// - Parameter now: holidays that are over don't count.
  public static func workingTime(at now: Date) -> Self {
    Query([
      "SELECT DISTINCT weekday, opens, closes FROM opening_hours",
      "SELECT day FROM holiday WHERE day >= \(now)::timestamptz::date - 1",
    ]) { rows in
      let windows = try rows[rows.startIndex].decode { row in
        let weekday = Weekday(rawValue: Int(try row.next(Int16.self)))
        let (opens, closes) = (try TimeOfDay(sql: row.next()), try TimeOfDay(sql: row.next()))
        guard let weekday else { throw StoredValueFault(column: "weekday") }
        return (weekday, opens..<closes)
      }
      let holidays = try rows[rows.startIndex + 1].decode { row in try Day(sql: row.next()) }
      return WorkingTime(windows, holidays: Set(holidays))
    }
  }
}
