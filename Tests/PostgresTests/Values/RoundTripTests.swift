import Foundation
import Logging
import Postgres
import Testing

@Suite("Values")
struct RoundTripTests {
  let database: Database

  init() throws {
    database = try Database(TestCluster.settings(), logger: Logger(label: "tests"))
  }

  /// Sends the value and asks for it and for its text as the server writes it.
  private func check<Value: SQLValue & Equatable>(_ value: Value, is text: String) async throws {
    let rows = try await database.pipeline([
      "SET TIME ZONE 'UTC'", "SELECT \(value), \(value)::text",
    ])
    var row = rows[1][0]
    #expect(try row.next(Value.self) == value)
    #expect(try row.next(String.self) == text)
  }

  @Test("travel both ways and mean the same to the server")
  func all() async throws {
    try await check(true, is: "true")
    try await check(false, is: "false")
    try await check(Int.max, is: "9223372036854775807")
    try await check(Int64.min, is: "-9223372036854775808")
    try await check(Int32.min, is: "-2147483648")
    try await check(Int16.max, is: "32767")
    try await check(-0.1, is: "-0.1")
    try await check(Double.infinity, is: "Infinity")
    try await check("", is: "")
    try await check("Zoë 👩‍⚕️ '; --", is: "Zoë 👩‍⚕️ '; --")
  }
}
