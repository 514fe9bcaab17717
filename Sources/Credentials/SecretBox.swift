import Crypto

/// Keeps a value secret in the database: AES-256-GCM under a key of the ring, bound to the place where it is
/// stored. Copied to another row, or changed, it does not open.
///
/// Layout: version 1, length of the key id, key id, nonce (12 bytes), ciphertext, tag (16 bytes). Nonces are
/// random: NIST SP 800-38D section 8.3 allows 2^32 seals under one key, then the ring is to get a new one.
public struct SecretBox: Sendable {
  private let derived: DerivedKeys
  private static let version: UInt8 = 1
  private static let overhead = 12 + 16

  public init(_ ring: KeyRing) {
    derived = ring.derived(for: "secret-box")
  }

  /// - Parameter context: the place, `tenant/table/column/row`; needed again to open.
  public func seal(_ plaintext: [UInt8], context: String) throws(SecretFault) -> [UInt8] {
    let header = heading
    do {
      let box = try AES.GCM.seal(
        plaintext, using: derived.currentKey, authenticating: header + Array(context.utf8))
      return header + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    } catch {
      throw .sealingFailed
    }
  }

  /// - Throws: `malformed` when these are not bytes of `seal`, `unknownKey` when their key left the ring,
  ///   `notAuthentic` when they were changed or belong to another context, which cannot be told apart.
  public func open(_ sealed: [UInt8], context: String) throws(SecretFault) -> [UInt8] {
    let (id, header, rest) = try SecretBox.split(sealed)
    guard let key = derived.keys[id] else { throw .unknownKey(id) }
    do {
      let box = try AES.GCM.SealedBox(combined: rest)
      return Array(try AES.GCM.open(box, using: key, authenticating: header + Array(context.utf8)))
    } catch {
      throw .notAuthentic
    }
  }

  /// With which everything begins that is sealed under the current key.
  public var heading: [UInt8] {
    [SecretBox.version, UInt8(derived.current.utf8.count)] + Array(derived.current.utf8)
  }

  /// The id of the key under which it was sealed.
  ///
  /// - Throws: `malformed`.
  public static func keyID(of sealed: [UInt8]) throws(SecretFault) -> String {
    try split(sealed).id
  }

  /// Sealed anew, under the current key.
  ///
  /// - Throws: as `open`.
  public func resealed(_ sealed: [UInt8], context: String) throws(SecretFault) -> [UInt8] {
    try seal(open(sealed, context: context), context: context)
  }

  private static func split(
    _ sealed: [UInt8]
  ) throws(SecretFault) -> (id: String, header: [UInt8], rest: ArraySlice<UInt8>) {
    guard sealed.count >= 2, sealed[0] == version else { throw .malformed }
    let headerSize = 2 + Int(sealed[1])
    guard sealed.count >= headerSize + overhead else { throw .malformed }
    let id = String(decoding: sealed[2..<headerSize], as: UTF8.self)
    guard KeyRing.isIdentifier(id) else { throw .malformed }
    return (id, Array(sealed[..<headerSize]), sealed[headerSize...])
  }
}

public enum SecretFault: Error, Hashable {
  case malformed
  case unknownKey(String)
  case notAuthentic
  case sealingFailed
}

extension SecretFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .malformed: "these bytes were not sealed by this application"
    case .unknownKey(let id): "this was sealed under key \(id), which is not in the key ring"
    case .notAuthentic: "the sealed bytes were changed, or belong to another place"
    case .sealingFailed: "the cipher refused to seal"
    }
  }
}
