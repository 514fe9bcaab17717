import Testing

@testable import WebAuthn

@Suite("An attestation")
struct AttestationTests {
  @Test("by the passkey itself is verified", arguments: PublicKeyAlgorithm.allCases)
  func packedSelf(algorithm: PublicKeyAlgorithm) throws {
    var authenticator = try SoftwareAuthenticator(algorithm)
    authenticator.attestation = .packedSelf
    #expect(try verify(authenticator).algorithm == algorithm)
    authenticator.key = try SigningKey(algorithm == .es256 ? .edDSA : .es256)
    #expect(throws: WebAuthnFault.malformedAttestation) { try verify(authenticator) }
  }

  @Test("by another key of the same kind is refused")
  func otherKey() throws {
    var authenticator = try SoftwareAuthenticator()
    authenticator.attestation = .packedSelf
    authenticator.key = try SigningKey(.es256)
    #expect(throws: WebAuthnFault.attestationNotAuthentic) { try verify(authenticator) }
  }

  @Test("over another ceremony's client data is refused")
  func otherClientData() throws {
    var authenticator = try SoftwareAuthenticator()
    authenticator.attestation = .packedSelf
    let good = try authenticator.registration()
    authenticator.browser.more = ""
    let response = try RegistrationResponse(
      credentialID: good.credentialID, clientDataJSON: authenticator.browser.clientData("webauthn.create"),
      attestationObject: good.attestationObject)
    #expect(throws: WebAuthnFault.attestationNotAuthentic) {
      try Registration.verify(response, expecting: .riverside())
    }
  }

  @Test(
    "of other formats, or with a certificate, is refused",
    arguments: [
      "fido-u2f", "tpm", "android-key", "android-safetynet", "apple", "compound", "", "None", "packed ",
    ])
  func formats(format: String) throws {
    expect(.unsupportedAttestation, format, [:])
    expect(.unsupportedAttestation, "packed", ["alg": -7, "sig": .bytes([1]), "x5c": .array([.bytes([1])])])
  }

  @Test("says nothing where there is none")
  func none() {
    expect(.malformedAttestation, "none", ["sig": .bytes([])])
  }

  @Test("by the passkey itself has an algorithm and a signature")
  func packedForm() {
    let signature = CBOR.bytes([1])
    expect(.malformedAttestation, "packed", [:])
    expect(.malformedAttestation, "packed", ["alg": -7])
    expect(.malformedAttestation, "packed", ["sig": signature])
    expect(.malformedAttestation, "packed", ["alg": -7, "sig": "text"])
    expect(.malformedAttestation, "packed", ["alg": "-7", "sig": signature])
    expect(.malformedAttestation, "packed", ["alg": -8, "sig": signature])
    expect(.malformedAttestation, "packed", ["alg": -7, "sig": signature, "ecdaaKeyId": .bytes([1])])
    expect(.attestationNotAuthentic, "packed", ["alg": -7, "sig": .bytes(Array(repeating: 1, count: 512))])
    expect(.tooLarge(.signature), "packed", ["alg": -7, "sig": .bytes(Array(repeating: 1, count: 513))])
  }

  @Test("stands in a map of three members, in form")
  func object() throws {
    let good = try SoftwareAuthenticator().registration()
    let members = try #require(try CBORReader.decode(good.attestationObject).map)
    func expect(_ fault: WebAuthnFault, _ object: [UInt8]) {
      #expect(throws: fault) {
        let response = try RegistrationResponse(
          credentialID: good.credentialID, clientDataJSON: good.clientDataJSON, attestationObject: object)
        _ = try Registration.verify(response, expecting: .riverside())
      }
    }
    for (label, value) in members {
      expect(.malformed(.attestationObject), CBOR.map(members.filter { $0.key != label }).encoded)
      let wrong: CBOR = value.bytes == nil ? .bytes([]) : ""
      expect(.malformed(.attestationObject), CBOR.map(members.merging([label: wrong]) { $1 }).encoded)
    }
    expect(.malformed(.attestationObject), CBOR.map(members.merging(["epAtt": .bool(true)]) { $1 }).encoded)
    expect(.malformed(.attestationObject), CBOR.array([]).encoded)
    expect(.malformedCBOR(.attestationObject, .trailingBytes), good.attestationObject + [0])
    expect(.malformedCBOR(.attestationObject, .cutShort), [])
  }

  private func verify(_ authenticator: SoftwareAuthenticator) throws -> NewPasskey {
    try Registration.verify(authenticator.registration(), expecting: .riverside())
  }

  private func expect(_ fault: WebAuthnFault, _ format: String, _ statement: [CBOR: CBOR]) {
    #expect(throws: fault) {
      var authenticator = try SoftwareAuthenticator()
      authenticator.attestation = .custom(format: format, statement: statement)
      _ = try verify(authenticator)
    }
  }
}
