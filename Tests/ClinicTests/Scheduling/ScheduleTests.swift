import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("A schedule")
struct ScheduleTests {
  let doctor = ID<Practitioner>(UUID())
  let room = ID<Location>(UUID())

  private func hours(_ weekday: Weekday, _ opens: String, _ closes: String) throws -> WeeklyHours {
    WeeklyHours(
      location: room, weekday: weekday, opens: try #require(TimeOfDay(iso: opens)),
      closes: try #require(TimeOfDay(iso: closes)), validFrom: try #require(Day(iso: "2026-01-01")),
      validUntil: try #require(Day(iso: "2026-12-31")))
  }

  /// The local times on offer on one day, in order.
  private func times(
    _ schedule: Schedule, on day: String, minutes: Int, zone: String = "Europe/London",
    after now: Date = .distantPast
  ) throws -> [String] {
    let rules = try TimeZoneRules(identifier: zone)
    return schedule.slots(
      of: doctor, minutes: minutes, on: [try #require(Day(iso: day))], in: rules, after: now
    ).map { slot in
      let start = slot.during.lowerBound
      return "\(rules.local(start).time) \(rules.offset(at: start).abbreviation)"
    }
  }

  @Test("offers the hours in steps of the service's length, and nothing that ends after closing")
  func steps() throws {
    let schedule = Schedule(hours: [try hours(.monday, "09:00", "10:50")], busy: [])
    #expect(try times(schedule, on: "2026-03-02", minutes: 30) == ["09:00 GMT", "09:30 GMT", "10:00 GMT"])
    #expect(try times(schedule, on: "2026-03-03", minutes: 30) == [])
  }

  @Test("offers nothing before it is valid, nor after its last day")
  func validity() throws {
    let schedule = Schedule(hours: [try hours(.thursday, "09:00", "09:30")], busy: [])
    #expect(try times(schedule, on: "2026-01-01", minutes: 30).count == 1)
    #expect(try times(schedule, on: "2025-12-25", minutes: 30).count == 0)
    #expect(try times(schedule, on: "2026-12-31", minutes: 30).count == 1)
    #expect(try times(schedule, on: "2027-01-07", minutes: 30).count == 0)
  }

  @Test("leaves out what the doctor or the room is busy with, and keeps what only touches it")
  func busy() throws {
    let rules = try TimeZoneRules(identifier: "Europe/London")
    let nine = rules.startOfDay(try #require(Day(iso: "2026-03-02"))) + 9 * 3600
    for resource in [doctor.uuid, room.uuid] {
      let schedule = Schedule(
        hours: [try hours(.monday, "09:00", "11:00")],
        busy: [Schedule.Busy(resource: resource, during: (nine + 1800)..<(nine + 3600))])
      #expect(try times(schedule, on: "2026-03-02", minutes: 30) == ["09:00 GMT", "10:00 GMT", "10:30 GMT"])
    }
    let elsewhere = Schedule(
      hours: [try hours(.monday, "09:00", "10:00")],
      busy: [Schedule.Busy(resource: UUID(), during: nine..<(nine + 3600))])
    #expect(try times(elsewhere, on: "2026-03-02", minutes: 30).count == 2)
  }

  @Test("offers nothing that has begun")
  func past() throws {
    let rules = try TimeZoneRules(identifier: "Europe/London")
    let nine = rules.startOfDay(try #require(Day(iso: "2026-03-02"))) + 9 * 3600
    let schedule = Schedule(hours: [try hours(.monday, "09:00", "10:00")], busy: [])
    #expect(try times(schedule, on: "2026-03-02", minutes: 30, after: nine) == ["09:30 GMT"])
    #expect(
      try times(schedule, on: "2026-03-02", minutes: 30, after: nine - 1) == ["09:00 GMT", "09:30 GMT"])
  }

  @Test("skips the hour that the clocks skip")
  func springForward() throws {
    // London, 29 March 2026: 01:00 GMT is followed by 02:00 BST.
    let schedule = Schedule(hours: [try hours(.sunday, "00:30", "03:00")], busy: [])
    #expect(
      try times(schedule, on: "2026-03-29", minutes: 30)
        == ["00:30 GMT", "02:00 BST", "02:30 BST"])
    let inside = Schedule(hours: [try hours(.sunday, "01:15", "03:00")], busy: [])
    #expect(try times(inside, on: "2026-03-29", minutes: 30) == ["02:00 BST", "02:30 BST"])
  }

  @Test("offers the hour that comes twice both times, and says which is which")
  func fallBack() throws {
    // London, 25 October 2026: 02:00 BST becomes 01:00 GMT.
    let schedule = Schedule(hours: [try hours(.sunday, "01:00", "02:30")], busy: [])
    #expect(
      try times(schedule, on: "2026-10-25", minutes: 30)
        == ["01:00 BST", "01:30 BST", "01:00 GMT", "01:30 GMT", "02:00 GMT"])
  }

  @Test("keeps nine o'clock at nine o'clock on both sides of a change")
  func nineIsNine() throws {
    let schedule = Schedule(hours: [try hours(.monday, "09:00", "09:30")], busy: [])
    #expect(try times(schedule, on: "2026-03-23", minutes: 30) == ["09:00 GMT"])
    #expect(try times(schedule, on: "2026-03-30", minutes: 30) == ["09:00 BST"])
  }
}
