/// The id under which an authenticator keeps a user: WebAuthn Level 3 section 14.6.1 wants it to say nothing
/// about the person.
public struct UserHandle: Hashable, Sendable {
  public let bytes: [UInt8]

  /// - Throws: `malformed(.userHandle)` when empty, `tooLarge(.userHandle)` when more than 64 bytes.
  public init(_ bytes: [UInt8]) throws(WebAuthnFault) {
    guard !bytes.isEmpty else { throw .malformed(.userHandle) }
    guard bytes.count <= WebAuthnField.userHandle.limit else { throw .tooLarge(.userHandle) }
    self.bytes = bytes
  }
}
