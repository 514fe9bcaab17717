internal import FoundationEssentials

/// When a visit is reminded of.
public enum Occasion: String, Sendable, CaseIterable {
  /// Seven days before.
  case week
  /// A day before.
  case day
  /// Three hours before, for what was booked within the last day.
  case hours

  /// Those that a person can do without; `hours` comes and goes with `day`.
  public static let chosen: [Occasion] = [.week, .day]

  /// In seconds before the visit.
  private var lead: TimeInterval {
    switch self {
    case .week: 7 * 86_400
    case .day: 86_400
    case .hours: 3 * 3600
    }
  }

  /// While a reminder of this occasion still makes sense: after it, the next one's turn has come, or the visit is too near.
  private var latestLead: TimeInterval {
    switch self {
    case .week: Occasion.day.lead
    case .day: Occasion.hours.lead
    case .hours: 1800
    }
  }

  static let longestLead = Occasion.week.lead

  /// From when until when a visit can be reminded of.
  ///
  /// - Parameter agreed: when it was booked, approved or moved to its time. What was agreed later than a reminder was due is
  ///   fresh in mind.
  /// - Returns: nil when there is nothing to be reminded of.
  func window(of start: Date, agreed: Date) -> Range<Date>? {
    let due = start - lead
    guard agreed <= due else { return nil }
    if self == .hours, agreed <= start - Occasion.day.lead { return nil }
    return due..<(start - latestLead)
  }
}
