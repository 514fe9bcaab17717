/// The host a request was sent to: a checked, lower-case name or address, and a port if one was named.
///
/// Which tenant it is, or whether it is ours at all, is for others to say.
public struct RequestHost: Sendable, Hashable, CustomStringConvertible {
  /// Lower case, without a port, and without a trailing dot: a browser keeps `example.com.` apart from
  /// `example.com`, so we don't serve the former.
  public let name: String
  public let port: Int?

  /// Reads the value of a `Host` field (RFC 9110 §7.2). Nil unless it is a host name, an IPv4 address or
  /// a bracketed IPv6 address, with at most a port behind it.
  public init?(_ field: String) {
    let bytes = Array(field.utf8)
    guard !bytes.isEmpty, bytes.count <= 255 + 6 else { return nil }
    let nameEnd: Int
    if bytes[0] == UInt8(ascii: "[") {
      guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), close > 2,
        bytes[1..<close].allSatisfy(Self.isAddressByte)
      else { return nil }
      nameEnd = close + 1
    } else {
      nameEnd = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
      guard Self.isName(bytes[..<nameEnd]) else { return nil }
    }
    if nameEnd == bytes.count {
      port = nil
    } else {
      let digits = bytes[(nameEnd + 1)...]
      guard bytes[nameEnd] == UInt8(ascii: ":"), (1...5).contains(digits.count),
        digits.allSatisfy({ (48...57).contains($0) }),
        let number = Int(String(decoding: digits, as: UTF8.self)), (1...65535).contains(number)
      else { return nil }
      port = number
    }
    name = String(decoding: bytes[..<nameEnd], as: UTF8.self).lowercased()
  }

  /// The name with its port, as in a `Host` field.
  public var description: String { port.map { "\(name):\($0)" } ?? name }

  private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
    var label = 0
    for byte in bytes {
      switch byte {
      case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"): label += 1
      case UInt8(ascii: ".") where label > 0: label = 0
      default: return false
      }
      guard label <= 63 else { return false }
    }
    return label > 0
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...70, 97...102, UInt8(ascii: ":"), UInt8(ascii: "."): true
    default: false
    }
  }
}
