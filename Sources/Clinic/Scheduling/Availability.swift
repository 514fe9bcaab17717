public import CivilTime
internal import FoundationEssentials

public enum Availability {}

/// When a practitioner is in a room, every week, in the clinic's local time.
public struct WeeklyHours: Hashable, Sendable {
  public let id: ID<Availability>
  public let location: ID<Location>
  public let weekday: Weekday
  public let opens: TimeOfDay
  public let closes: TimeOfDay
  public let validFrom: Day
  /// The last day, inclusive; `nil` for no end.
  public let validUntil: Day?
  /// For these alone; empty for all.
  public let services: Set<ID<HealthcareService>>

  public init(
    id: ID<Availability> = .unstored, location: ID<Location>, weekday: Weekday, opens: TimeOfDay,
    closes: TimeOfDay, validFrom: Day, validUntil: Day?, services: Set<ID<HealthcareService>> = []
  ) {
    self.id = id
    self.location = location
    self.weekday = weekday
    self.opens = opens
    self.closes = closes
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.services = services
  }

  func holds(on day: Day) -> Bool {
    day.weekday == weekday && day >= validFrom && (validUntil.map { day <= $0 } ?? true)
  }

  func isFor(_ service: ID<HealthcareService>) -> Bool { services.isEmpty || services.contains(service) }
}

/// When a practitioner is in a room on one day: beside the weekly hours, or in their place.
public struct DatedHours: Hashable, Sendable {
  public let id: ID<DatedHours>
  public let location: ID<Location>
  public let day: Day
  public let opens: TimeOfDay
  public let closes: TimeOfDay
  /// The day's weekly hours do not count.
  public let replaces: Bool

  public init(
    id: ID<DatedHours> = .unstored, location: ID<Location>, day: Day, opens: TimeOfDay, closes: TimeOfDay,
    replaces: Bool
  ) {
    self.id = id
    self.location = location
    self.day = day
    self.opens = opens
    self.closes = closes
    self.replaces = replaces
  }
}
