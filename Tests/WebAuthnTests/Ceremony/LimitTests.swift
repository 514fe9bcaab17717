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
    "each part by itself",
    arguments: [
      (.rawId, 1023), (.clientDataJSON, 4096), (.attestationObject, 16_384), (.authenticatorData, 4096),
      (.signature, 512),
    ] as [(WebAuthnField, Int)])
  func parts(field: WebAuthnField, most: Int) {
    #expect(throws: Never.self) { try responses(field, size: most) }
    #expect(throws: WebAuthnFault.tooLarge(field)) { try responses(field, size: most + 1) }
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

  /// Both kinds, as far as they have the field.
  private func responses(_ field: WebAuthnField, size: Int) throws {
    func bytes(_ part: WebAuthnField) -> [UInt8] { part == field ? Array(repeating: 7, count: size) : [7] }
    if field != .signature && field != .authenticatorData {
      _ = try RegistrationResponse(
        credentialID: bytes(.rawId), clientDataJSON: bytes(.clientDataJSON),
        attestationObject: bytes(.attestationObject))
    }
    if field != .attestationObject {
      _ = try AuthenticationResponse(
        credentialID: bytes(.rawId), clientDataJSON: bytes(.clientDataJSON),
        authenticatorData: bytes(.authenticatorData), signature: bytes(.signature))
    }
  }
}
