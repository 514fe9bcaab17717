public import CivilTime
public import FoundationEssentials

/// That somebody or something will be away, as somebody enters it.
public struct NewAbsence: Sendable {
  public let absentee: ID<Absentee>
  public let absence: Absence

  /// So many days one absence can last, and so many days ahead it can end.
  public static let longest = 366
  public static let furthest = 2 * 366

  public init(_ absentee: ID<Absentee>, _ absence: Absence) {
    self.absentee = absentee
    self.absence = absence
  }

  public func times(in zone: TimeZoneRules) -> [Range<Date>] { absence.times(in: zone) }
}

extension Absence {
  /// When that is, a stretch for each day; what touches is joined.
  public func times(in zone: TimeZoneRules) -> [Range<Date>] {
    let clock = WallClock(zone, days: days)
    let spans = (0...days.lowerBound.days(until: days.upperBound)).flatMap { count -> [Range<Int>] in
      let day = days.lowerBound.adding(days: count)
      return holds(on: day) ? clock.instants(of: day, from: starts, until: ends) : []
    }
    return Spans(spans).ranges.map { Date(seconds: $0.lowerBound)..<Date(seconds: $0.upperBound) }
  }

  /// Whether another is a part of it.
  func contains(_ other: Absence) -> Bool {
    days.contains(other.days.lowerBound) && days.contains(other.days.upperBound)
      && starts <= other.starts && other.ends <= ends
  }
}
