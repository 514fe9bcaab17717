public import FoundationEssentials

/// Microseconds since 2000-01-01 00:00 UTC: what `timestamptz` counts.
///
/// A `Date` is a `Double` of seconds since 2001, which tells microseconds apart until about the year 2143.
enum Microseconds {
  /// From PostgreSQL's epoch to Foundation's: 366 days.
  private static let offset: Int64 = 31_622_400
  /// 4714-11-24 00:00 BC, MIN_TIMESTAMP in datatype/timestamp.h.
  private static let first: Int64 = -211_813_488_000_000_000
  /// 294277-01-01 00:00, END_TIMESTAMP: the first that is too late.
  private static let end: Int64 = 9_223_371_331_200_000_000

  /// Rounds to the nearest microsecond: truncation would make an instant drift each time it is stored.
  static func encode(_ date: Date, as type: SQLType) throws -> Int64 {
    let seconds = date.timeIntervalSinceReferenceDate
    // Whole and fraction apart: their product with a million would lose the microseconds.
    let whole = seconds.rounded(.down)
    let fraction = ((seconds - whole) * 1_000_000).rounded()
    guard let wholeSeconds = Int64(exactly: whole), abs(wholeSeconds) < 10_000_000_000_000 else {
      throw SQLEncodingError.unrepresentable(type)
    }
    let (product, overflow) = (wholeSeconds + offset).multipliedReportingOverflow(by: 1_000_000)
    let (sum, carry) = product.addingReportingOverflow(Int64(fraction))
    guard !overflow, !carry, (first..<end).contains(sum) else { throw SQLEncodingError.unrepresentable(type) }
    return sum
  }

  /// - Throws: `SQLDecodingError.unrepresentable` for `infinity` and `-infinity`.
  static func decode(_ microseconds: Int64, type: SQLType) throws -> Date {
    guard (first..<end).contains(microseconds) else { throw SQLDecodingError.unrepresentable(type) }
    var (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    if rest < 0 { (whole, rest) = (whole - 1, rest + 1_000_000) }
    return Date(timeIntervalSinceReferenceDate: Double(whole - offset) + Double(rest) / 1_000_000)
  }
}

extension Date: SQLValue, SQLElement {
  public static var sqlType: SQLType { .timestamptz }

  public func encode(into bytes: inout [UInt8]) throws {
    bytes.append(bigEndian: try Microseconds.encode(self, as: .timestamptz))
  }

  /// Reads `timestamptz`; `timestamp` has no zone, so it is no instant.
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    guard type == .timestamptz else { throw SQLDecodingError.unreadable(type) }
    self = try Microseconds.decode(bytes.wholeBigEndian(Int64.self, of: type), type: type)
  }
}
