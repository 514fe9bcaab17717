import Crypto
import CryptoExtras

/// A passkey's public key, out of the COSE_Key (RFC 9052 section 7) that authenticators hand over.
struct CredentialKey: Sendable {
  private enum Key {
    case p256(P256.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
    case rsa(_RSA.Signing.PublicKey)
  }

  let algorithm: PublicKeyAlgorithm
  private let key: Key

  /// WebAuthn Level 3 section 6.5.1.1: the parameters of the key's kind, the algorithm, and no other.
  init(cose: CBOR) throws(WebAuthnFault) {
    guard let parameters = cose.map, let number = parameters[COSE.algorithm]?.integer else {
      throw .malformedKey
    }
    guard let algorithm = Int(exactly: number).flatMap(PublicKeyAlgorithm.init) else {
      throw .unknownAlgorithm
    }
    self.algorithm = algorithm
    key =
      switch algorithm {
      case .es256: .p256(try CredentialKey.p256(parameters))
      case .edDSA: .ed25519(try CredentialKey.ed25519(parameters))
      case .rs256: .rsa(try CredentialKey.rsa(parameters))
      }
  }

  /// - Parameter bytes: the COSE_Key, as kept since the registration.
  init(_ bytes: [UInt8]) throws(WebAuthnFault) {
    guard bytes.count <= WebAuthnField.publicKey.limit else { throw .tooLarge(.publicKey) }
    let cose: CBOR
    do { cose = try CBORReader.decode(bytes) } catch { throw .malformedCBOR(.publicKey, error) }
    try self.init(cose: cose)
  }

  /// Signatures as WebAuthn Level 3 section 6.5.5 lays them out: DER for ECDSA, bare bytes for the others.
  func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    switch key {
    case .p256(let key):
      let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature)
      return signature.map { key.isValidSignature($0, for: message) } ?? false
    case .ed25519(let key):
      return key.isValidSignature(signature, for: message)
    case .rsa(let key):
      let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
      return key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
    }
  }
}
