import Testing

@testable import WebAuthn

@Suite("A response that is too large is not looked at")
struct LimitTests {
  @Test("64 KiB in all")
  func response() {
    let full = Array(repeating: UInt8(ascii: " "), count: 65_536)
    let empty = WebAuthnFault.malformedJSON(.response, .cutShort)
    #expect(throws: empty) { try RegistrationResponse(json: full) }
    #expect(throws: empty) { try AuthenticationResponse(json: full) }
    #expect(throws: WebAuthnFault.tooLarge(.response)) { try RegistrationResponse(json: full + [0x20]) }
    #expect(throws: WebAuthnFault.tooLarge(.response)) { try AuthenticationResponse(json: full + [0x20]) }
  }

  @Test(
    "each part of a registration",
    arguments: [(.rawId, 1023), (.clientDataJSON, 4096), (.attestationObject, 16_384)]
      as [(WebAuthnField, Int)])
  func registration(field: WebAuthnField, most: Int) {
    func response(_ size: Int) throws -> RegistrationResponse {
      let sizes = [field: size]
      return try RegistrationResponse(
        credentialID: bytes(sizes[.rawId]), clientDataJSON: bytes(sizes[.clientDataJSON]),
        attestationObject: bytes(sizes[.attestationObject]))
    }
    #expect(throws: Never.self) { try response(most) }
    #expect(throws: WebAuthnFault.tooLarge(field)) { try response(most + 1) }
  }

  @Test(
    "each part of an assertion",
    arguments: [(.rawId, 1023), (.clientDataJSON, 4096), (.authenticatorData, 4096), (.signature, 512)]
      as [(WebAuthnField, Int)])
  func assertion(field: WebAuthnField, most: Int) {
    func response(_ size: Int) throws -> AuthenticationResponse {
      let sizes = [field: size]
      return try AuthenticationResponse(
        credentialID: bytes(sizes[.rawId]), clientDataJSON: bytes(sizes[.clientDataJSON]),
        authenticatorData: bytes(sizes[.authenticatorData]), signature: bytes(sizes[.signature]))
    }
    #expect(throws: Never.self) { try response(most) }
    #expect(throws: WebAuthnFault.tooLarge(field)) { try response(most + 1) }
  }

  @Test("a credential id of 1023 bytes within the attested data")
  func attestedID() throws {
    var authenticator = try SoftwareAuthenticator()
    authenticator.credentialID = Array(repeating: 7, count: 1023)
    let passkey = try Registration.verify(authenticator.registration(), expecting: .riverside())
    #expect(passkey.record.credentialID.count == 1023)
    authenticator.credentialID.append(7)
    var reader = ByteReader(authenticator.attestedCredential)
    #expect(throws: WebAuthnFault.tooLarge(.rawId)) { try AttestedCredential(&reader) }
    authenticator.credentialID = []
    reader = ByteReader(authenticator.attestedCredential)
    #expect(throws: WebAuthnFault.malformed(.authenticatorData)) { try AttestedCredential(&reader) }
  }

  @Test("authenticator data of 4096 bytes, extensions and all, within the attestation object")
  func authenticatorData() throws {
    func size(_ extension: Int) throws -> SoftwareAuthenticator {
      var authenticator = try SoftwareAuthenticator()
      authenticator.flags.insert(.extensions)
      authenticator.extensions = CBOR.map(["a": .bytes(Array(repeating: 0, count: `extension`))]).encoded
      return authenticator
    }
    let base = try size(1000)
    let rest = 4096 - base.authenticatorData(with: base.flags, credential: base.attestedCredential).count
    #expect(throws: Never.self) {
      try Registration.verify(size(1000 + rest).registration(), expecting: .riverside())
    }
    #expect(throws: WebAuthnFault.tooLarge(.authenticatorData)) {
      try Registration.verify(size(1001 + rest).registration(), expecting: .riverside())
    }
  }

  private func bytes(_ size: Int?) -> [UInt8] { Array(repeating: 7, count: size ?? 1) }
}
