extension String: SQLValue {
  public static var sqlType: SQLType { .text }

  /// - Throws: `SQLEncodingError.nulInText`.
  public func encode(into bytes: inout [UInt8]) throws {
    let start = bytes.count
    bytes.append(contentsOf: utf8)
    if bytes[start...].contains(0) { throw SQLEncodingError.nulInText }
  }

  /// Reads `text`, `varchar`, `char(n)` and `name`.
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    switch type {
    case .text, .varchar, .bpchar, .name: break
    default: throw SQLDecodingError.unreadable(type)
    }
    // A database in SQL_ASCII keeps whatever bytes it was given.
    guard let text = bytes.withUnsafeBytes({ String(validating: $0, as: UTF8.self) }) else {
      throw SQLDecodingError.malformed(type)
    }
    self = text
  }
}
