import Crypto
import CryptoExtras

extension CredentialKey {
  /// RFC 9053 section 7.1.1. Section 6.5.1.1 of WebAuthn Level 3 forbids the compressed form, in which y is
  /// not bytes. That the point lies on the curve is checked where it becomes a key.
  static func p256(_ parameters: [CBOR: CBOR]) throws(WebAuthnFault) -> P256.Signing.PublicKey {
    try require([COSE.keyType, COSE.algorithm, COSE.curve, COSE.x, COSE.y], in: parameters)
    guard
      parameters[COSE.keyType] == COSE.KeyType.ellipticCurve, parameters[COSE.curve] == COSE.Curve.p256,
      let x = parameters[COSE.x]?.bytes, let y = parameters[COSE.y]?.bytes, x.count == 32, y.count == 32,
      let key = try? P256.Signing.PublicKey(x963Representation: [0x04] + x + y)
    else { throw .malformedKey }
    return key
  }

  /// RFC 9053 section 7.2.
  static func ed25519(_ parameters: [CBOR: CBOR]) throws(WebAuthnFault) -> Curve25519.Signing.PublicKey {
    try require([COSE.keyType, COSE.algorithm, COSE.curve, COSE.x], in: parameters)
    guard
      parameters[COSE.keyType] == COSE.KeyType.octetKeyPair, parameters[COSE.curve] == COSE.Curve.ed25519,
      let x = parameters[COSE.x]?.bytes, x.count == 32,
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
    else { throw .malformedKey }
    return key
  }

  /// RFC 8230 section 4: numbers are big-endian without leading zeros. 65537 is the only exponent that
  /// authenticators use, and larger ones make verifying expensive.
  static func rsa(_ parameters: [CBOR: CBOR]) throws(WebAuthnFault) -> _RSA.Signing.PublicKey {
    try require([COSE.keyType, COSE.algorithm, COSE.modulus, COSE.exponent], in: parameters)
    guard
      parameters[COSE.keyType] == COSE.KeyType.rsa, let modulus = parameters[COSE.modulus]?.bytes,
      let first = modulus.first, first != 0, parameters[COSE.exponent]?.bytes == [0x01, 0x00, 0x01]
    else { throw .malformedKey }
    let bits = modulus.count * 8 - first.leadingZeroBitCount
    guard (2048...4096).contains(bits) else { throw .unacceptableKeySize(bits: bits) }
    guard let key = try? _RSA.Signing.PublicKey(n: modulus, e: [UInt8]([0x01, 0x00, 0x01])) else {
      throw .malformedKey
    }
    return key
  }

  private static func require(_ labels: Set<CBOR>, in parameters: [CBOR: CBOR]) throws(WebAuthnFault) {
    guard Set(parameters.keys) == labels else { throw .malformedKey }
  }
}
