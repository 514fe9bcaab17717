/// Asks a browser to prove that it has a passkey.
public struct AuthenticationRequest: Hashable, Sendable {
  public var challenge: Challenge
  public var relyingParty: RelyingParty
  /// The passkeys of whoever signs in. Empty: the person picks any, and the passkey says whose it is.
  public var allowedCredentials: [CredentialDescriptor] = []
  public var userVerification: UserVerification = .required
  /// Five minutes: the default that WebAuthn Level 3 section 15.1 recommends.
  public var timeout: Duration = .seconds(300)

  public init(challenge: Challenge, relyingParty: RelyingParty) {
    self.challenge = challenge
    self.relyingParty = relyingParty
  }

  /// PublicKeyCredentialRequestOptionsJSON of WebAuthn Level 3, for
  /// `PublicKeyCredential.parseRequestOptionsFromJSON()`. Safe to stand in HTML, as that of a registration.
  public var json: String {
    JSON.object([
      "challenge": .base64URL(challenge.bytes),
      "timeout": .milliseconds(timeout),
      "rpId": .string(relyingParty.id),
      "allowCredentials": .array(allowedCredentials.map(\.json)),
      "userVerification": .string(userVerification.rawValue),
    ]).text
  }
}
