public import FoundationEssentials

extension Data: SQLValue, SQLElement {
  public static var sqlType: SQLType { .bytea }

  public func encode(into bytes: inout [UInt8]) {
    bytes.append(contentsOf: self)
  }

  public init(decoding bytes: RawSpan, type: SQLType) throws {
    guard type == .bytea else { throw SQLDecodingError.unreadable(type) }
    self = bytes.withUnsafeBytes { Data($0) }
  }
}

/// `[UInt8]` is a `bytea`, not an array of numbers: PostgreSQL has no unsigned byte.
extension UInt8: SQLElement {
  public static var sqlArrayType: SQLType { .bytea }

  public static func encode(_ array: [UInt8], into bytes: inout [UInt8]) {
    bytes += array
  }

  public static func decodeArray(_ bytes: RawSpan, type: SQLType) throws -> [UInt8] {
    guard type == .bytea else { throw SQLDecodingError.unreadable(type) }
    return bytes.withUnsafeBytes { [UInt8]($0) }
  }
}
