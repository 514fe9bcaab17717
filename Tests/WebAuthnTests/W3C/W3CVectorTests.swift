import Testing

@testable import WebAuthn

@Suite("WebAuthn has W3C's vectors (Level 3 section 16)")
struct W3CVectorTests {
  @Test(
    "registers and verifies a credential",
    arguments: [W3CVector.noneES256, .packedSelfES256, .noneES256LongCredentialID])
  func accepted(vector: W3CVector) throws {
    let passkey = try register(vector)
    #expect(passkey.algorithm == .es256)
    try expectValidAssertion(of: vector, by: passkey)
  }

  /// A browser that was asked for no attestation sends "none" in place of a certificate (section 5.1.3).
  @Test(
    "refuses a certificate, and takes the credential as it comes without one",
    arguments: [W3CVector.packedRS256, .packedEdDSA])
  func certified(vector: W3CVector) throws {
    let object = [UInt8](hex: vector.attestationObject)
    #expect(throws: WebAuthnFault.unsupportedAttestation) { try register(vector) }
    var members = try #require(try CBORReader.decode(object).map)
    members["fmt"] = "none"
    members["attStmt"] = .map([:])
    let passkey = try register(vector, attestationObject: CBOR.map(members).encoded)
    try expectValidAssertion(of: vector, by: passkey)
  }

  @Test(
    "refuses ceremonies within foreign frames",
    arguments: [W3CVector.noneES256CrossOrigin, .noneES256TopOrigin])
  func framed(vector: W3CVector) throws {
    let object = [UInt8](hex: vector.attestationObject)
    #expect(throws: WebAuthnFault.crossOrigin) { try register(vector) }
    let credential = try #require(try AttestationObject(object).authenticatorData.credential)
    let record = PasskeyRecord(
      credentialID: credential.credentialID, publicKey: credential.publicKey, signCount: 0,
      isBackupEligible: false)
    #expect(throws: WebAuthnFault.crossOrigin) { try verify(vector, by: record) }
    let clientData = try ClientData(json: Array(vector.requestClientData.utf8))
    let message = [UInt8](hex: vector.authenticatorData) + clientData.hash
    #expect(credential.key.isValid([UInt8](hex: vector.signature), for: message))
  }

  @Test("keeps what the authenticator said")
  func facts() throws {
    let plain = try register(.noneES256)
    #expect(plain.aaguid == [UInt8](hex: "8446ccb9ab1db374750b2367ff6f3a1f"))
    #expect(plain.record.isBackupEligible && plain.isBackedUp && !plain.isUserVerified)
    let long = try register(.noneES256LongCredentialID)
    #expect(long.record.credentialID.count == 1023)
  }

  private func register(_ vector: W3CVector, attestationObject: [UInt8]? = nil) throws -> NewPasskey {
    let attestationObject = attestationObject ?? [UInt8](hex: vector.attestationObject)
    let id = try AttestationObject(attestationObject).authenticatorData.credential?.credentialID
    let response = try RegistrationResponse(
      credentialID: try #require(id), clientDataJSON: Array(vector.creationClientData.utf8),
      attestationObject: attestationObject)
    return try Registration.verify(response, expecting: vector.expectation(vector.creationChallenge))
  }

  private func verify(_ vector: W3CVector, by record: PasskeyRecord) throws -> VerifiedAssertion {
    try Assertion.verify(
      vector.assertion(by: record.credentialID), by: record, of: UserHandle([1]),
      expecting: vector.expectation(vector.requestChallenge), allowing: [record.credentialID])
  }

  private func expectValidAssertion(of vector: W3CVector, by passkey: NewPasskey) throws {
    #expect(try verify(vector, by: passkey.record).signCount == 0)
  }
}
