public import CivilTime
internal import FoundationEssentials

/// A practitioner is away, a room closed or a device at the workshop: on each of the days, between two local times.
public struct Absence: Hashable, Sendable {
  public let id: ID<Absence>
  public let days: ClosedRange<Day>
  /// On these alone; empty for every day.
  public let weekdays: Set<Weekday>
  public let starts: TimeOfDay
  public let ends: TimeOfDay

  public init(
    id: ID<Absence> = .unstored, days: ClosedRange<Day>, weekdays: Set<Weekday> = [],
    starts: TimeOfDay = .midnight, ends: TimeOfDay = .endOfDay
  ) {
    self.id = id
    self.days = days
    self.weekdays = weekdays
    self.starts = starts
    self.ends = ends
  }

  func holds(on day: Day) -> Bool {
    days.contains(day) && (weekdays.isEmpty || weekdays.contains(day.weekday))
  }
}

/// A public holiday of the clinic.
public struct Holiday: Hashable, Sendable {
  public let day: Day
  public let name: String

  public init(day: Day, name: String) {
    self.day = day
    self.name = name
  }
}

/// When a site or a room is open, every week.
public struct OpeningHours: Hashable, Sendable {
  public let id: ID<OpeningHours>
  public let weekday: Weekday
  public let opens: TimeOfDay
  public let closes: TimeOfDay

  public init(
    id: ID<OpeningHours> = .unstored, weekday: Weekday, opens: TimeOfDay, closes: TimeOfDay
  ) {
    self.id = id
    self.weekday = weekday
    self.opens = opens
    self.closes = closes
  }
}
