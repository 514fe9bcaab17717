import Crypto
import CryptoExtras

@testable import WebAuthn

/// An authenticator's private key.
enum SigningKey {
  case p256(P256.Signing.PrivateKey)
  case ed25519(Curve25519.Signing.PrivateKey)
  case rsa(_RSA.Signing.PrivateKey)

  /// Searching for primes takes its time: one for all tests.
  private static let rsa2048 = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

  init(_ algorithm: PublicKeyAlgorithm) throws {
    self =
      switch algorithm {
      case .es256: .p256(P256.Signing.PrivateKey())
      case .edDSA: .ed25519(Curve25519.Signing.PrivateKey())
      case .rs256: .rsa(try SigningKey.rsa2048.get())
      }
  }

  var algorithm: PublicKeyAlgorithm {
    switch self {
    case .p256: .es256
    case .ed25519: .edDSA
    case .rsa: .rs256
    }
  }

  func signature(for message: [UInt8]) throws -> [UInt8] {
    switch self {
    case .p256(let key): Array(try key.signature(for: message).derRepresentation)
    case .ed25519(let key): Array(try key.signature(for: message))
    case .rsa(let key):
      Array(
        try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5).rawRepresentation)
    }
  }

  /// The public key's parameters.
  func cose() throws -> [CBOR: CBOR] {
    switch self {
    case .p256(let key):
      let point = Array(key.publicKey.rawRepresentation)
      return [1: 2, 3: -7, -1: 1, -2: .bytes(Array(point[..<32])), -3: .bytes(Array(point[32...]))]
    case .ed25519(let key):
      return [1: 1, 3: -8, -1: 6, -2: .bytes(Array(key.publicKey.rawRepresentation))]
    case .rsa(let key):
      let numbers = try key.publicKey.getKeyPrimitives()
      return [1: 3, 3: -257, -1: .bytes(Array(numbers.modulus)), -2: .bytes(Array(numbers.publicExponent))]
    }
  }
}
