public import CivilTime
public import FoundationEssentials

/// From when until when, by their own clock, somebody is not to be written to. From and until the same: never.
public struct QuietHours: Hashable, Sendable {
  public let from: TimeOfDay
  public let until: TimeOfDay

  public init(from: TimeOfDay, until: TimeOfDay) {
    self.from = from
    self.until = until
  }

  public func contains(_ time: TimeOfDay) -> Bool {
    from <= until ? from <= time && time < until : time >= from || time < until
  }

  /// When they end, if it is quiet at an instant by the clock of a zone; nil where it is not. Where the clocks skip the end it is what
  /// they show next, and where they show it twice the one that is still ahead.
  public func end(after now: Date, in zone: TimeZoneRules) -> Date? {
    let local = zone.local(now)
    guard contains(local.time) else { return nil }
    let day = local.time < until ? local.day : local.day.adding(days: 1)
    let end = LocalDateTime(day: day, time: until)
    return zone.instants(of: end).first { $0 > now } ?? zone.firstInstant(atOrAfter: end)
  }
}
