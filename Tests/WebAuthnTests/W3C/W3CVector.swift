import Testing
import WebAuthn

/// A registration and an assertion of the same passkey, as published.
struct W3CVector: Sendable, CustomTestStringConvertible {
  let name: String
  let creationChallenge: String
  let creationClientData: String
  let attestationObject: String
  let requestChallenge: String
  let requestClientData: String
  let authenticatorData: String
  let signature: String

  var testDescription: String { name }

  /// In most of the vectors the user was not verified.
  func expectation(_ challenge: String) throws -> CeremonyTerms {
    CeremonyTerms(
      challenge: try Challenge([UInt8](hex: challenge)),
      relyingParty: RelyingParty(id: "example.org", name: "", origins: ["https://example.org"]),
      userVerification: .preferred)
  }

  func assertion(by credentialID: [UInt8]) throws -> AuthenticationResponse {
    try AuthenticationResponse(
      credentialID: credentialID, clientDataJSON: Array(requestClientData.utf8),
      authenticatorData: [UInt8](hex: authenticatorData), signature: [UInt8](hex: signature))
  }
}
