public import CivilTime
public import FoundationEssentials

/// That a doctor will be away, as somebody enters it.
public struct NewAbsence: Sendable {
  public let practitioner: ID<Practitioner>
  public let days: ClosedRange<Day>
  /// On each of the days, in the clinic's local time.
  public let starts: TimeOfDay
  public let ends: TimeOfDay

  /// So many days one absence can last.
  public static let longest = 366

  public init(
    practitioner: ID<Practitioner>, days: ClosedRange<Day>, starts: TimeOfDay = .midnight,
    ends: TimeOfDay = .endOfDay
  ) {
    self.practitioner = practitioner
    self.days = days
    self.starts = starts
    self.ends = ends
  }

  var absence: Absence { Absence(days: days, starts: starts, ends: ends) }

  /// When that is, a stretch for each day; what touches is joined.
  public func times(in zone: TimeZoneRules) -> [Range<Date>] {
    let clock = WallClock(zone, days: days)
    var spans: [Range<Int>] = []
    var day = days.lowerBound
    while day <= days.upperBound {
      spans += clock.instants(of: day, from: starts, until: ends)
      day = day.adding(days: 1)
    }
    return Spans(spans).ranges.map { Date(seconds: $0.lowerBound)..<Date(seconds: $0.upperBound) }
  }
}
