/// A day of the proleptic Gregorian calendar, 0001-01-01 to 9999-12-31, without a time zone.
///
/// Kept as a count of days, so comparing and stepping are integer arithmetic.
public struct Day: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before it.
  public let daysSinceEpoch: Int32

  /// 0001-01-01.
  public static let first = Day(unchecked: -719_162)
  /// 9999-12-31.
  public static let last = Day(unchecked: 2_932_896)

  /// Nil outside of the years 1 to 9999.
  public init?(daysSinceEpoch: Int) {
    guard (Int(Day.first.daysSinceEpoch)...Int(Day.last.daysSinceEpoch)).contains(daysSinceEpoch) else {
      return nil
    }
    self.init(unchecked: Int32(daysSinceEpoch))
  }

  /// Nil for a day that is not in the calendar, such as 30 February.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...GregorianCalendar.lengthOfMonth(month, in: year)).contains(day)
    else { return nil }
    self.init(unchecked: Int32(GregorianCalendar.daysSinceEpoch(year: year, month: month, day: day)))
  }

  /// The nearest day that can be held.
  init(clamping daysSinceEpoch: Int) {
    let bounded = min(max(daysSinceEpoch, Int(Day.first.daysSinceEpoch)), Int(Day.last.daysSinceEpoch))
    self.init(unchecked: Int32(bounded))
  }

  private init(unchecked daysSinceEpoch: Int32) {
    self.daysSinceEpoch = daysSinceEpoch
  }

  public static func < (a: Day, b: Day) -> Bool { a.daysSinceEpoch < b.daysSinceEpoch }
}

extension Day {
  /// Year, month 1...12 and day of the month 1...31, in one conversion.
  public var components: (year: Int, month: Int, day: Int) {
    GregorianCalendar.components(daysSinceEpoch: Int(daysSinceEpoch))
  }

  public var year: Int { components.year }
  /// 1...12
  public var month: Int { components.month }
  /// Day of the month, 1...31.
  public var day: Int { components.day }

  public var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    Weekday(wrapping: Int(daysSinceEpoch) + Weekday.thursday.rawValue)
  }
}

extension Day {
  /// The day so many days later, or earlier when negative; stops at `first` and `last`.
  public func adding(days: Int) -> Day {
    let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
    return overflow ? (days < 0 ? .first : .last) : Day(clamping: sum)
  }

  /// Days from this day to the other; negative when the other is earlier.
  public func days(until other: Day) -> Int {
    Int(other.daysSinceEpoch) - Int(daysSinceEpoch)
  }

  /// Whole years from this day to the other, as a person's age is counted: someone born on 29 February
  /// turns a year older on 1 March of a common year. Negative when the other is earlier.
  public func years(until other: Day) -> Int {
    if other < self { return -other.years(until: self) }
    let (from, to) = (components, other.components)
    let reached = (to.month, to.day) >= (from.month, from.day)
    return to.year - from.year - (reached ? 0 : 1)
  }

  /// The first day of this day's month.
  public var startOfMonth: Day { adding(days: 1 - day) }

  /// The Monday on or before this day.
  public var startOfWeek: Day { adding(days: 1 - weekday.rawValue) }

  /// 28...31
  public var lengthOfMonth: Int {
    let (year, month, _) = components
    return GregorianCalendar.lengthOfMonth(month, in: year)
  }
}
