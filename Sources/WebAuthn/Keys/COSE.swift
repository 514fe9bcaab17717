/// Labels and values of IANA's COSE registries.
enum COSE {
  static let keyType: CBOR = 1
  static let algorithm: CBOR = 3
  /// RFC 9053 section 7: of elliptic curves.
  static let curve: CBOR = -1
  static let x: CBOR = -2
  static let y: CBOR = -3
  /// RFC 8230 section 4: of RSA.
  static let modulus: CBOR = -1
  static let exponent: CBOR = -2

  enum KeyType {
    static let octetKeyPair: CBOR = 1
    static let ellipticCurve: CBOR = 2
    static let rsa: CBOR = 3
  }

  enum Curve {
    static let p256: CBOR = 1
    static let ed25519: CBOR = 6
  }
}
