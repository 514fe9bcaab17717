public import CivilTime
public import FoundationEssentials

/// A part of one day that a practitioner takes out of their own hours: a call, a break, an hour for letters.
public struct Block: Hashable, Sendable {
  public let day: Day
  public let starts: TimeOfDay
  public let ends: TimeOfDay
  /// For staff alone.
  public let note: String

  /// Nil unless it ends after it starts, and for a whole day, which is no part of one.
  public init?(day: Day, starts: TimeOfDay, ends: TimeOfDay, note: String = "") {
    guard starts < ends, ends < .endOfDay || .midnight < starts else { return nil }
    self.day = day
    self.starts = starts
    self.ends = ends
    self.note = note
  }

  /// So many of one day; more would be another day's plan.
  public static let mostPerDay = 20
  /// Characters, as the database counts them.
  public static let longestNote = 200
  /// From today on.
  public static let mostDaysAhead = 366

  /// When that is: in two pieces, or longer than it reads, where the clocks change meanwhile.
  public func spans(in zone: TimeZoneRules) -> [Range<Date>] {
    WallClock(zone, days: day...day).instants(of: day, from: starts, until: ends).map {
      Date(timeIntervalSince1970: Double($0.lowerBound))..<Date(timeIntervalSince1970: Double($0.upperBound))
    }
  }
}

extension Visiting {
  /// Whether it will take place, or does, within one of these times.
  public func lies(in spans: [Range<Date>]) -> Bool {
    [.booked, .pending, .arrived].contains(status) && spans.contains { $0.overlaps(during) }
  }
}

/// A practitioner's absence as they see it themselves: FHIR R4 calls it a Slot that is busy-unavailable.
public struct OwnAbsence: Sendable {
  public let absence: Absence
  public let note: String
  /// As an absence, of which patients were told.
  let wasEntered: Bool

  /// A part of a single day, which its practitioner can take back at once.
  public var isBlock: Bool {
    !wasEntered && absence.days.lowerBound == absence.days.upperBound && absence.weekdays.isEmpty
      && !isWholeDay
  }

  public var isWholeDay: Bool { absence.starts == .midnight && absence.ends == .endOfDay }

  public func holds(on day: Day) -> Bool { absence.holds(on: day) }
}
