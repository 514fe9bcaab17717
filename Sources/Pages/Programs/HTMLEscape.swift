extension [UInt8] {
  /// Writes text so that it is only text, in an element as well as in a quoted attribute value
  /// (HTML Standard, section 13.3, "escaping a string", and the apostrophe beside it).
  mutating func appendEscaped(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var plain = 0
      for index in bytes.indices {
        guard let escape = Self.escape(bytes[index]) else { continue }
        append(contentsOf: UnsafeBufferPointer(rebasing: bytes[plain..<index]))
        escape.withUTF8Buffer { append(contentsOf: $0) }
        plain = index + 1
      }
      append(contentsOf: UnsafeBufferPointer(rebasing: bytes[plain...]))
    }
  }

  @inline(__always)
  private static func escape(_ byte: UInt8) -> StaticString? {
    guard byte <= UInt8(ascii: ">") else { return nil }
    return switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }
}
