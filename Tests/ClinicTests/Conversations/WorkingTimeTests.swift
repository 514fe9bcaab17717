import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("Working time")
struct WorkingTimeTests {
  private let london: TimeZoneRules
  private let berlin: TimeZoneRules

  init() throws {
    london = try TimeZoneRules(identifier: "Europe/London")
    berlin = try TimeZoneRules(identifier: "Europe/Berlin")
  }

  private func at(_ text: String, _ zone: TimeZoneRules) throws -> Date {
    let local = try #require(LocalDateTime(iso: text))
    return try #require(zone.instants(of: local).first)
  }

  private func window(_ weekday: Weekday, _ opens: Int, _ closes: Int) throws -> (Weekday, Range<TimeOfDay>) {
    let (opens, closes) = (TimeOfDay(hour: opens, minute: 0), TimeOfDay(hour: closes, minute: 0))
    return (weekday, try #require(opens)..<(try #require(closes)))
  }

  @Test(
    "without opening hours is Monday to Friday, nine to five",
    arguments: [
      // Monday 2 March 2026.
      ("2026-03-02T07:00", 4, "2026-03-02T13:00"), ("2026-03-02T10:00", 4, "2026-03-02T14:00"),
      ("2026-03-02T15:00", 4, "2026-03-03T11:00"), ("2026-03-02T17:00", 1, "2026-03-03T10:00"),
      ("2026-03-06T16:00", 2, "2026-03-09T10:00"), ("2026-03-07T12:00", 8, "2026-03-09T17:00"),
      ("2026-03-02T09:00", 8, "2026-03-02T17:00"), ("2026-03-02T09:00", 9, "2026-03-03T10:00"),
    ])
  func usual(from: String, hours: Int, until: String) throws {
    let due = WorkingTime([]).instant(hours, hoursAfter: try at(from, london), in: london)
    #expect(due == (try at(until, london)))
  }

  @Test("is that of every place together, and no holiday is among it")
  func places() throws {
    let windows = [
      try window(.monday, 8, 12), try window(.monday, 10, 14), try window(.monday, 16, 18),
      try window(.wednesday, 9, 10),
    ]
    let time = WorkingTime(windows)
    #expect(
      time.instant(6, hoursAfter: try at("2026-03-02T07:00", london), in: london)
        == (try at("2026-03-02T14:00", london)))
    #expect(
      time.instant(7, hoursAfter: try at("2026-03-02T07:00", london), in: london)
        == (try at("2026-03-02T17:00", london)))
    #expect(
      time.instant(9, hoursAfter: try at("2026-03-02T07:00", london), in: london)
        == (try at("2026-03-04T10:00", london)))
    let closed = WorkingTime(windows, holidays: [try #require(Day(iso: "2026-03-04"))])
    #expect(
      closed.instant(9, hoursAfter: try at("2026-03-02T07:00", london), in: london)
        == (try at("2026-03-09T09:00", london)))
  }

  @Test("has the hours that pass where the clocks change, and is told to the half hour")
  func clocks() throws {
    // Sunday 29 March 2026, 02:00 is 03:00 in Berlin; on 25 October the hour from 02:00 comes twice.
    let night = WorkingTime([try window(.sunday, 1, 5)])
    #expect(
      night.instant(3, hoursAfter: try at("2026-03-28T12:00", berlin), in: berlin)
        == (try at("2026-03-29T05:00", berlin)))
    #expect(
      night.instant(5, hoursAfter: try at("2026-10-24T12:00", berlin), in: berlin)
        == (try at("2026-10-25T05:00", berlin)))
    let due = WorkingTime([]).instant(1, hoursAfter: try at("2026-03-02T09:07", london), in: london)
    #expect(due == (try at("2026-03-02T10:30", london)))
  }

  @Test("is any hour where the clinic is never open")
  func never() throws {
    let now = try at("2026-03-02T09:00", london)
    let closed = Set((0...370).map { Day(utc: now).adding(days: $0) })
    #expect(WorkingTime([], holidays: closed).instant(4, hoursAfter: now, in: london) == now + 4 * 3600)
  }
}

@Suite("Quiet hours")
struct QuietHoursEndTests {
  private func at(_ text: String, _ zone: TimeZoneRules) throws -> [Date] {
    zone.instants(of: try #require(LocalDateTime(iso: text)))
  }

  private func quiet(_ from: Int, _ until: Int, _ minute: Int = 0) throws -> QuietHours {
    QuietHours(
      from: try #require(TimeOfDay(hour: from, minute: 0)),
      until: try #require(TimeOfDay(hour: until, minute: minute)))
  }

  @Test("end in the morning, on the same day or the next, and nowhere outside of them")
  func usual() throws {
    let zone = try TimeZoneRules(identifier: "Europe/London")
    let night = try quiet(21, 7)
    #expect(
      night.end(after: try at("2026-03-02T22:00", zone)[0], in: zone) == (try at("2026-03-03T07:00", zone)[0])
    )
    #expect(
      night.end(after: try at("2026-03-03T06:59", zone)[0], in: zone) == (try at("2026-03-03T07:00", zone)[0])
    )
    #expect(night.end(after: try at("2026-03-03T07:00", zone)[0], in: zone) == nil)
    #expect(night.end(after: try at("2026-03-02T20:59", zone)[0], in: zone) == nil)
    #expect(try quiet(7, 7).end(after: try at("2026-03-02T22:00", zone)[0], in: zone) == nil)
  }

  @Test("end with the hour that the clocks skip, and once where they show it twice")
  func clocks() throws {
    let zone = try TimeZoneRules(identifier: "Europe/Berlin")
    // On 29 March 2026 there is no 02:30; on 25 October it comes twice.
    let skipped = try quiet(21, 2, 30).end(after: try at("2026-03-29T01:00", zone)[0], in: zone)
    #expect(skipped == (try at("2026-03-29T03:00", zone)[0]))
    let twice = try at("2026-10-25T02:30", zone)
    #expect(twice.count == 2)
    let night = try quiet(21, 2, 30)
    #expect(night.end(after: try at("2026-10-25T01:00", zone)[0], in: zone) == twice[0])
    // In the second of the two hours, until its end.
    #expect(night.end(after: try at("2026-10-25T02:10", zone)[1], in: zone) == twice[1])
  }
}
