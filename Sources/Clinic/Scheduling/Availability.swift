public import CivilTime

public enum Availability {}

/// When a practitioner is in a room, every week, in the clinic's local time.
public struct WeeklyHours: Hashable, Sendable {
  public let location: ID<Location>
  public let weekday: Weekday
  public let opens: TimeOfDay
  public let closes: TimeOfDay
  public let validFrom: Day
  /// The last day, inclusive; `nil` for no end.
  public let validUntil: Day?

  public init(
    location: ID<Location>, weekday: Weekday, opens: TimeOfDay, closes: TimeOfDay, validFrom: Day,
    validUntil: Day?
  ) {
    self.location = location
    self.weekday = weekday
    self.opens = opens
    self.closes = closes
    self.validFrom = validFrom
    self.validUntil = validUntil
  }

  func holds(on day: Day) -> Bool {
    day.weekday == weekday && day >= validFrom && (validUntil.map { day <= $0 } ?? true)
  }
}
