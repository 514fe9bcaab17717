import CivilTime
import ClinicTesting
import FoundationEssentials
import Pages
import Testing

@testable import Web

@Suite("The label of a time")
struct TimeLabelTests {
  @Test("is another for each time of a day, in every zone, also where an hour comes twice")
  func repeatedHours() throws {
    let words = try SnapshotTests.library().words(.english)
    let zones = TimeZoneDatabase()
    var repeated = 0
    for identifier in zones.identifiers() {
      let zone = try zones.rules(for: identifier)
      let formats = Formats(words: words, zone: zone)
      for day in Self.days(of: zone, in: 2026) {
        let interval = zone.interval(of: day)
        // From the day before on, for where the clocks go back over midnight.
        let instants = stride(
          from: -7200, to: interval.upperBound.timeIntervalSince(interval.lowerBound) + 7200, by: 900
        )
        .map { interval.lowerBound + $0 }.filter { formats.day($0) == day }
        let labels = instants.map(formats.timeLabel)
        try #require(Set(labels).count == labels.count, "\(identifier), \(day)")
        repeated += labels.filter { $0.contains(" ") }.count
      }
    }
    // Some eighty zones put their clocks back, most by four quarters of an hour, each shown twice.
    #expect(repeated > 8 * 80)
  }

  /// On which the clocks change, and the day after.
  private static func days(of zone: TimeZoneRules, in year: Int) -> [Day] {
    guard let first = Day(year: year, month: 1, day: 1) else { return [] }
    let offsets = (0...366).map { zone.offset(at: zone.startOfDay(first.adding(days: $0))).seconds }
    return (1...366).filter { offsets[$0] < offsets[$0 - 1] }.flatMap {
      [first.adding(days: $0 - 1), first.adding(days: $0)]
    }
  }
}
