/// `%41` is `A` (RFC 3986 §2.1).
enum PercentEncoding {
  /// The byte that two hexadecimal digits at `index` stand for, which moves behind them; nil, and nothing
  /// moves, if there are no such digits.
  static func byte<Bytes: Collection<UInt8>>(after index: inout Bytes.Index, in bytes: Bytes) -> UInt8? {
    var next = index
    guard next != bytes.endIndex, let high = digit(bytes[next]) else { return nil }
    bytes.formIndex(after: &next)
    guard next != bytes.endIndex, let low = digit(bytes[next]) else { return nil }
    bytes.formIndex(after: &next)
    index = next
    return high << 4 | low
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}
