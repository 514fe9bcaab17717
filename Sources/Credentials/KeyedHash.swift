import Crypto

/// Tags that only this application can have made (HMAC-SHA256, RFC 2104), for one purpose: a form's CSRF
/// token, an offered slot. A tag made for another purpose, or under a key that left the ring, is not valid.
public struct KeyedHash: Sendable {
  private let derived: DerivedKeys
  /// The current key's, before any message: a page has many offers to sign.
  private let started: HMAC<SHA256>

  /// - Parameter purpose: a fixed word such as `csrf`; not a place for values.
  public init(_ ring: KeyRing, purpose: String) {
    derived = ring.derived(for: "keyed-hash/\(purpose)")
    started = HMAC(key: derived.currentKey)
  }

  /// - Parameter fields: covered in this order. Each goes in with its length, so `["ab", "c"]` and
  ///   `["a", "bc"]` have different tags.
  /// - Returns: key id, a dot, and 43 letters of base64url.
  public func tag(for fields: [String]) -> String {
    var code = started
    code.update(data: KeyedHash.message(fields))
    return "\(derived.current).\(Base64URL.encode(code.finalize()))"
  }

  /// In constant time.
  public func isValid(_ tag: some StringProtocol, for fields: [String]) -> Bool {
    guard tag.utf8.count <= 32 + 1 + 43 else { return false }
    let parts = tag.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let key = derived.keys[String(parts[0])],
      let code = Base64URL.decode(parts[1])
    else { return false }
    return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: KeyedHash.message(fields), using: key)
  }

  private static func message(_ fields: [String]) -> [UInt8] {
    var message: [UInt8] = []
    message.reserveCapacity(fields.reduce(0) { $0 + 8 + $1.utf8.count })
    for field in fields {
      withUnsafeBytes(of: UInt64(field.utf8.count).bigEndian) { message.append(contentsOf: $0) }
      message.append(contentsOf: field.utf8)
    }
    return message
  }
}

extension KeyedHash {
  public func tag(for text: String) -> String { tag(for: [text]) }

  public func isValid(_ tag: some StringProtocol, for text: String) -> Bool { isValid(tag, for: [text]) }
}
