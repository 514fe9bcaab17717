import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("What is asked of a list by time")
struct PeriodTests {
  /// Of the values, those of which PostgreSQL says that the condition on `v` holds.
  private func fitting(
    _ condition: SQL, _ values: [String], _ type: SQL, in database: TestDatabase
  ) async throws -> [String] {
    try await database.asSuperuser(
      """
      SELECT text FROM unnest(\(values)::text[]) WITH ORDINALITY AS t (text, place), LATERAL (SELECT text::\(type) AS v) AS c
       WHERE \(condition) ORDER BY place
      """
    ).decode { row in try row.next(String.self) }
  }

  /// A day of March 2026, counted on beyond its end, and a time of it in UTC.
  private func instant(_ text: String) throws -> String {
    let parts = text.split(separator: "T")
    let first = try #require(Day(year: 2026, month: 3, day: 1))
    return "\(first.adding(days: try #require(Int(parts[0])) - 1))T\(parts[1])Z"
  }

  /// Late in the evening of the Sunday on which New York's clocks went forward, a day of 23 hours; in UTC it is Monday.
  @Test("by a period: of days in the clinic's zone, or of instants, its first included and its end not")
  func periods() async throws {
    let cases: [(Period, within: [String], beyond: [String])] = [
      (.today, ["08T05:00:00", "09T03:59:59"], ["08T04:59:59", "09T04:00:00"]),
      (.tomorrow, ["09T04:00:00", "10T03:59:59"], ["09T03:59:59", "10T04:00:00"]),
      (.week, ["08T05:00:00", "15T03:59:59"], ["08T04:59:59", "15T04:00:00"]),
      (.lastWeek, ["01T05:00:00", "08T04:59:59"], ["01T04:59:59", "08T05:00:00"]),
      (.lastDay, ["08T02:30:01", "09T02:30:00"], ["08T02:30:00", "09T02:30:01"]),
      (.ahead, ["09T02:30:00", "99T00:00:00"], ["09T02:29:59"]),
      (.past, ["01T00:00:00", "09T02:29:59"], ["09T02:30:00"]),
    ]
    #expect(Set(cases.map(\.0)) == Set(Period.allCases))
    let moment = Listing.Moment(
      now: Date(seconds: 1_773_023_400), zone: try TimeZoneDatabase().rules(for: "America/New_York"))
    try await TestDatabase.using { database in
      for (period, within, beyond) in cases {
        let fits = try await fitting(
          period.condition(on: "v", at: moment), (within + beyond).map(instant), "timestamptz", in: database)
        #expect(try fits == within.map(instant), "\(period)")
      }
    }
  }

  @Test("by an age: from the day of the eighteenth and the sixty-fifth birthday on")
  func ages() async throws {
    let cases: [(String, AgeGroup, born: [String])] = [
      ("2026-03-02", .child, ["2008-03-03", "2026-03-02"]),
      ("2026-03-02", .adult, ["1961-03-03", "2008-03-02"]),
      ("2026-03-02", .senior, ["1961-03-02", "1900-01-01"]),
      // Who was born on a leap day has their birthday on 1 March.
      ("2026-02-28", .child, ["2008-02-29"]), ("2026-03-01", .adult, ["2008-02-29"]),
      ("2028-02-29", .child, ["2010-03-01"]), ("2028-02-29", .adult, ["2010-02-28"]),
    ]
    try await TestDatabase.using { database in
      for (today, age, born) in cases {
        let today = try #require(Day(iso: today))
        for other in AgeGroup.allCases {
          let fits = try await fitting(other.condition(on: "v", today: today), born, "date", in: database)
          #expect(fits == (other == age ? born : []), "\(today) \(age) \(other)")
        }
      }
    }
  }
}
