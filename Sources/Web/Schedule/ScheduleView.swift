import CivilTime

/// How much of their schedule a practitioner looks at.
enum ScheduleView: String, CaseIterable {
  case day, week, month

  /// The days that are shown with this one.
  func days(around day: Day) -> ClosedRange<Day> {
    switch self {
    case .day: day...day
    case .week: day.startOfWeek...day.startOfWeek.adding(days: 6)
    case .month: day.startOfMonth...day.startOfMonth.adding(days: day.lengthOfMonth - 1)
    }
  }

  /// A day of what comes before or after.
  func day(_ day: Day, isNext: Bool) -> Day {
    let shown = days(around: day)
    return switch self {
    case .day, .week:
      day.adding(days: (isNext ? 1 : -1) * (self == .day ? 1 : 7))
    case .month: isNext ? shown.upperBound.adding(days: 1) : shown.lowerBound.adding(days: -1).startOfMonth
    }
  }
}
