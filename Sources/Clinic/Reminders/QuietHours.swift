public import CivilTime
import FoundationEssentials

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
}
