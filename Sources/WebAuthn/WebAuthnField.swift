/// What a browser's response is made of, by the names of WebAuthn Level 3.
public enum WebAuthnField: String, Hashable, Sendable {
  /// The whole RegistrationResponseJSON or AuthenticationResponseJSON.
  case response
  case id
  case rawId
  case type
  case clientDataJSON
  case attestationObject
  case authenticatorData
  case publicKey
  case signature
  case transports
  case userHandle

  /// The most bytes that are looked at (of transports: tokens), decoded from base64url where the field comes
  /// in it.
  public var limit: Int {
    switch self {
    // Of base64url: the attestation object, and beside it `authenticatorData` and `publicKey`, which
    // browsers repeat out of it.
    case .response, .type: 64 * 1024
    // WebAuthn Level 3 section 4, "credential ID".
    case .id, .rawId: 1023
    case .clientDataJSON: 4096
    case .attestationObject: 16 * 1024
    // At registration it lies within the attestation object: 55 bytes, a credential id, a key, extensions.
    case .authenticatorData: 4096
    // An RSA modulus of 512 bytes, and around it what COSE needs.
    case .publicKey: 640
    // Of RSA with 4096 bits.
    case .signature: 512
    // Those that are known, and many more to come.
    case .transports: 32
    // WebAuthn Level 3 section 4, "user handle".
    case .userHandle: 64
    }
  }
}
