/// Who asks: in WebAuthn's words the relying party.
public struct RelyingParty: Hashable, Sendable {
  /// The domain that passkeys are bound to: the host, or a parent domain of it that is no public suffix.
  public let id: String
  /// Shown by some browsers.
  public let name: String
  /// Where its pages may come from, each as browsers serialise it: `https://riverside.example`.
  public let origins: Set<String>

  public init(id: String, name: String, origins: Set<String>) {
    self.id = id
    self.name = name
    self.origins = origins
  }
}
