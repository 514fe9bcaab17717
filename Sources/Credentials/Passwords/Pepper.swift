import Crypto

/// Keys that go into every password hash and are not in the database: a stolen database alone gives nothing
/// to guess against.
///
/// A password can only be given a new pepper when its owner signs in, so an old key stays in the ring until
/// the last hash under it is gone.
public struct Pepper: Sendable {
  let current: String
  private let keys: [String: SymmetricKey]

  public init(_ ring: KeyRing) {
    let derived = ring.derived(for: "password-pepper")
    current = derived.current
    keys = derived.keys
  }

  /// HMAC-SHA256 of the password; nil when there is no such key.
  func applied(to password: [UInt8], id: String) -> [UInt8]? {
    keys[id].map { Array(HMAC<SHA256>.authenticationCode(for: password, using: $0)) }
  }
}
