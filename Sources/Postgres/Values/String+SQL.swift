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
    do {
      // Not `String(validating:)`: that takes four times as long, for it isn't specialised.
      self = try bytes.withUnsafeBytes { raw in
        String(copying: try UTF8Span(validating: raw.assumingMemoryBound(to: UInt8.self).span))
      }
    } catch {
      // A database in SQL_ASCII keeps whatever bytes it was given.
      throw SQLDecodingError.malformed(type)
    }
  }
}
