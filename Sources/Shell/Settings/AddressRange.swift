internal import Glibc
public import NIOCore

/// A range of IP addresses in CIDR notation, such as `10.0.0.0/8` or `fd00::/8`.
///
/// An IPv4 address that arrives as IPv6 (`::ffff:10.0.0.1`, RFC 4291 §2.5.5.2) is compared as IPv4.
public struct AddressRange: Sendable, Equatable, CustomStringConvertible {
  /// The network address, 4 or 16 bytes.
  let network: [UInt8]
  let prefixLength: Int

  /// Reads `10.0.0.0/8`, or a lone address as a range of one. Nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = try? SocketAddress(ipAddress: String(parts[0]), port: 0),
      let bytes = address.addressBytes
    else { return nil }
    let bits = bytes.count * 8
    if parts.count == 2 {
      let digits = parts[1]
      guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }),
        let length = Int(digits), length <= bits
      else { return nil }
      prefixLength = length
    } else {
      prefixLength = bits
    }
    network = bytes
  }

  /// Whether the address lies inside. The port plays no part.
  public func contains(_ address: SocketAddress) -> Bool {
    guard let bytes = address.addressBytes, bytes.count == network.count else { return false }
    let whole = prefixLength / 8
    guard bytes[..<whole] == network[..<whole] else { return false }
    let rest = prefixLength % 8
    guard rest > 0 else { return true }
    let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - rest))
    return bytes[whole] & mask == network[whole] & mask
  }

  public var description: String {
    let text =
      network.count == 4
      ? network.map(String.init).joined(separator: ".")
      : stride(from: 0, to: 16, by: 2)
        .map { String(UInt16(network[$0]) << 8 | UInt16(network[$0 + 1]), radix: 16) }
        .joined(separator: ":")
    return "\(text)/\(prefixLength)"
  }
}

extension SocketAddress {
  /// The bytes of an IP address in network order: 4, or 16. Nil for a Unix socket.
  var addressBytes: [UInt8]? {
    guard let packed = ipAddress.flatMap(Self.packed) else { return nil }
    let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
    return packed.count == 16 && packed.starts(with: mapped) ? Array(packed.dropFirst(12)) : packed
  }

  private static func packed(_ address: String) -> [UInt8]? {
    let family = address.contains(":") ? AF_INET6 : AF_INET
    var bytes = [UInt8](repeating: 0, count: family == AF_INET6 ? 16 : 4)
    return inet_pton(family, address, &bytes) == 1 ? bytes : nil
  }
}
