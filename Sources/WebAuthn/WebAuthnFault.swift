/// Why a ceremony failed. None carries what a browser sent: a fault may be logged.
public enum WebAuthnFault: Error, Hashable {
  // How it was written

  /// Longer than ``WebAuthnField/limit``.
  case tooLarge(WebAuthnField)
  case malformedJSON(WebAuthnField, JSONFault)
  case malformedCBOR(WebAuthnField, CBORFault)
  /// A member is missing, or is of the wrong kind, or not base64url without padding.
  case malformed(WebAuthnField)
  /// `type` is not "public-key".
  case notPublicKey
  /// `id` and `rawId`, or the id of the attested credential, are not the same.
  case idsDiffer

  // What the browser says about the ceremony

  /// `webauthn.get` where `webauthn.create` was asked for, or the other way round.
  case wrongType
  /// Made for another ceremony: an old response replayed, or one of somebody else.
  case wrongChallenge
  case wrongOrigin
  /// Made within a frame of another origin.
  case crossOrigin

  // What the authenticator says

  case wrongRelyingParty
  case userNotPresent
  case userNotVerified
  /// The credential is backed up, and cannot be (WebAuthn Level 3 section 6.1.3).
  case backedUpButNotEligible
  /// A credential that could be backed up when it was registered cannot now, or the other way round.
  case backupEligibilityChanged
  /// A registration without a credential.
  case noCredential

  // Keys and attestation

  /// A COSE number other than those of ``PublicKeyAlgorithm``.
  case unknownAlgorithm
  case algorithmNotOffered(PublicKeyAlgorithm)
  /// The parameters are not exactly those that the algorithm needs, or make no key: a point that is not on
  /// the curve, say.
  case malformedKey
  /// An RSA key outside of 2048 to 4096 bits.
  case unacceptableKeySize(bits: Int)
  /// Another format than "none" and "packed" with self attestation.
  case unsupportedAttestation
  case malformedAttestation
  case attestationNotAuthentic

  // Assertions

  /// Made with another passkey than the record's, or one that was not allowed.
  case wrongCredential
  /// The passkey belongs to another user, or says none where nobody was known before.
  case wrongUser
  case badSignature
  /// The counter did not rise: there may be a copy of the authenticator (WebAuthn Level 3 section 6.1.1).
  case counterWentBackwards

  // Our own values

  /// A challenge of less than 16 bytes (WebAuthn Level 3 section 13.4.3) or more than 64.
  case unacceptableChallenge
}
