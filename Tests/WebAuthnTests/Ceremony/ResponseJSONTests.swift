import Testing

@testable import WebAuthn

@Suite("A response of a browser")
struct ResponseJSONTests {
  @Test("for a registration is read from what toJSON() gives")
  func registration() throws {
    let good = try SoftwareAuthenticator().registration()
    let response = try RegistrationResponse(json: json(registration: good))
    #expect(response == good)
    #expect(throws: Never.self) { try Registration.verify(response, expecting: .riverside()) }
  }

  @Test("for an assertion is read from what toJSON() gives")
  func assertion() throws {
    let sign = try SignIn()
    let good = try sign.response()
    let response = try AuthenticationResponse(json: json(assertion: good, userHandle: .string("Bw")))
    #expect(response == good)
    #expect(throws: Never.self) { try sign.verify(response) }
    #expect(try AuthenticationResponse(json: json(assertion: good, userHandle: .null)).userHandle == nil)
    #expect(try AuthenticationResponse(json: json(assertion: good, userHandle: nil)).userHandle == nil)
    #expect(throws: WebAuthnFault.malformed(.userHandle)) {
      try AuthenticationResponse(json: json(assertion: good, userHandle: .string("")))
    }
    #expect(throws: WebAuthnFault.malformed(.userHandle)) {
      try AuthenticationResponse(json: json(assertion: good, userHandle: .string("B")))
    }
  }

  @Test("is a public key's, with one id")
  func envelope() {
    expect(.notPublicKey, id: "AQ", rawId: "AQ", type: "password")
    expect(.idsDiffer, id: "AQ", rawId: "Ag", type: "public-key")
    expect(.malformed(.id), id: "AQ==", rawId: "AQ", type: "public-key")
    expect(.malformed(.rawId), id: "AQ", rawId: "A", type: "public-key")
    expect(.malformed(.response), id: "AQ", rawId: "AQ", type: "public-key", response: .string("x"))
    expect(.malformed(.clientDataJSON), id: "AQ", rawId: "AQ", type: "public-key", response: .object([]))
    #expect(throws: WebAuthnFault.malformed(.type)) { try RegistrationResponse(json: Array("{}".utf8)) }
    #expect(throws: WebAuthnFault.malformedJSON(.response, .cutShort)) { try RegistrationResponse(json: []) }
  }

  @Test("names the transports that are known, each once")
  func transports() throws {
    #expect(Transport.known(among: ["usb", "cable", "nfc", "usb", "USB"]) == [.nfc, .usb])
    #expect(Transport.known(among: Transport.allCases.map(\.rawValue)) == Transport.allCases)
    #expect(try registration(transports: nil).transports == [])
    #expect(try registration(transports: .array([.string("ble")])).transports == [.ble])
    #expect(throws: WebAuthnFault.malformed(.transports)) { try registration(transports: .string("ble")) }
    #expect(throws: WebAuthnFault.malformed(.transports)) { try registration(transports: .array([.null])) }
    let token = JSON.string("usb")
    #expect(try registration(transports: .array(Array(repeating: token, count: 32))).transports == [.usb])
    #expect(throws: WebAuthnFault.tooLarge(.transports)) {
      try registration(transports: .array(Array(repeating: token, count: 33)))
    }
  }

  private func registration(transports: JSON?) throws -> RegistrationResponse {
    let response = JSON.object([
      "clientDataJSON": .string(""), "attestationObject": .string(""), "transports": transports,
    ])
    return try RegistrationResponse(json: json(id: "AQ", rawId: "AQ", type: "public-key", response: response))
  }

  private func expect(
    _ fault: WebAuthnFault, id: String, rawId: String, type: String, response: JSON = .object([])
  ) {
    let json = json(id: id, rawId: rawId, type: type, response: response)
    #expect(throws: fault) { try RegistrationResponse(json: json) }
    #expect(throws: fault) { try AuthenticationResponse(json: json) }
  }

  private func json(id: String, rawId: String, type: String, response: JSON) -> [UInt8] {
    let json = JSON.object([
      "id": .string(id), "rawId": .string(rawId), "type": .string(type), "response": response,
      "authenticatorAttachment": .string("platform"),
      "clientExtensionResults": .object(["credProps": .object(["rk": .bool(true)])]),
    ])
    return Array(json.text.utf8)
  }

  private func json(registration: RegistrationResponse) -> [UInt8] {
    let id = Base64URL.encode(registration.credentialID)
    let response = JSON.object([
      "clientDataJSON": .base64URL(registration.clientDataJSON), "authenticatorData": .string("AAAA"),
      "transports": .array([.string("internal"), .string("hybrid"), .string("telepathy")]),
      "publicKey": .string("AAAA"), "publicKeyAlgorithm": .integer(-7),
      "attestationObject": .base64URL(registration.attestationObject),
    ])
    return json(id: id, rawId: id, type: "public-key", response: response)
  }

  private func json(assertion: AuthenticationResponse, userHandle: JSON?) -> [UInt8] {
    let id = Base64URL.encode(assertion.credentialID)
    let response = JSON.object([
      "clientDataJSON": .base64URL(assertion.clientDataJSON),
      "authenticatorData": .base64URL(assertion.authenticatorData),
      "signature": .base64URL(assertion.signature), "userHandle": userHandle,
    ])
    return json(id: id, rawId: id, type: "public-key", response: response)
  }
}
