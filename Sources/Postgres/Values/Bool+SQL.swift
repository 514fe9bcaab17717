extension Bool: SQLValue {
  public static var sqlType: SQLType { .bool }

  public func encode(into bytes: inout [UInt8]) {
    bytes.append(self ? 1 : 0)
  }

  public init(decoding bytes: RawSpan, type: SQLType) throws {
    guard type == .bool else { throw SQLDecodingError.unreadable(type) }
    self = try bytes.wholeBigEndian(UInt8.self, of: type) != 0
  }
}
