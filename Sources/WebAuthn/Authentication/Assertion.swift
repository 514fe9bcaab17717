/// Signing in with a passkey: WebAuthn Level 3 section 7.2.
public enum Assertion {
  /// The server then keeps the new sign count and backup state.
  ///
  /// - Parameters:
  ///   - record: of the passkey that the response names.
  ///   - owner: whose record it is.
  ///   - terms: what the request said; its challenge must not be accepted a second time.
  ///   - allowed: the credential ids that the request named. Where it named none, the passkey has to say
  ///     whose it is.
  /// - Throws: the first thing found wrong.
  public static func verify(
    _ response: AuthenticationResponse, by record: PasskeyRecord, of owner: UserHandle,
    expecting terms: CeremonyTerms, allowing allowed: [[UInt8]] = []
  ) throws(WebAuthnFault) -> VerifiedAssertion {
    guard response.credentialID == record.credentialID else { throw .wrongCredential }
    guard allowed.isEmpty || allowed.contains(response.credentialID) else { throw .wrongCredential }
    guard response.userHandle == owner || (response.userHandle == nil && !allowed.isEmpty) else {
      throw .wrongUser
    }
    let clientData = try ClientData(json: response.clientDataJSON)
    try clientData.verify(.get, terms)
    let data = try AuthenticatorData(response.authenticatorData)
    // Section 6.1: an assertion carries no credential.
    guard data.credential == nil else { throw .malformed(.authenticatorData) }
    try data.verify(terms)
    guard data.flags.contains(.backupEligible) == record.isBackupEligible else {
      throw .backupEligibilityChanged
    }
    guard try CredentialKey(record.publicKey).isValid(response.signature, for: data.bytes + clientData.hash)
    else { throw .badSignature }
    try verifyCounter(data.signCount, after: record.signCount)
    return VerifiedAssertion(
      signCount: data.signCount, isBackedUp: data.flags.contains(.backedUp),
      isUserVerified: data.flags.contains(.userVerified))
  }

  /// Authenticators that do not count always say zero; passkeys that are synchronised, for one.
  private static func verifyCounter(_ new: UInt32, after old: UInt32) throws(WebAuthnFault) {
    guard new > old || (new == 0 && old == 0) else { throw .counterWentBackwards }
  }
}
