/// What calendar and clock show on the wall, without saying where: an instant only together with
/// `TimeZoneRules`, and there it can be none, one or two instants.
public struct LocalDateTime: Hashable, Comparable, Sendable {
  public let day: Day
  public let time: TimeOfDay

  /// 24:00 is held as 00:00 of the next day, so that the same reading is equal to itself. Only 24:00 of
  /// the last day there is stays as it is.
  public init(day: Day, time: TimeOfDay) {
    if time == .endOfDay, day < .last {
      self.day = day.adding(days: 1)
      self.time = .midnight
    } else {
      self.day = day
      self.time = time
    }
  }

  /// Stops at the ends of the calendar.
  init(secondsSinceEpoch seconds: Int) {
    let days = floorDivide(seconds, 86_400)
    day = Day(clamping: days)
    if days > Day.last.daysSinceEpoch {
      time = .endOfDay
    } else if days < Day.first.daysSinceEpoch {
      time = .midnight
    } else {
      time = TimeOfDay(secondsSinceMidnight: seconds - days * 86_400) ?? .midnight
    }
  }

  /// Seconds since 1970-01-01T00:00 on the same wall.
  var secondsSinceEpoch: Int {
    Int(day.daysSinceEpoch) * 86_400 + Int(time.secondsSinceMidnight)
  }

  public static func < (a: LocalDateTime, b: LocalDateTime) -> Bool {
    a.secondsSinceEpoch < b.secondsSinceEpoch
  }
}

extension LocalDateTime: CustomStringConvertible, LosslessStringConvertible {
  /// Reads `2026-11-21T09:30` or `2026-11-21T09:30:15`, which is also what
  /// `<input type="datetime-local">` submits.
  public init?(iso text: some StringProtocol) {
    let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let day = Day(iso: parts[0]), let time = TimeOfDay(iso: parts[1]) else {
      return nil
    }
    self.init(day: day, time: time)
  }

  public init?(_ description: String) {
    self.init(iso: description)
  }

  /// `2026-11-21T09:30`
  public var description: String { "\(day)T\(time)" }
}
