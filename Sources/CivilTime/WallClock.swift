/// What the clocks of one zone show over a stretch of days, looked up once: from then on, reading it is arithmetic.
///
/// Instants are whole seconds since 1970-01-01T00:00Z here, which is what schedules count in.
public struct WallClock: Sendable {
  /// In order, without gaps, over all the days and two more on either side.
  private let periods: [ZonePeriod]

  /// - Parameter days: those that will be asked about.
  public init(_ rules: TimeZoneRules, days: ClosedRange<Day>) {
    let first = Int(days.lowerBound.daysSinceEpoch) - 2
    let last = Int(days.upperBound.daysSinceEpoch) + 3
    periods = rules.periods(between: first * 86_400, and: last * 86_400)
  }

  /// Every instant at which the clocks show this day and a time from `opens` (inclusive) to `closes` (exclusive): none of
  /// what they skip, both of what they show twice. In order, joined where they touch.
  public func instants(of day: Day, from opens: TimeOfDay, until closes: TimeOfDay) -> [Range<Int>] {
    let midnight = Int(day.daysSinceEpoch) * 86_400
    let (opening, closing) = (
      midnight + Int(opens.secondsSinceMidnight), midnight + Int(closes.secondsSinceMidnight)
    )
    var found: [Range<Int>] = []
    for period in periods {
      let start = max(period.start, opening - period.offset.seconds)
      let end = min(period.end, closing - period.offset.seconds)
      guard start < end else { continue }
      if let last = found.last, last.upperBound == start {
        found[found.count - 1] = last.lowerBound..<end
      } else {
        found.append(start..<end)
      }
    }
    return found
  }

  /// The day that the calendar shows.
  public func day(at instant: Int) -> Day {
    let period = periods.first { $0.contains(instant) } ?? periods[0]
    return LocalDateTime(secondsSinceEpoch: instant + period.offset.seconds).day
  }
}
