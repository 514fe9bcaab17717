/// Somebody proved to have a passkey. The first two belong into its row.
public struct VerifiedAssertion: Hashable, Sendable {
  public let signCount: UInt32
  /// Whether there is a copy of it elsewhere, at a provider of passkeys say.
  public let isBackedUp: Bool
  /// The authenticator made sure that it was its owner.
  public let isUserVerified: Bool
}
