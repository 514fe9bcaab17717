public import FoundationEssentials

/// `tstzrange`, with its lower bound in and its upper bound out: `range_send` in rangetypes.c.
extension Range: SQLEncodable where Bound == Date {
  public static var sqlType: SQLType { .tstzrange }

  public func encode(into bytes: inout [UInt8]) throws {
    bytes.append(RangeFlags.lowerInclusive)
    for bound in [lowerBound, upperBound] {
      bytes.append(bigEndian: Int32(8))
      try bound.encode(into: &bytes)
    }
  }
}

extension Range: SQLDecodable where Bound == Date {
  /// - Throws: `SQLDecodingError.unrepresentable` for an empty or unbounded range, and for bounds other than
  ///   `[)`.
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    guard type == .tstzrange else { throw SQLDecodingError.unreadable(type) }
    guard try bytes.bigEndian(UInt8.self, of: type) == RangeFlags.lowerInclusive else {
      throw SQLDecodingError.unrepresentable(type)
    }
    let lower = try Microseconds.decode(bytes.bigEndian(Int64.self, at: 5, of: type), type: type)
    let upper = try Microseconds.decode(bytes.bigEndian(Int64.self, at: 17, of: type), type: type)
    guard bytes.byteCount == 25, lower <= upper else { throw SQLDecodingError.malformed(type) }
    self = lower..<upper
  }
}

extension Range: SQLElement where Bound == Date {}

private enum RangeFlags {
  /// No other bit: not empty, both bounds finite, the upper one exclusive.
  static let lowerInclusive: UInt8 = 0x02
}
