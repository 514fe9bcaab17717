/// What makes a response good for one ceremony only: random bytes, kept by the server until the response
/// comes, and taken by the first that does.
public struct Challenge: Hashable, Sendable {
  public let bytes: [UInt8]

  /// - Parameter bytes: random; 16 (WebAuthn Level 3 section 13.4.3) to 64.
  /// - Throws: `unacceptableChallenge` when there are fewer or more.
  public init(_ bytes: [UInt8]) throws(WebAuthnFault) {
    guard (16...64).contains(bytes.count) else { throw .unacceptableChallenge }
    self.bytes = bytes
  }
}
