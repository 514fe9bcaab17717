/// Asks a browser to make a passkey.
public struct RegistrationRequest: Hashable, Sendable {
  public struct User: Hashable, Sendable {
    public let handle: UserHandle
    /// What the person signs in with: an e-mail address, say.
    public let name: String
    public let displayName: String

    public init(handle: UserHandle, name: String, displayName: String) {
      self.handle = handle
      self.name = name
      self.displayName = displayName
    }
  }

  public var challenge: Challenge
  public var relyingParty: RelyingParty
  public var user: User
  /// The first that the authenticator knows is taken.
  public var algorithms: [PublicKeyAlgorithm] = PublicKeyAlgorithm.preferred
  /// The user's passkeys: none is made on an authenticator that holds one of them.
  public var excludedCredentials: [CredentialDescriptor] = []
  public var userVerification: UserVerification = .required
  /// Five minutes: the default that WebAuthn Level 3 section 15.1 recommends.
  public var timeout: Duration = .seconds(300)

  public init(challenge: Challenge, relyingParty: RelyingParty, user: User) {
    self.challenge = challenge
    self.relyingParty = relyingParty
    self.user = user
  }

  /// PublicKeyCredentialCreationOptionsJSON of WebAuthn Level 3, for
  /// `PublicKeyCredential.parseCreationOptionsFromJSON()`. Safe to stand in HTML: it has no character that
  /// means something there but the quotation mark.
  ///
  /// The passkey is always discoverable (a resident key), and no attestation is asked for: we have no list of
  /// authenticators to hold it against, and browsers would ask people for consent.
  public var json: String {
    JSON.object([
      "rp": .object(["id": .string(relyingParty.id), "name": .string(relyingParty.name)]),
      "user": .object([
        "id": .base64URL(user.handle.bytes), "name": .string(user.name),
        "displayName": .string(user.displayName),
      ]),
      "challenge": .base64URL(challenge.bytes),
      "pubKeyCredParams": .array(
        algorithms.map { .object(["type": .string("public-key"), "alg": .integer($0.rawValue)]) }),
      "timeout": .milliseconds(timeout),
      "excludeCredentials": .array(excludedCredentials.map(\.json)),
      "authenticatorSelection": .object([
        "residentKey": .string("required"), "requireResidentKey": .bool(true),
        "userVerification": .string(userVerification.rawValue),
      ]),
      "attestation": .string("none"),
    ]).text
  }
}
