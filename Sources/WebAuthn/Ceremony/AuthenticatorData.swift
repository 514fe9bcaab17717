import Crypto

/// What the authenticator says about the ceremony, and signs (WebAuthn Level 3 section 6.1).
struct AuthenticatorData {
  let relyingPartyHash: [UInt8]
  let flags: AuthenticatorFlags
  let signCount: UInt32
  let credential: AttestedCredential?
  /// As they came.
  let bytes: [UInt8]

  /// Extensions are read for their form, and ignored: we ask for none, but browsers add some of their own
  /// (credProtect, where a passkey has to be discoverable).
  init(_ bytes: [UInt8]) throws(WebAuthnFault) {
    guard bytes.count <= WebAuthnField.authenticatorData.limit else { throw .tooLarge(.authenticatorData) }
    var reader = ByteReader(bytes)
    guard let hash = reader.take(32), let flags = reader.byte(), let count = reader.number(bytes: 4) else {
      throw .malformed(.authenticatorData)
    }
    self.bytes = bytes
    relyingPartyHash = Array(hash)
    self.flags = AuthenticatorFlags(rawValue: flags)
    signCount = UInt32(truncatingIfNeeded: count)
    credential = self.flags.contains(.attestedCredential) ? try AttestedCredential(&reader) : nil
    if self.flags.contains(.extensions) { try AuthenticatorData.skipExtensions(&reader) }
    guard reader.remaining == 0 else { throw .malformed(.authenticatorData) }
  }

  /// The steps that sections 7.1 and 7.2 have in common.
  func verify(_ terms: CeremonyTerms) throws(WebAuthnFault) {
    guard relyingPartyHash == Array(SHA256.hash(data: Array(terms.relyingParty.id.utf8))) else {
      throw .wrongRelyingParty
    }
    guard flags.contains(.userPresent) else { throw .userNotPresent }
    guard terms.userVerification != .required || flags.contains(.userVerified) else {
      throw .userNotVerified
    }
    guard flags.contains(.backupEligible) || !flags.contains(.backedUp) else { throw .backedUpButNotEligible }
  }

  private static func skipExtensions(_ reader: inout ByteReader) throws(WebAuthnFault) {
    let extensions: CBOR
    do { extensions = try CBORReader.decode(from: &reader) } catch {
      throw .malformedCBOR(.authenticatorData, error)
    }
    guard extensions.map != nil else { throw .malformed(.authenticatorData) }
  }
}
