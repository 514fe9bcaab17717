import Foundation
import Postgres
import Testing

@Suite("Instants")
struct InstantTests {
  let database: Database

  init() throws {
    database = try TestCluster.database()
  }

  private func text(of value: some SQLEncodable) async throws -> String {
    let rows = try await database.pipeline(["SET LOCAL TIME ZONE 'UTC'", "SELECT \(value)::text"])
    return try rows[1].decode { row in try row.next(String.self) }[0]
  }

  private func date(_ text: String) async throws -> Date {
    try await database.pipeline(["SELECT \(text)::text::timestamptz"])[0].decode { row in
      try row.next(Date.self)
    }[0]
  }

  @Test(
    "are exact to the microsecond",
    arguments: [
      "1969-12-31 23:59:59.999999+00", "1970-01-01 00:00:00+00", "1999-12-31 23:59:59.999999+00",
      "2000-01-01 00:00:00.000001+00", "2026-02-28 12:34:56.789012+00", "2100-12-31 23:59:59.999999+00",
      "4714-11-24 00:00:00+00 BC", "9999-12-31 00:00:00+00",
    ])
  func exact(_ text: String) async throws {
    #expect(try await self.text(of: date(text)) == text)
  }

  @Test("are rounded to the nearest microsecond")
  func rounding() async throws {
    // As doubles, both of these lie a little below the microsecond they stand for or the half of it.
    #expect(try await text(of: Date(timeIntervalSince1970: 0.9999996)) == "1970-01-01 00:00:01+00")
    #expect(try await text(of: Date(timeIntervalSince1970: 0.9999994)) == "1970-01-01 00:00:00.999999+00")
    #expect(try await text(of: Date(timeIntervalSince1970: -0.0000006)) == "1969-12-31 23:59:59.999999+00")
  }

  @Test("survive being stored over and over")
  func stable() async throws {
    var date = Date(timeIntervalSinceReferenceDate: 793_974_896.123456)
    let first = try await text(of: date)
    for _ in 0..<20 {
      date = try await database.pipeline(["SELECT \(date)"])[0].decode { row in try row.next(Date.self) }[0]
    }
    #expect(try await text(of: date) == first)
  }

  @Test("without end are refused on both ways")
  func infinite() async throws {
    for seconds in [Double.infinity, -.infinity, .nan, 1e16, -1e16, 9.3e12] {
      await #expect(throws: SQLEncodingError.unrepresentable(.timestamptz)) {
        try await database.pipeline(["SELECT \(Date(timeIntervalSinceReferenceDate: seconds))"])
      }
    }
    for text in ["infinity", "-infinity"] {
      let error = await #expect(throws: RowError.self) { try await date(text) }
      #expect(error?.cause == .value(.unrepresentable(.timestamptz)))
    }
  }

  @Test("in a range have the lower bound in and the upper out")
  func ranges() async throws {
    let hour = Date(timeIntervalSince1970: 0)..<Date(timeIntervalSince1970: 3600)
    #expect(try await text(of: hour) == #"["1970-01-01 00:00:00+00","1970-01-01 01:00:00+00")"#)
    let back = try await database.pipeline(["SELECT \(hour)"])[0].decode { row in
      try row.next(Range<Date>.self)
    }
    #expect(back == [hour])
  }

  @Test(
    "in ranges of another kind are refused",
    arguments: [
      "empty", "(,)", "[2000-01-01,)", "(,2000-01-01)", "(2000-01-01,2000-01-02)", "[2000-01-01,2000-01-02]",
      "[-infinity,infinity)",
    ])
  func otherRanges(_ text: String) async throws {
    let rows = try await database.pipeline(["SELECT \(text)::text::tstzrange"])[0]
    let error = #expect(throws: RowError.self) { try rows.decode { row in try row.next(Range<Date>.self) } }
    #expect(error?.cause == .value(.unrepresentable(.tstzrange)))
  }
}
