internal import Glibc

/// A range of IP addresses in CIDR notation (RFC 4632 section 3.1; RFC 4291 section 2.3): `192.0.2.0/24`, or one address.
///
/// An IPv4 address in IPv6's clothes (RFC 4291 section 2.5.5.2) counts as itself.
public struct AddressRange: Hashable, Sendable {
  /// Four or sixteen; zero behind the prefix.
  private let bytes: [UInt8]
  /// Bits.
  private let prefix: Int

  /// - Returns: nil for what is none. Bits behind the prefix do not count.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = Self.address(String(parts[0])) else { return nil }
    var prefix = address.bytes.count * 8
    if parts.count == 2 {
      guard let typed = Self.number(parts[1]) else { return nil }
      // The prefix of a mapped address is one of IPv6.
      let bits = address.isMapped ? typed - 96 : typed
      guard (0...prefix).contains(bits) else { return nil }
      prefix = bits
    }
    self.prefix = prefix
    bytes = Self.masked(address.bytes, prefix)
  }

  public func contains(_ address: String) -> Bool {
    guard let other = Self.address(address)?.bytes, other.count == bytes.count else { return false }
    return Self.masked(other, prefix) == bytes
  }

  /// An address as it is written most shortly (RFC 5952); nil for what is none.
  public static func plain(_ address: String) -> String? {
    Self.address(address).flatMap { text(of: $0.bytes) }
  }

  private static func masked(_ bytes: [UInt8], _ prefix: Int) -> [UInt8] {
    bytes.enumerated().map { index, byte in
      let bits = min(8, max(0, prefix - index * 8))
      return byte & ~UInt8(truncatingIfNeeded: 0xFF >> bits)
    }
  }

  /// Without signs, and short enough for any prefix.
  private static func number(_ text: Substring) -> Int? {
    (1...3).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }

  private static func address(_ text: String) -> (bytes: [UInt8], isMapped: Bool)? {
    if let bytes = parsed(text, AF_INET, 4) { return (bytes, false) }
    guard let bytes = parsed(text, AF_INET6, 16) else { return nil }
    let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
    return isMapped ? (Array(bytes[12...]), true) : (bytes, false)
  }

  private static func parsed(_ text: String, _ family: Int32, _ size: Int) -> [UInt8]? {
    guard !text.utf8.contains(0) else { return nil }
    var bytes = [UInt8](repeating: 0, count: size)
    return inet_pton(family, text, &bytes) == 1 ? bytes : nil
  }

  private static func text(of bytes: [UInt8]) -> String? {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

extension AddressRange: CustomStringConvertible {
  /// With its prefix, also where it is one address.
  public var description: String { "\(Self.text(of: bytes) ?? "")/\(prefix)" }
}
