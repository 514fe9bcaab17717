/// A reading of the clock, to the second, from 00:00 to 24:00. The last is allowed as an end: opening hours
/// until midnight are 18:00 to 24:00, and stay in order.
public struct TimeOfDay: Hashable, Comparable, Sendable {
  /// 0...86400
  public let secondsSinceMidnight: Int32

  public static let midnight = TimeOfDay(unchecked: 0)
  public static let endOfDay = TimeOfDay(unchecked: 86_400)

  /// Nil outside of 0...86400.
  public init?(secondsSinceMidnight: Int) {
    guard (0...86_400).contains(secondsSinceMidnight) else { return nil }
    self.init(unchecked: Int32(secondsSinceMidnight))
  }

  /// Nil outside of 0...1440.
  public init?(minutesSinceMidnight: Int) {
    guard (0...1440).contains(minutesSinceMidnight) else { return nil }
    self.init(unchecked: Int32(minutesSinceMidnight * 60))
  }

  /// Nil for a time that no clock shows; 24:00:00 is allowed, 24:00:01 is not.
  public init?(hour: Int, minute: Int, second: Int = 0) {
    guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
    self.init(secondsSinceMidnight: hour * 3600 + minute * 60 + second)
  }

  private init(unchecked seconds: Int32) {
    secondsSinceMidnight = seconds
  }

  public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool {
    a.secondsSinceMidnight < b.secondsSinceMidnight
  }
}

extension TimeOfDay {
  /// 0...24
  public var hour: Int { Int(secondsSinceMidnight) / 3600 }
  public var minute: Int { Int(secondsSinceMidnight) / 60 % 60 }
  public var second: Int { Int(secondsSinceMidnight) % 60 }
  /// Whole minutes, 0...1440.
  public var minutesSinceMidnight: Int { Int(secondsSinceMidnight) / 60 }

  /// The time so many minutes later, or earlier when negative; nil when that is another day.
  public func adding(minutes: Int) -> TimeOfDay? {
    let (seconds, tooLarge) = minutes.multipliedReportingOverflow(by: 60)
    let (sum, overflow) = Int(secondsSinceMidnight).addingReportingOverflow(seconds)
    return tooLarge || overflow ? nil : TimeOfDay(secondsSinceMidnight: sum)
  }
}

extension TimeOfDay: CustomStringConvertible, LosslessStringConvertible {
  /// Reads `09:30` or `09:30:15` (ISO 8601 extended), which is also what `<input type="time">` submits.
  public init?(iso text: some StringProtocol) {
    var reader = DigitReader(text)
    guard let hour = reader.number(digits: 2), reader.skip(":"), let minute = reader.number(digits: 2) else {
      return nil
    }
    var second = 0
    if !reader.isAtEnd {
      guard reader.skip(":"), let read = reader.number(digits: 2), reader.isAtEnd else { return nil }
      second = read
    }
    self.init(hour: hour, minute: minute, second: second)
  }

  public init?(_ description: String) {
    self.init(iso: description)
  }

  /// `09:30`, with the seconds only where there are any: `09:30:15`.
  public var description: String {
    let minutes = "\(padded(hour, to: 2)):\(padded(minute, to: 2))"
    return second == 0 ? minutes : "\(minutes):\(padded(second, to: 2))"
  }
}
