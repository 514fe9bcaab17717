import CivilTime
import Foundation
import Testing

@Suite("The changes of a zone's clocks")
struct TimeZoneChangeTests {
  private func changes(_ identifier: String, _ from: String, _ until: String) throws -> [String] {
    let rules = try TimeZoneRules(identifier: identifier)
    let time = try Date(from, strategy: .iso8601)..<Date(until, strategy: .iso8601)
    return rules.changes(in: time).map { change in
      "\(change.instant.formatted(.iso8601)) \(change.onset) \(change.from.seconds) \(change.to.seconds)"
    }
  }

  @Test("are told with what the clocks showed before, the year round")
  func year() throws {
    #expect(
      try changes("Europe/London", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z") == [
        "2026-03-29T01:00:00Z 2026-03-29T01:00 0 3600", "2026-10-25T01:00:00Z 2026-10-25T02:00 3600 0",
      ])
    #expect(
      try changes("Australia/Lord_Howe", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z") == [
        "2026-04-04T15:00:00Z 2026-04-05T02:00 39600 37800",
        "2026-10-03T15:30:00Z 2026-10-04T02:00 37800 39600",
      ])
    #expect(try changes("Asia/Kathmandu", "2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z").isEmpty)
  }

  @Test("lie from the first instant on, and before the last")
  func bounds() throws {
    let spring = "2026-03-29T01:00:00Z"
    #expect(try changes("Europe/London", spring, "2026-03-29T01:00:01Z").count == 1)
    #expect(try changes("Europe/London", "2026-03-29T00:59:59Z", spring).isEmpty)
    #expect(try changes("Europe/London", "2026-03-29T01:00:01Z", "2026-03-30T01:00:01Z").isEmpty)
    #expect(try changes("Europe/London", spring, spring).isEmpty)
  }

  @Test("follow a file's footer after its last change")
  func footer() throws {
    let found = try changes("America/New_York", "2098-01-01T00:00:00Z", "2099-01-01T00:00:00Z")
    #expect(
      found == [
        "2098-03-09T07:00:00Z 2098-03-09T02:00 -18000 -14400",
        "2098-11-02T06:00:00Z 2098-11-02T02:00 -14400 -18000",
      ])
  }

  @Test("before an instant end with the one that made the clocks what they are")
  func before() throws {
    func last(_ identifier: String, _ instant: String) throws -> String? {
      try TimeZoneRules(identifier: identifier).change(before: Date(instant, strategy: .iso8601))?
        .instant.formatted(.iso8601)
    }
    #expect(try last("Europe/London", "2026-03-29T00:59:59Z") == "2025-10-26T01:00:00Z")
    #expect(try last("Europe/London", "2026-03-29T01:00:00Z") == "2026-03-29T01:00:00Z")
    #expect(try last("Asia/Kathmandu", "2026-01-01T00:00:00Z") == "1985-12-31T18:30:00Z")
    #expect(try last("Pacific/Apia", "2012-01-01T00:00:00Z") == "2011-12-30T10:00:00Z")
    #expect(try last("UTC", "2026-01-01T00:00:00Z") == nil)
    #expect(try last("Europe/London", "1800-01-01T00:00:00Z") == nil)
  }

  @Test("one after the other lead from any offset to the next, in every zone")
  func chained() throws {
    let database = TimeZoneDatabase()
    let time = Date(timeIntervalSince1970: 0)..<Date(timeIntervalSince1970: 4_102_444_800)
    for identifier in database.choices() {
      let rules = try database.rules(for: identifier)
      var offset = rules.offset(at: time.lowerBound - 1)
      for change in rules.changes(in: time) {
        #expect(change.from == offset && change.to != offset, "\(identifier)")
        #expect(rules.offset(at: change.instant) == change.to, "\(identifier)")
        #expect(rules.change(before: change.instant) == change, "\(identifier)")
        offset = change.to
      }
      #expect(rules.offset(at: time.upperBound - 1) == offset, "\(identifier)")
    }
  }
}
