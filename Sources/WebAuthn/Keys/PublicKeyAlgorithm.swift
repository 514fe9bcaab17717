/// The signatures that are verified here, by their number in the COSE registry of IANA (RFC 9053, RFC 8812).
public enum PublicKeyAlgorithm: Int, CaseIterable, Hashable, Sendable {
  /// ECDSA on P-256 with SHA-256.
  case es256 = -7
  /// Ed25519: WebAuthn Level 3 section 5.8.5 ties EdDSA to this curve.
  case edDSA = -8
  /// RSASSA-PKCS1-v1_5 with SHA-256; Windows Hello on older TPMs has nothing else.
  case rs256 = -257

  /// All of them, the one that we like most first.
  public static let preferred: [PublicKeyAlgorithm] = [.edDSA, .es256, .rs256]
}
