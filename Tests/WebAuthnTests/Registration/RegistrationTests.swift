import Testing

@testable import WebAuthn

@Suite("A registration")
struct RegistrationTests {
  @Test("gives the passkey that was made", arguments: PublicKeyAlgorithm.allCases)
  func passkey(algorithm: PublicKeyAlgorithm) throws {
    var authenticator = try SoftwareAuthenticator(algorithm)
    authenticator.signCount = 0x0102_0304
    authenticator.aaguid = Array(100..<116)
    authenticator.flags = [.userPresent, .userVerified, .backupEligible, .backedUp]
    let passkey = try verify(authenticator)
    #expect(
      passkey.record
        == PasskeyRecord(
          credentialID: authenticator.credentialID, publicKey: CBOR.map(authenticator.cose).encoded,
          signCount: 0x0102_0304, isBackupEligible: true, transports: [.hybrid, .internal]))
    #expect(passkey.algorithm == algorithm)
    #expect(passkey.aaguid == Array(100..<116))
    #expect(passkey.isBackedUp && passkey.isUserVerified)
  }

  @Test("says so when nothing is backed up and nobody was verified")
  func plain() throws {
    let passkey = try verify({ $0.flags = [.userPresent] }, expecting: .riverside(.preferred))
    #expect(!passkey.isBackedUp && !passkey.isUserVerified && !passkey.record.isBackupEligible)
  }

  @Test("belongs to our domain")
  func relyingParty() {
    expect(.wrongRelyingParty) { $0.relyingPartyID = "hilltop.example" }
  }

  @Test("needs a person at the authenticator")
  func userPresent() {
    expect(.userNotPresent) { $0.flags = [.userVerified] }
  }

  @Test("needs the person verified where that was required")
  func userVerified() {
    expect(.userNotVerified) { $0.flags = [.userPresent] }
  }

  @Test("is refused when it is backed up and cannot be")
  func backup() {
    expect(.backedUpButNotEligible) { $0.flags.insert(.backedUp) }
  }

  @Test("has a credential")
  func noCredential() throws {
    let authenticator = try SoftwareAuthenticator()
    let data = authenticator.authenticatorData(with: authenticator.flags)
    let response = try response(authenticator, data: data)
    #expect(throws: WebAuthnFault.noCredential) { try Registration.verify(response, expecting: .riverside()) }
  }

  @Test("is for the credential that the browser names")
  func ids() throws {
    let good = try SoftwareAuthenticator().registration()
    let response = try RegistrationResponse(
      credentialID: [9], clientDataJSON: good.clientDataJSON, attestationObject: good.attestationObject)
    #expect(throws: WebAuthnFault.idsDiffer) { try Registration.verify(response, expecting: .riverside()) }
  }

  @Test("uses an algorithm that was offered", arguments: PublicKeyAlgorithm.allCases)
  func offered(algorithm: PublicKeyAlgorithm) throws {
    let response = try SoftwareAuthenticator(algorithm).registration()
    let others = PublicKeyAlgorithm.allCases.filter { $0 != algorithm }
    #expect(throws: WebAuthnFault.algorithmNotOffered(algorithm)) {
      try Registration.verify(response, expecting: .riverside(), algorithms: others)
    }
    #expect(throws: Never.self) {
      try Registration.verify(response, expecting: .riverside(), algorithms: [algorithm])
    }
  }

  @Test("is refused for a key that is none")
  func keys() {
    expect(.unknownAlgorithm) { $0.cose[3] = -35 }
    expect(.malformedKey) { $0.cose[-3] = .bytes(Array(repeating: 1, count: 32)) }
  }

  @Test("ignores extensions that nobody asked for")
  func extensions() throws {
    _ = try verify {
      $0.flags.insert(.extensions)
      $0.extensions = CBOR.map(["credProtect": 2]).encoded
    }
  }

  @Test("has extensions exactly where its flags say so")
  func extensionForm() {
    expect(.malformed(.authenticatorData)) { $0.extensions = CBOR.map(["credProtect": 2]).encoded }
    expect(.malformedCBOR(.authenticatorData, .cutShort)) { $0.flags.insert(.extensions) }
    expect(.malformed(.authenticatorData)) {
      $0.flags.insert(.extensions)
      $0.extensions = CBOR.array([]).encoded
    }
  }

  @Test("has nothing behind the authenticator data")
  func trailing() {
    expect(.malformed(.authenticatorData)) { $0.trailing = [0] }
  }

  @Test("ignores the reserved flags")
  func reservedFlags() throws {
    _ = try verify { $0.flags.formUnion(AuthenticatorFlags(rawValue: 0x22)) }
  }

  private func verify(
    _ change: (inout SoftwareAuthenticator) -> Void, expecting terms: CeremonyTerms? = nil
  ) throws -> NewPasskey {
    var authenticator = try SoftwareAuthenticator()
    change(&authenticator)
    return try verify(authenticator, expecting: terms)
  }

  private func verify(
    _ authenticator: SoftwareAuthenticator, expecting terms: CeremonyTerms? = nil
  ) throws -> NewPasskey {
    try Registration.verify(authenticator.registration(), expecting: terms ?? .riverside())
  }

  private func expect(_ fault: WebAuthnFault, when change: (inout SoftwareAuthenticator) -> Void) {
    #expect(throws: fault) { try verify(change) }
  }

  private func response(
    _ authenticator: SoftwareAuthenticator, data: [UInt8]
  ) throws -> RegistrationResponse {
    try RegistrationResponse(
      credentialID: authenticator.credentialID,
      clientDataJSON: authenticator.browser.clientData("webauthn.create"),
      attestationObject: CBOR.map(["fmt": "none", "attStmt": .map([:]), "authData": .bytes(data)]).encoded)
  }
}
