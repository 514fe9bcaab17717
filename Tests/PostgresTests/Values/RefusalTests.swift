import Foundation
import Postgres
import Testing

@Suite("What does not fit is refused")
struct RefusalTests {
  let database: Database

  init() throws {
    database = try TestCluster.database()
  }

  private func cause<Value: SQLDecodable>(
    _ statement: SQL, as type: Value.Type
  ) async throws -> RowError.Cause? {
    let rows = try await database.pipeline([statement])[0]
    return #expect(throws: RowError.self) { try rows.decode { row in try row.next(type) } }?.cause
  }

  @Test("U+0000 is refused before anything is sent")
  func nul() async throws {
    for statement: SQL in ["SELECT \("a\0b")", "SELECT \(["a", "\0"])", "SELECT \(unsafe: "1\0")"] {
      await #expect(throws: SQLEncodingError.nulInText) { try await database.pipeline([statement]) }
      await #expect(throws: SQLEncodingError.nulInText) {
        try await database.transaction { transaction in _ = try await transaction.query(statement) }
      }
    }
    #expect(database.roundTrips == 6, "only BEGIN and ROLLBACK of the three transactions")
  }

  @Test("days and times outside of the server's calendar are not sent")
  func outside() async throws {
    for value in [Int32.min, .max, -2_440_589, 2_145_042_906] {
      await #expect(throws: SQLEncodingError.unrepresentable(.date)) {
        try await database.pipeline(["SELECT \(SQLDate(daysSinceEpoch: value))"])
      }
    }
    for value: Int64 in [-1, 86_400_000_001] {
      await #expect(throws: SQLEncodingError.unrepresentable(.time)) {
        try await database.pipeline(["SELECT \(SQLTime(microsecondsSinceMidnight: value))"])
      }
    }
    #expect(database.roundTrips == 0)
  }

  @Test("infinite days are not read")
  func infiniteDays() async throws {
    #expect(try await cause("SELECT 'infinity'::date", as: SQLDate.self) == .value(.unrepresentable(.date)))
    #expect(try await cause("SELECT '-infinity'::date", as: SQLDate.self) == .value(.unrepresentable(.date)))
  }

  @Test("a column of another type is not read")
  func types() async throws {
    #expect(try await cause("SELECT 1", as: String.self) == .value(.unreadable(.int4)))
    #expect(try await cause("SELECT 'x'", as: Int.self) == .value(.unreadable(.text)))
    #expect(try await cause("SELECT 1::int8", as: Int32.self) == .value(.unreadable(.int8)))
    #expect(try await cause("SELECT 1::int4", as: Int16.self) == .value(.unreadable(.int4)))
    #expect(try await cause("SELECT 1.5", as: Double.self) == .value(.unreadable(SQLType(oid: 1700))))
    #expect(
      try await cause("SELECT now()::timestamp", as: Date.self) == .value(.unreadable(SQLType(oid: 1114))))
    #expect(try await cause("SELECT 'a'", as: [String].self) == .value(.unreadable(.text)))
    #expect(
      try await cause("SELECT '{{1},{2}}'::int8[]", as: [Int].self)
        == .value(.unreadable(SQLType(oid: 1016))))
    #expect(
      try await cause("SELECT '{NULL}'::int8[]", as: [Int].self)
        == .value(.unrepresentable(SQLType(oid: 1016))))
    #expect(try await cause("SELECT 1", as: UUID.self) == .value(.unreadable(.int4)))
    #expect(try await cause("SELECT 'a'", as: [UInt8].self) == .value(.unreadable(.text)))
  }

  @Test("bytes that are not of the type's format are told, not trusted")
  func malformed() {
    let noise = [UInt8](repeating: 0xFF, count: 33)
    for count in 0..<noise.count {
      let bytes = noise[..<count].withUnsafeBytes { [UInt8]($0) }
      func read<Value: SQLDecodable>(_ type: SQLType, as _: Value.Type) -> Value? {
        bytes.withUnsafeBytes { try? Value(decoding: $0.bytes, type: type) }
      }
      if count != 8 { #expect(read(.int8, as: Int.self) == nil) }
      if count != 4 { #expect(read(.date, as: SQLDate.self) == nil) }
      if count != 16 { #expect(read(.uuid, as: UUID.self) == nil) }
      if count > 0 { #expect(read(.text, as: String.self) == nil) }
      #expect(read(SQLType(oid: 1016), as: [Int].self) == nil)
      #expect(read(.tstzrange, as: Range<Date>.self) == nil)
      #expect(read(.jsonb, as: JSONB.self) == nil)
    }
  }

  @Test("an array that claims more elements than it has is told")
  func lyingArray() {
    var bytes: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 20, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1]
    #expect(throws: SQLDecodingError.malformed(SQLType(oid: 1016))) {
      try bytes.withUnsafeBytes { try [Int](decoding: $0.bytes, type: SQLType(oid: 1016)) }
    }
    bytes[12...15] = [0, 0, 0, 2]
    bytes += [0, 0, 0, 8] + [UInt8](repeating: 0, count: 8)
    #expect(throws: SQLDecodingError.malformed(SQLType(oid: 1016))) {
      try bytes.withUnsafeBytes { try [Int](decoding: $0.bytes, type: SQLType(oid: 1016)) }
    }
  }
}
