import Testing

@testable import WebAuthn

/// A trap would end the whole run: these tests pass by coming to their end.
@Suite("Whatever comes in")
struct FuzzTests {
  @Test("CBOR that is read is written the same way: no item has two spellings")
  func cbor() throws {
    var random = SeededGenerator(1)
    let seed = try SoftwareAuthenticator().registration().attestationObject
    for round in 0..<20_000 {
      let isNoise = round.isMultiple(of: 2)
      let bytes = isNoise ? random.bytes(.random(in: 0...64, using: &random)) : random.mutated(seed)
      guard let item = try? CBORReader.decode(bytes) else { continue }
      #expect(item.encoded == bytes)
    }
  }

  @Test("JSON that is read can be written and read again")
  func json() throws {
    var random = SeededGenerator(2)
    let seed = Array(#"{"a":[1,-2.5e3,true,null,"\u00fc\ud800\udd51\n"],"b":{"c":""}}"#.utf8)
    for _ in 0..<10_000 {
      guard let value = try? JSONReader.decode(random.mutated(seed)) else { continue }
      #expect(try JSONReader.decode(Array(value.text.utf8)) == value)
    }
  }

  @Test("a registration with its attestation object changed is refused, or registers a passkey in form")
  func registrations() throws {
    var random = SeededGenerator(3)
    let good = try SoftwareAuthenticator(.edDSA).registration()
    let expected = try CeremonyTerms.riverside()
    for _ in 0..<5_000 {
      guard
        let response = try? RegistrationResponse(
          credentialID: good.credentialID, clientDataJSON: good.clientDataJSON,
          attestationObject: random.mutated(good.attestationObject)),
        let passkey = try? Registration.verify(response, expecting: expected)
      else { continue }
      #expect(throws: Never.self) { try CredentialKey(passkey.record.publicKey) }
    }
  }

  @Test("an assertion with anything changed is refused")
  func assertions() throws {
    var random = SeededGenerator(4)
    let authenticator = try SoftwareAuthenticator(.edDSA)
    let record = try Registration.verify(authenticator.registration(), expecting: .riverside()).record
    let owner = try UserHandle([7])
    let good = try authenticator.assertion(userHandle: owner)
    let expected = try CeremonyTerms.riverside()
    for round in 0..<3_000 {
      func part(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
        round % 3 == number ? random.mutated(bytes) : bytes
      }
      let changed = try AuthenticationResponse(
        credentialID: good.credentialID, clientDataJSON: part(0, good.clientDataJSON),
        authenticatorData: part(1, good.authenticatorData), signature: part(2, good.signature),
        userHandle: owner)
      guard changed != good else { continue }
      #expect(throws: WebAuthnFault.self) {
        try Assertion.verify(changed, by: record, of: owner, expecting: expected)
      }
    }
  }
}
