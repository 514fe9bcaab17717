internal import CivilTime
internal import FoundationEssentials
internal import Postgres

/// Days as people name them, so that a bookmark is of the day on which it is opened.
public enum Period: String, Sendable, CaseIterable {
  case today, tomorrow
  /// Seven days, today the first of them.
  case week
  /// The seven days before today.
  case lastWeek = "last-week"
  /// Twenty-four hours back.
  case lastDay = "last-day"
  /// From now on.
  case ahead
  case past

  public static let codes = Codes("period", allCases.map(\.rawValue))
  /// For what has happened.
  public static let codesBehind = Codes("period", [Period.lastDay, .today, .lastWeek].map(\.rawValue))

  func condition(on instant: SQL, at moment: Listing.Moment) -> SQL {
    let (zone, today) = (moment.zone, moment.today)
    func between(_ first: Int, _ last: Int) -> SQL {
      let (start, end) = (
        zone.interval(of: today.adding(days: first)), zone.interval(of: today.adding(days: last))
      )
      return "\(instant) >= \(start.lowerBound) AND \(instant) < \(end.upperBound)"
    }
    return switch self {
    case .today: between(0, 0)
    case .tomorrow: between(1, 1)
    case .week: between(0, 6)
    case .lastWeek: between(-7, -1)
    case .lastDay: "\(instant) > \(moment.now - 86_400) AND \(instant) <= \(moment.now)"
    case .ahead: "\(instant) >= \(moment.now)"
    case .past: "\(instant) < \(moment.now)"
    }
  }
}
