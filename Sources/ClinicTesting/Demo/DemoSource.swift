internal import CivilTime
internal import Clinic
internal import Credentials
internal import FoundationEssentials

/// What one part of the demo is made from: chance and ids of its own, so that a change in one part leaves the
/// other parts as they were.
struct DemoSource {
  var generator: SeededGenerator
  let now: Date
  let today: Day
  let zone: TimeZoneRules
  private let ids: UUIDv7

  init(seed: UInt64, part: String, now: Date, zone: TimeZoneRules) {
    generator = SeededGenerator(seed: seed, part: part)
    ids = UUIDv7(random: .seeded(seed, part: "\(part)/ids"))
    self.now = now
    self.zone = zone
    today = zone.local(now).day
  }

  func id(at instant: Date? = nil) -> UUID {
    ids.next(at: instant ?? now)
  }

  /// Some time within so many days before now, at a whole minute.
  mutating func instant(daysAgo days: ClosedRange<Int>) -> Date {
    let minutes = Int.random(in: (days.lowerBound * 1440)...(days.upperBound * 1440), using: &generator)
    return Date(
      timeIntervalSince1970: (now.timeIntervalSince1970 / 60).rounded(.down) * 60 - Double(minutes) * 60)
  }
}
