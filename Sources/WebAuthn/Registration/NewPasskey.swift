/// A passkey whose registration was verified.
public struct NewPasskey: Hashable, Sendable {
  /// To be kept, unless its credential id is known already, of whichever user.
  public let record: PasskeyRecord
  public let algorithm: PublicKeyAlgorithm
  /// The authenticator made sure that it was its owner.
  public let isUserVerified: Bool
  /// Whether there is a copy of it elsewhere, at a provider of passkeys say.
  public let isBackedUp: Bool
  /// The authenticator's model, 16 bytes; zeros when it does not say. Nobody vouches for it.
  public let aaguid: [UInt8]
}
