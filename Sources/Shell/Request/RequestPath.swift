/// The path of a request target (RFC 9112 §3.2.1): everything before the question mark.
enum RequestPath {
  /// Whether the path of a target can be served: it starts with a slash, holds visible ASCII only, its
  /// percent-encoding is complete and decodes to UTF-8 without control characters, and no part of it means
  /// another place: no `.` or `..`, no empty part, no encoded slash or backslash.
  static func isServable(_ target: String) -> Bool {
    var target = target
    return target.withUTF8 { bytes in
      guard bytes.first == UInt8(ascii: "/"),
        bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
      else { return false }
      let path = bytes.prefix { $0 != UInt8(ascii: "?") }
      guard path.contains(UInt8(ascii: "%")) else { return isPlain(path) }
      guard let decoded = decodedBytes(path) else { return false }
      return isPlain(decoded) && String(validating: decoded, as: UTF8.self) != nil
    }
  }

  /// The path with its percent-encoding undone. Only for a target that ``isServable(_:)``.
  static func decoded(_ target: String) -> String {
    let utf8 = target.utf8
    let end = utf8.firstIndex(of: UInt8(ascii: "?")) ?? utf8.endIndex
    guard utf8[..<end].contains(UInt8(ascii: "%")) else {
      return end == utf8.endIndex ? target : String(target[..<end])
    }
    return String(decoding: decodedBytes(utf8[..<end]) ?? [], as: UTF8.self)
  }

  /// Whether a decoded path, in UTF-8, has no control character and no part that means another place.
  private static func isPlain(_ path: some Collection<UInt8>) -> Bool {
    var previous: UInt8 = 0
    var part = (bytes: 0, isDots: true)
    for byte in path.dropFirst() {
      switch byte {
      case UInt8(ascii: "/"):
        if part.isDots, part.bytes <= 2 { return false }
        part = (0, true)
      case UInt8(ascii: "\\"), 0..<0x20, 0x7F:
        return false
      // The control characters U+0080 to U+009F.
      case 0x80...0x9F where previous == 0xC2:
        return false
      default:
        part = (part.bytes + 1, part.isDots && byte == UInt8(ascii: "."))
      }
      previous = byte
    }
    // Nothing may stand behind the last slash, but no dots.
    return !part.isDots || part.bytes == 0 || part.bytes > 2
  }

  /// Nil if an escape is incomplete, or stands for a slash.
  private static func decodedBytes<Bytes: Collection<UInt8>>(_ path: Bytes) -> [UInt8]? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(path.count)
    var index = path.startIndex
    while index != path.endIndex {
      var byte = path[index]
      path.formIndex(after: &index)
      if byte == UInt8(ascii: "%") {
        guard let escaped = PercentEncoding.byte(after: &index, in: path), escaped != UInt8(ascii: "/") else {
          return nil
        }
        byte = escaped
      }
      decoded.append(byte)
    }
    return decoded
  }
}
