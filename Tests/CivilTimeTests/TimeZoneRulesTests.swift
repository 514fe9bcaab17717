import CivilTime
import Foundation
import Testing

@Suite("The rules of a time zone")
struct TimeZoneRulesTests {
  @Test("have no instant for a reading that the clocks skip")
  func gap() throws {
    #expect(try instants("Europe/Paris", "2026-03-29T01:59:59") == ["2026-03-29T00:59:59Z"])
    #expect(try instants("Europe/Paris", "2026-03-29T02:00").isEmpty)
    #expect(try instants("Europe/Paris", "2026-03-29T02:59:59").isEmpty)
    #expect(try instants("Europe/Paris", "2026-03-29T03:00") == ["2026-03-29T01:00:00Z"])
  }

  @Test("have two instants, in order, for a reading that comes twice")
  func repeated() throws {
    let twice = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]
    #expect(try instants("Europe/Paris", "2026-10-25T02:30") == twice)
    #expect(try instants("Europe/Paris", "2026-10-25T03:00") == ["2026-10-25T02:00:00Z"])
  }

  @Test("know Lord Howe Island's half hour")
  func lordHowe() throws {
    #expect(try instants("Australia/Lord_Howe", "2026-10-04T02:15").isEmpty)
    #expect(try instants("Australia/Lord_Howe", "2026-10-04T02:30") == ["2026-10-03T15:30:00Z"])
    #expect(try instants("Australia/Lord_Howe", "2026-04-05T01:45").count == 2)
  }

  @Test("know that Dublin's winter is the exception")
  func dublin() throws {
    let dublin = try TimeZoneRules(identifier: "Europe/Dublin")
    let winter = dublin.offset(at: try instant("2026-01-15T12:00:00Z"))
    #expect((winter.seconds, winter.abbreviation, winter.isDaylight) == (0, "GMT", true))
    let summer = dublin.offset(at: try instant("2050-07-15T12:00:00Z"))
    #expect((summer.seconds, summer.abbreviation, summer.isDaylight) == (3600, "IST", false))
  }

  @Test("follow a file's footer after its last change")
  func footer() throws {
    #expect(try instants("America/New_York", "2099-07-01T12:00") == ["2099-07-01T16:00:00Z"])
    #expect(try instants("America/New_York", "2099-12-01T12:00") == ["2099-12-01T17:00:00Z"])
    #expect(try instants("Europe/Berlin", "9999-07-01T12:00") == ["9999-07-01T10:00:00Z"])
  }

  @Test("start a day at the first instant where midnight is skipped")
  func startAfterGap() throws {
    // Clocks in Cairo go from 24:00 to 01:00 on the last Friday of April.
    #expect(try start("Africa/Cairo", "2026-04-24") == "2026-04-23T22:00:00Z")
    let cairo = try TimeZoneRules(identifier: "Africa/Cairo")
    #expect(cairo.local(try instant("2026-04-23T22:00:00Z")).description == "2026-04-24T01:00")
  }

  @Test("start a day at the first of two midnights")
  func startAtRepeatedMidnight() throws {
    // Clocks in Havana go back from 01:00 to 00:00.
    #expect(try start("America/Havana", "2026-11-01") == "2026-11-01T04:00:00Z")
    // Clocks in St John's went back from 00:01 to 23:01 of the day before.
    #expect(try start("America/St_Johns", "2006-10-29") == "2006-10-29T02:30:00Z")
  }

  @Test("start a day that comes after its evening is repeated")
  func startAfterRepeatedEvening() throws {
    // Clocks in Cairo go back from 24:00 to 23:00 on the last Thursday of October.
    #expect(try start("Africa/Cairo", "2026-10-30") == "2026-10-29T22:00:00Z")
  }

  @Test("give a day that never was no length")
  func skippedDay() throws {
    let apia = try TimeZoneRules(identifier: "Pacific/Apia")
    let interval = apia.interval(of: try #require(Day(iso: "2011-12-30")))
    #expect(interval.isEmpty)
    #expect(try instants("Pacific/Apia", "2011-12-30T12:00").isEmpty)
    #expect(try start("Pacific/Apia", "2011-12-30") == "2011-12-30T10:00:00Z")
    #expect(try start("Pacific/Apia", "2011-12-31") == "2011-12-30T10:00:00Z")
  }

  @Test(
    "give a day 23, 24 or 25 hours",
    arguments: [("2026-03-29", 23.0), ("2026-06-01", 24), ("2026-10-25", 25)])
  func lengths(day: String, hours: Double) throws {
    let interval = try TimeZoneRules(identifier: "Europe/Paris").interval(of: try #require(Day(iso: day)))
    #expect(interval.upperBound.timeIntervalSince(interval.lowerBound) == hours * 3600)
  }

  @Test("drop fractions of a second downwards, before 1970 too")
  func fractions() throws {
    let utc = try TimeZoneRules(identifier: "UTC")
    #expect(utc.local(Date(timeIntervalSince1970: 0.999)).description == "1970-01-01T00:00")
    #expect(utc.local(Date(timeIntervalSince1970: -0.001)).description == "1969-12-31T23:59:59")
  }

  @Test("stop at the ends of the calendar instead of trapping")
  func extremes() throws {
    let zone = try TimeZoneRules(identifier: "Asia/Tokyo")
    #expect(zone.local(.distantPast) >= LocalDateTime(day: .first, time: .midnight))
    for seconds in [Double.infinity, -.infinity, .nan, .greatestFiniteMagnitude] {
      _ = zone.local(Date(timeIntervalSince1970: seconds))
    }
    #expect(zone.local(Date(timeIntervalSince1970: .infinity)).description == "9999-12-31T24:00")
    for day in [Day.first, .last] { _ = zone.interval(of: day) }
  }
}

private func instant(_ text: String) throws -> Date {
  try Date(text, strategy: .iso8601)
}

private func instants(_ identifier: String, _ local: String) throws -> [String] {
  let rules = try TimeZoneRules(identifier: identifier)
  return rules.instants(of: try #require(LocalDateTime(iso: local))).map { $0.formatted(.iso8601) }
}

private func start(_ identifier: String, _ day: String) throws -> String {
  let rules = try TimeZoneRules(identifier: identifier)
  return rules.startOfDay(try #require(Day(iso: day))).formatted(.iso8601)
}
