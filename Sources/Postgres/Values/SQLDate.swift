/// A calendar day: `date`, without clock or zone.
public struct SQLDate: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01 in the proleptic Gregorian calendar.
  public let daysSinceEpoch: Int32

  public init(daysSinceEpoch: Int32) {
    self.daysSinceEpoch = daysSinceEpoch
  }

  public init(daysSinceEpoch: Int) {
    self.daysSinceEpoch = Int32(clamping: daysSinceEpoch)
  }

  public static func < (one: SQLDate, other: SQLDate) -> Bool {
    one.daysSinceEpoch < other.daysSinceEpoch
  }
}

extension SQLDate: SQLValue, SQLElement {
  /// From 1970-01-01 to PostgreSQL's 2000-01-01.
  private static let offset: Int32 = 10_957
  /// PostgreSQL's days, from 4714-11-24 BC until before 5874898-01-01: datatype/timestamp.h.
  private static let valid: Range<Int32> = -2_451_545..<2_145_031_949

  public static var sqlType: SQLType { .date }

  public func encode(into bytes: inout [UInt8]) throws {
    let (days, overflow) = daysSinceEpoch.subtractingReportingOverflow(Self.offset)
    guard !overflow, Self.valid.contains(days) else { throw SQLEncodingError.unrepresentable(.date) }
    bytes.append(bigEndian: days)
  }

  /// - Throws: `SQLDecodingError.unrepresentable` for `infinity` and `-infinity`.
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    guard type == .date else { throw SQLDecodingError.unreadable(type) }
    let days = try bytes.wholeBigEndian(Int32.self, of: type)
    guard Self.valid.contains(days) else { throw SQLDecodingError.unrepresentable(type) }
    daysSinceEpoch = days + Self.offset
  }
}
