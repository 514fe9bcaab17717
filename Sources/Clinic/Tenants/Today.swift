public import CivilTime
public import FoundationEssentials

/// The day it is at a clinic.
public struct Today: Sendable {
  public let day: Day
  public let zone: TimeZoneRules
  /// From its first instant to that of the next day.
  public let time: Range<Date>

  public init(at now: Date, in zone: TimeZoneRules) {
    day = zone.local(now).day
    self.zone = zone
    time = zone.interval(of: day)
  }
}

extension Clinic {
  public func today(for visitor: Visitor) async throws -> Today {
    Today(at: clock(), in: try await zone(of: visitor))
  }
}
