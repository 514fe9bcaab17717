import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

/// Free times around every change of every zone's clocks, by what the clocks on the wall show.
@Suite("Free times where clocks change")
struct EveryZoneSlotsTests {
  private static let zones = TimeZoneDatabase()
  private static let practitioner = ID<Practitioner>(UUID())
  private static let room = ID<Location>(UUID())

  /// Before this year's changes: missing midnights and days, and shifts of other than an hour.
  private static let oddities = [
    ("Pacific/Apia", 2011), ("Pacific/Fakaofo", 2011), ("Pacific/Kwajalein", 1993),
    ("America/Sao_Paulo", 2018),
    ("Asia/Pyongyang", 2018), ("Asia/Pyongyang", 2015), ("America/Caracas", 2016), ("Asia/Kathmandu", 1986),
    ("Europe/Istanbul", 2015), ("Asia/Gaza", 2021), ("Africa/Juba", 2021), ("Asia/Amman", 2022),
    ("America/Asuncion", 2024), ("Antarctica/Casey", 2023), ("Asia/Almaty", 2024),
  ]

  @Test("in every zone: each quarter of an hour that the clocks show within the hours, once")
  func everyZone() throws {
    let places = Self.zones.identifiers().map { ($0, 2026) } + Self.oddities
    var changes = 0
    for (identifier, year) in places {
      let zone = try Self.zones.rules(for: identifier)
      for day in Self.daysOfChange(zone, year) {
        changes += 1
        try check(zone, around: day)
      }
    }
    #expect(changes > 300)
  }

  @Test("in every zone, on days like others, from opening to closing")
  func everyZoneAtRest() throws {
    for identifier in Self.zones.identifiers() {
      let zone = try Self.zones.rules(for: identifier)
      try check(zone, around: try #require(Day(iso: "2026-07-15")))
    }
  }

  /// Nothing but a day on which noon is an hour, a half or a day off the noon before.
  private static func daysOfChange(_ zone: TimeZoneRules, _ year: Int) -> [Day] {
    guard let first = Day(year: year, month: 1, day: 1) else { return [] }
    let starts = (0...366).map { zone.startOfDay(first.adding(days: $0)) }
    return (0..<366).filter { zone.offset(at: starts[$0]) != zone.offset(at: starts[$0 + 1]) }
      .map { first.adding(days: $0) }
  }

  private func check(_ zone: TimeZoneRules, around day: Day) throws {
    let days = day.adding(days: -1)...day.adding(days: 1)
    let all = instants(zone, days)
    // All day long, office hours, around most changes, and around those at midnight.
    for (opens, closes) in [(0, 1440), (540, 1020), (60, 210), (0, 90), (1380, 1440)] {
      let expected = all.filter { instant in
        let shown = zone.local(instant)
        return days.contains(shown.day) && (opens..<closes).contains(shown.time.minutesSinceMidnight)
      }
      let found = try search(zone, opens, closes, minutes: 15, before: days.lowerBound).slots(on: days)
      let what = "\(zone.identifier) around \(day), \(opens) to \(closes)"
      try #require(found.map(\.during.lowerBound) == expected, "\(what)")
      for visit in found {
        let last = zone.local(visit.during.upperBound - 60)
        let isWithin = days.contains(last.day) && (opens..<closes).contains(last.time.minutesSinceMidnight)
        try #require(isWithin, "\(what): ends at \(visit.during.upperBound)")
      }
      guard opens == 540 else { continue }
      let mornings = Dictionary(grouping: found) { zone.local($0.during.lowerBound).day }
      for (morning, visits) in mornings {
        try #require(
          zone.local(visits[0].during.lowerBound).time.minutesSinceMidnight == 540, "\(what), \(morning)")
      }
    }
  }

  /// Visits of an hour that begin before a change: every minute of them is within the hours on the wall.
  @Test("in every zone: no minute of a longer visit is outside of the hours")
  func longerVisits() throws {
    for identifier in Self.zones.identifiers() {
      let zone = try Self.zones.rules(for: identifier)
      for day in Self.daysOfChange(zone, 2026) {
        let days = day.adding(days: -1)...day.adding(days: 1)
        let found = try search(zone, 30, 240, minutes: 60, before: days.lowerBound).slots(on: days)
        for visit in found {
          for minute in stride(from: 0, to: 3600, by: 300) {
            let shown = zone.local(visit.during.lowerBound + TimeInterval(minute)).time.minutesSinceMidnight
            try #require((30..<240).contains(shown), "\(identifier), \(visit.during)")
          }
          #expect(visit.during.upperBound.timeIntervalSince(visit.during.lowerBound) == 3600)
        }
        try #require(!found.isEmpty, "\(identifier), \(day)")
      }
    }
  }

  /// Every quarter of an hour of real time.
  private func instants(_ zone: TimeZoneRules, _ days: ClosedRange<Day>) -> [Date] {
    let start = zone.startOfDay(days.lowerBound) - 7200
    let end = zone.startOfDay(days.upperBound.adding(days: 1)) + 7200
    return stride(from: start.timeIntervalSince1970, to: end.timeIntervalSince1970, by: 900)
      .map { Date(timeIntervalSince1970: $0) }
  }

  private func search(
    _ zone: TimeZoneRules, _ opens: Int, _ closes: Int, minutes: Int, before day: Day
  ) throws -> SlotSearch {
    var schedule = Schedule()
    let hours = try Weekday.allCases.map {
      WeeklyHours(
        location: Self.room, weekday: $0, opens: try #require(TimeOfDay(minutesSinceMidnight: opens)),
        closes: try #require(TimeOfDay(minutesSinceMidnight: closes)), validFrom: .first, validUntil: nil)
    }
    schedule.weekly = [Self.practitioner: hours]
    let service = HealthcareService(
      id: ID(UUID()), specialty: "", name: "", description: "", price: Money(minorUnits: 1, currency: "EUR"),
      preparation: "", rules: BookingRules(durationMinutes: minutes))
    return SlotSearch(
      of: Self.practitioner, for: service, in: schedule, zone: zone,
      at: zone.startOfDay(day.adding(days: -3)))
  }
}
