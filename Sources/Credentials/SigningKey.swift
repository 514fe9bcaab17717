import Crypto

/// Signs what is to be believed wherever it is kept: Ed25519 (RFC 8032).
public struct SigningKey: Sendable {
  /// Stands beside each signature, so that keys can be replaced.
  public let id: String
  private let key: Curve25519.Signing.PrivateKey

  /// - Parameters:
  ///   - id: 1 to 32 of the characters `A-Z a-z 0-9 _ -`.
  ///   - seed: 32 random bytes, the private key of RFC 8032 section 5.1.5.
  public init(id: String, seed: [UInt8]) throws(KeyRingFault) {
    guard KeyRing.isIdentifier(id) else { throw .invalidIdentifier(id) }
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw .wrongSize(id: id, bytes: seed.count)
    }
    self.id = id
    self.key = key
  }

  /// - Throws: `SecretFault.sealingFailed`.
  public func signature(for message: [UInt8]) throws(SecretFault) -> [UInt8] {
    do {
      return Array(try key.signature(for: message))
    } catch {
      throw .sealingFailed
    }
  }

  public var verifyingKey: VerifyingKey { VerifyingKey(id: id, key: key.publicKey) }
}

/// Tells whose signature it is, and can make none: the public half of a ``SigningKey``.
public struct VerifyingKey: Sendable {
  public let id: String
  private let key: Curve25519.Signing.PublicKey

  fileprivate init(id: String, key: Curve25519.Signing.PublicKey) {
    self.id = id
    self.key = key
  }

  /// - Parameter bytes: the 32 bytes of RFC 8032 section 5.1.5.
  public init(id: String, bytes: [UInt8]) throws(KeyRingFault) {
    guard KeyRing.isIdentifier(id) else { throw .invalidIdentifier(id) }
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
      throw .wrongSize(id: id, bytes: bytes.count)
    }
    self.init(id: id, key: key)
  }

  public var bytes: [UInt8] { Array(key.rawRepresentation) }

  public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    key.isValidSignature(signature, for: message)
  }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
  public var description: String { "SigningKey(\(id))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
