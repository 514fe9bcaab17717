/// A time of day: `time`, without day or zone.
public struct SQLTime: Hashable, Sendable, Comparable {
  /// From 0 to 86,400,000,000: PostgreSQL knows 24:00.
  public let microsecondsSinceMidnight: Int64

  public init(microsecondsSinceMidnight: Int64) {
    self.microsecondsSinceMidnight = microsecondsSinceMidnight
  }

  public static func < (one: SQLTime, other: SQLTime) -> Bool {
    one.microsecondsSinceMidnight < other.microsecondsSinceMidnight
  }
}

extension SQLTime: SQLValue, SQLElement {
  private static let day: ClosedRange<Int64> = 0...86_400_000_000

  public static var sqlType: SQLType { .time }

  public func encode(into bytes: inout [UInt8]) throws {
    guard Self.day.contains(microsecondsSinceMidnight) else { throw SQLEncodingError.unrepresentable(.time) }
    bytes.append(bigEndian: microsecondsSinceMidnight)
  }

  public init(decoding bytes: RawSpan, type: SQLType) throws {
    guard type == .time else { throw SQLDecodingError.unreadable(type) }
    microsecondsSinceMidnight = try bytes.wholeBigEndian(Int64.self, of: type)
  }
}
