/// Whether an attestation statement is right (WebAuthn Level 3 sections 8.2 and 8.7).
///
/// We ask for no attestation. A browser then replaces what the authenticator stated by "none", unless that is
/// "packed" with self attestation, which names no model and no maker (section 5.1.3). So a conforming browser
/// sends one of these two only; the others would need trust anchors that we do not have, and are refused
/// rather than taken unread.
struct Attestation {
  let object: AttestationObject
  let credential: AttestedCredential
  let clientDataHash: [UInt8]

  func verify() throws(WebAuthnFault) {
    switch object.format {
    case "none": try verifyNone()
    case "packed": try verifyPackedSelf()
    default: throw .unsupportedAttestation
    }
  }

  private func verifyNone() throws(WebAuthnFault) {
    guard object.statement.isEmpty else { throw .malformedAttestation }
  }

  /// Section 8.2, "if x5c is not present": signed with the credential's own key.
  private func verifyPackedSelf() throws(WebAuthnFault) {
    guard object.statement["x5c"] == nil else { throw .unsupportedAttestation }
    guard
      object.statement.count == 2, let signature = object.statement["sig"]?.bytes,
      object.statement["alg"]?.integer == Int64(credential.key.algorithm.rawValue)
    else { throw .malformedAttestation }
    guard signature.count <= WebAuthnField.signature.limit else { throw .tooLarge(.signature) }
    guard credential.key.isValid(signature, for: object.authenticatorData.bytes + clientDataHash) else {
      throw .attestationNotAuthentic
    }
  }
}
