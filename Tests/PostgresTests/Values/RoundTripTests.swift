import Foundation
import Postgres
import Testing

@Suite("Values")
struct RoundTripTests {
  let database: Database

  init() throws {
    database = try TestCluster.database()
  }

  /// Sends the value, and expects it back, and its text as the server writes it; then the same from the
  /// server's own reading of that text.
  private func check<Value: SQLValue & Equatable>(
    _ value: Value, is text: String, type: String, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let rows = try await database.pipeline([
      "SET LOCAL TIME ZONE 'UTC'",
      "SELECT \(value), \(value)::text, \(text)::text::\(unsafe: type), pg_typeof(\(value))::text",
    ])
    var row = rows[1][0]
    #expect(try row.next(Value.self) == value, sourceLocation: sourceLocation)
    #expect(try row.next(String.self) == text, sourceLocation: sourceLocation)
    #expect(try row.next(Value.self) == value, sourceLocation: sourceLocation)
    #expect(try row.next(String.self) == type, sourceLocation: sourceLocation)
  }

  @Test("numbers keep their extremes")
  func numbers() async throws {
    try await check(true, is: "true", type: "boolean")
    try await check(false, is: "false", type: "boolean")
    try await check(Int.max, is: "9223372036854775807", type: "bigint")
    try await check(0, is: "0", type: "bigint")
    try await check(Int64.min, is: "-9223372036854775808", type: "bigint")
    try await check(Int32.min, is: "-2147483648", type: "integer")
    try await check(Int32.max, is: "2147483647", type: "integer")
    try await check(Int16.max, is: "32767", type: "smallint")
    try await check(Int16.min, is: "-32768", type: "smallint")
    try await check(-0.1, is: "-0.1", type: "double precision")
    try await check(Double.greatestFiniteMagnitude, is: "1.7976931348623157e+308", type: "double precision")
    try await check(-Double.infinity, is: "-Infinity", type: "double precision")
  }

  @Test("text keeps every character")
  func text() async throws {
    try await check("", is: "", type: "text")
    try await check(
      "Zoë 👩‍⚕️ '; -- $1 \\ \u{1}\u{10FFFF}", is: "Zoë 👩‍⚕️ '; -- $1 \\ \u{1}\u{10FFFF}", type: "text")
    let long = String(repeating: "ü", count: 100_000)
    try await check(long, is: long, type: "text")
  }

  @Test("bytes keep every byte")
  func bytes() async throws {
    let all = (0...255).map { UInt8($0) }
    let text = "\\x" + all.map { String(format: "%02x", $0) }.joined()
    try await check(all, is: text, type: "bytea")
    try await check(Data(all), is: text, type: "bytea")
    try await check([UInt8](), is: "\\x", type: "bytea")
    try await check(Data(), is: "\\x", type: "bytea")
  }

  @Test("ids are read as the server writes them")
  func uuids() async throws {
    let text = "01890a5d-ac96-774b-bcce-b302099a8057"
    try await check(#require(UUID(uuidString: text)), is: text, type: "uuid")
  }

  @Test("days count from 1970, before it too")
  func dates() async throws {
    try await check(SQLDate(daysSinceEpoch: 0), is: "1970-01-01", type: "date")
    try await check(SQLDate(daysSinceEpoch: -1), is: "1969-12-31", type: "date")
    try await check(SQLDate(daysSinceEpoch: 20_512), is: "2026-02-28", type: "date")
    try await check(SQLDate(daysSinceEpoch: -2_440_588), is: "4714-11-24 BC", type: "date")
    try await check(SQLDate(daysSinceEpoch: 2_145_042_905), is: "5874897-12-31", type: "date")
  }

  @Test("times of day reach from midnight to midnight")
  func times() async throws {
    try await check(SQLTime(microsecondsSinceMidnight: 0), is: "00:00:00", type: "time without time zone")
    try await check(
      SQLTime(microsecondsSinceMidnight: 47_096_789_012), is: "13:04:56.789012",
      type: "time without time zone")
    try await check(
      SQLTime(microsecondsSinceMidnight: 86_400_000_000), is: "24:00:00", type: "time without time zone")
  }

  @Test("JSON travels as its text")
  func json() async throws {
    try await check(JSONB(#"{"line": ["1 High St"]}"#), is: #"{"line": ["1 High St"]}"#, type: "jsonb")
    let rows = try await database.pipeline([#"SELECT '{"a":  1}'::json"#])
    #expect(try rows[0].decode { row in try row.next(JSONB.self) } == [JSONB(#"{"a":  1}"#)])
  }

  @Test("arrays keep their order and their gaps")
  func arrays() async throws {
    try await check(["a", "b c", "", "\"}"], is: #"{a,"b c","","\"}"}"#, type: "text[]")
    try await check([String](), is: "{}", type: "text[]")
    try await check([nil, "x", nil], is: "{NULL,x,NULL}", type: "text[]")
    try await check([1, -1], is: "{1,-1}", type: "bigint[]")
    try await check([Int32(1)], is: "{1}", type: "integer[]")
    try await check([Int16(1)], is: "{1}", type: "smallint[]")
    try await check([true, nil], is: "{t,NULL}", type: "boolean[]")
    try await check([0.5], is: "{0.5}", type: "double precision[]")
    try await check([[UInt8(1), 255], []], is: #"{"\\x01ff","\\x"}"#, type: "bytea[]")
    try await check([SQLDate(daysSinceEpoch: 0)], is: "{1970-01-01}", type: "date[]")
    try await check(
      [SQLTime(microsecondsSinceMidnight: 0)], is: "{00:00:00}", type: "time without time zone[]")
    try await check([JSONB("1")], is: "{1}", type: "jsonb[]")
    try await check(
      [Date(timeIntervalSince1970: 0)], is: #"{"1970-01-01 00:00:00+00"}"#, type: "timestamp with time zone[]"
    )
    try await check(
      [Date(timeIntervalSince1970: 0)..<Date(timeIntervalSince1970: 1)],
      is: #"{"[\"1970-01-01 00:00:00+00\",\"1970-01-01 00:00:01+00\")"}"#, type: "tstzrange[]")
    let id = UUID()
    try await check([id], is: "{\(id.uuidString.lowercased())}", type: "uuid[]")
  }

  @Test("values with a raw value travel as that")
  func rawRepresentable() async throws {
    try await check(Weekday.monday, is: "1", type: "smallint")
    await #expect(throws: RowError.self) {
      _ = try await database.pipeline(["SELECT 7::int2"])[0].decode { row in try row.next(Weekday.self) }
    }
  }

  private enum Weekday: Int16, SQLValue {
    case monday = 1
  }
}
