import CivilTime
import FoundationEssentials

/// Instants and readings of the clock as RFC 5545 section 3.3.5 writes them.
struct CalendarTime {
  private let zone: TimeZoneRules

  init(_ zone: TimeZoneRules) {
    self.zone = zone
  }

  /// When an event begins and ends: by the zone's clocks, as a calendar then follows them should a government change
  /// its mind.
  ///
  /// A reading that comes twice means the first of the two instants; the second can be written in UTC alone. So can
  /// one end of an event when the other has to be, for calendars that expect both alike.
  func lines(of time: Range<Date>) -> [ContentLine] {
    let ends = [("DTSTART", time.lowerBound), ("DTEND", time.upperBound)]
    let isPlain = ends.allSatisfy { isFirst($0.1) }
    return ends.map { name, instant in
      isPlain
        ? ContentLine(name, [("TZID", zone.identifier)], .fixed(Self.text(zone.local(instant))))
        : ContentLine(name, .fixed(Self.utc(instant)))
    }
  }

  /// Whether the clocks show this instant's reading for the first time.
  private func isFirst(_ instant: Date) -> Bool {
    zone.instants(of: zone.local(instant)).first?.wholeSeconds == instant.wholeSeconds
  }

  static func utc(_ instant: Date) -> String {
    let (days, seconds) = instant.wholeSeconds.dividedByDay
    guard let day = Day(daysSinceEpoch: days), let time = TimeOfDay(secondsSinceMidnight: seconds) else {
      return "00010101T000000Z"
    }
    return text(LocalDateTime(day: day, time: time)) + "Z"
  }

  /// `20261124T092000`
  static func text(_ local: LocalDateTime) -> String {
    let (year, month, day) = local.day.components
    let time = local.time
    return padded(year, 4) + padded(month) + padded(day) + "T" + padded(time.hour) + padded(time.minute)
      + padded(time.second)
  }

  /// RFC 5545 section 3.3.14: `+0530`, and with seconds where a zone has them.
  static func text(of offset: TimeZoneRules.Offset) -> String {
    let seconds = abs(offset.seconds)
    let rest = seconds % 60
    return (offset.seconds < 0 ? "-" : "+") + padded(seconds / 3600) + padded(seconds / 60 % 60)
      + (rest == 0 ? "" : padded(rest))
  }

  private static func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}

extension Date {
  /// Rounded down, and within the calendar's years.
  var wholeSeconds: Int {
    let seconds = timeIntervalSince1970.rounded(.down)
    return seconds.isNaN ? 0 : Int(min(max(seconds, -6e10), 2.5e11))
  }
}

extension Int {
  fileprivate var dividedByDay: (days: Int, seconds: Int) {
    let days = self >= 0 ? self / 86_400 : (self - 86_399) / 86_400
    return (days, self - days * 86_400)
  }
}
