extension Double: SQLValue {
  public static var sqlType: SQLType { .float8 }

  public func encode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: bitPattern)
  }

  /// Reads `float8` and `float4`.
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    switch type {
    case .float8: self = try Double(bitPattern: bytes.wholeBigEndian(UInt64.self, of: type))
    case .float4: self = try Double(Float(bitPattern: bytes.wholeBigEndian(UInt32.self, of: type)))
    default: throw SQLDecodingError.unreadable(type)
    }
  }
}
