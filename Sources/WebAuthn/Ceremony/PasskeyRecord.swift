/// What is kept of a passkey (the credential record of WebAuthn Level 3 section 4): a row of a table.
public struct PasskeyRecord: Hashable, Sendable {
  /// Unique among all users of a relying party: a registration whose id is known already must fail.
  public let credentialID: [UInt8]
  /// The COSE_Key as it came from the authenticator.
  public let publicKey: [UInt8]
  /// That of the last assertion, or of the registration.
  public let signCount: UInt32
  /// Never changes.
  public let isBackupEligible: Bool
  public let transports: [Transport]

  public init(
    credentialID: [UInt8], publicKey: [UInt8], signCount: UInt32, isBackupEligible: Bool,
    transports: [Transport] = []
  ) {
    self.credentialID = credentialID
    self.publicKey = publicKey
    self.signCount = signCount
    self.isBackupEligible = isBackupEligible
    self.transports = transports
  }

  public var descriptor: CredentialDescriptor {
    CredentialDescriptor(credentialID: credentialID, transports: transports)
  }
}
