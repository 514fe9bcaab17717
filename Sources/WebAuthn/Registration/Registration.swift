/// Registering a passkey: WebAuthn Level 3 section 7.1.
public enum Registration {
  /// The server then keeps the record, unless somebody has one of the same credential id.
  ///
  /// - Parameters:
  ///   - terms: what the request said; its challenge must not be accepted a second time.
  ///   - algorithms: those that the request offered.
  /// - Throws: the first thing found wrong.
  public static func verify(
    _ response: RegistrationResponse, expecting terms: CeremonyTerms,
    algorithms: [PublicKeyAlgorithm] = PublicKeyAlgorithm.preferred
  ) throws(WebAuthnFault) -> NewPasskey {
    let clientData = try ClientData(json: response.clientDataJSON)
    try clientData.verify(.create, terms)
    let object = try AttestationObject(response.attestationObject)
    let data = object.authenticatorData
    try data.verify(terms)
    guard let credential = data.credential else { throw .noCredential }
    guard credential.credentialID == response.credentialID else { throw .idsDiffer }
    let algorithm = credential.key.algorithm
    guard algorithms.contains(algorithm) else { throw .algorithmNotOffered(algorithm) }
    try Attestation(object: object, credential: credential, clientDataHash: clientData.hash).verify()
    return NewPasskey(
      record: PasskeyRecord(
        credentialID: credential.credentialID, publicKey: credential.publicKey, signCount: data.signCount,
        isBackupEligible: data.flags.contains(.backupEligible), transports: response.transports),
      algorithm: algorithm, isUserVerified: data.flags.contains(.userVerified),
      isBackedUp: data.flags.contains(.backedUp), aaguid: credential.aaguid)
  }
}
