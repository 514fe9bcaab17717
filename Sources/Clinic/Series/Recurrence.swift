public import CivilTime

/// On which days a visit repeats. It steps over days of the clinic's calendar, so that nine o'clock stays nine o'clock when the
/// clocks change.
public struct Recurrence: Hashable, Sendable {
  public let step: Step
  public let end: End

  public enum Step: Hashable, Sendable {
    /// On the same weekday every so many weeks.
    case weeks(Int)
    /// On the same weekday of each month: the first, second, third or fourth, or the last where it is a fifth.
    case months
  }

  public enum End: Hashable, Sendable {
    /// So many visits in all, the first included.
    case count(Int)
    /// The last day on which one may be.
    case day(Day)
  }

  /// Visits of one series: a year of weeks.
  public static let most = 52
  /// Weeks between two of them.
  public static let mostWeeks = 26

  public init(_ step: Step, _ end: End) {
    self.step = step
    self.end = end
  }

  /// The days after the first, in order.
  public func days(after first: Day) -> [Day] {
    var days: [Day] = []
    while days.count + 1 < most, let next = day(days.count + 1, after: first), isIn(next) {
      days.append(next)
    }
    return days
  }

  private var most: Int {
    if case .count(let count) = end { min(count, Self.most) } else { Self.most }
  }

  private func isIn(_ day: Day) -> Bool {
    if case .day(let last) = end { day <= last } else { true }
  }

  private func day(_ number: Int, after first: Day) -> Day? {
    switch step {
    case .weeks(let weeks): first.adding(days: 7 * weeks * number)
    case .months: day(inMonth: number, after: first)
    }
  }

  private func day(inMonth number: Int, after first: Day) -> Day? {
    let months = first.year * 12 + first.month - 1 + number
    guard let start = Day(year: months / 12, month: months % 12 + 1, day: 1) else { return nil }
    let offset = (first.weekday.rawValue - start.weekday.rawValue + 7) % 7
    let which = (first.day - 1) / 7
    let day = start.adding(days: offset + 7 * which)
    // There is not always a fifth: the last is meant.
    return day.month == start.month ? day : day.adding(days: -7)
  }
}
