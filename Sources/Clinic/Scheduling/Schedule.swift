public import CivilTime
internal import FoundationEssentials

/// What decides when something can be booked, as far as it was loaded. Pure: docs/scheduling.md says what it means.
public struct Schedule: Sendable {
  var weekly: [ID<Practitioner>: [WeeklyHours]] = [:]
  var dated: [ID<Practitioner>: [DatedHours]] = [:]
  /// By practitioner, room or device.
  var absences: [UUID: [Absence]] = [:]
  /// By room: its own, else those of its site.
  var openings: [UUID: [OpeningHours]] = [:]
  /// On which any place is open; empty when no place says when it is.
  var openWeekdays: Set<Weekday> = []
  var holidays: [Day: Holiday] = [:]
  var pools: [Pool: [UUID]] = [:]
  /// By resource, in order of start.
  var busy: [UUID: [Busy]] = [:]
  /// Nothing outside is offered, for it might be taken.
  var loaded: Range<Date> = Date.distantPast..<Date.distantFuture

  /// Whose times were looked for.
  var resources: [UUID] = []
  /// Of the rules: the practitioners with the versions of their schedules.
  var edition: [UInt8] = []

  init() {}

  /// Without what is taken.
  public var rules: Schedule {
    var rules = self
    rules.busy = [:]
    rules.resources = []
    return rules
  }

  static let usualWeekdays: Set<Weekday> = [.monday, .tuesday, .wednesday, .thursday, .friday]

  func isWorkingDay(_ day: Day) -> Bool {
    holidays[day] == nil && (openWeekdays.isEmpty ? Self.usualWeekdays : openWeekdays).contains(day.weekday)
  }

  /// The last day on which the service can be booked.
  public func horizon(of service: HealthcareService, from today: Day) -> Day {
    guard service.rules.horizonInWorkingDays else { return today.adding(days: service.rules.horizonDays) }
    var (day, left) = (today, service.rules.horizonDays)
    // Holidays could fill a calendar; a few years are enough to look at.
    while left > 0, today.days(until: day) < 1500 {
      day = day.adding(days: 1)
      if isWorkingDay(day) { left -= 1 }
    }
    return day
  }
}
