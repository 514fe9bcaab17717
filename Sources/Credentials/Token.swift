import Crypto

/// A secret that whoever holds it may use: a session, an invitation, a link in an e-mail. 256 random bits,
/// so it cannot be guessed, and only its hash is stored.
public struct Token: Hashable, Sendable {
  private let bytes: [UInt8]
  private static let size = 32
  /// Letters of its text.
  public static let length = 43

  public init(from random: RandomSource) {
    bytes = random.bytes(Token.size)
  }

  /// Nil for a text that is not 256 bits of base64url.
  public init?(text: some StringProtocol) {
    // Measured before it is decoded: the text comes from anyone.
    guard text.utf8.count == Token.length, let bytes = Base64URL.decode(text), bytes.count == Token.size
    else {
      return nil
    }
    self.bytes = bytes
  }

  /// 43 letters of base64url, for the person's browser or e-mail and nothing else.
  public var text: String { Base64URL.encode(bytes) }

  /// SHA-256, 32 bytes, for storage and look-up. No salt and no slow hash: there is nothing to guess in 256
  /// random bits, and looking up by hash needs no constant-time comparison.
  public var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }
}

extension Token: CustomStringConvertible, CustomReflectable {
  public var description: String { "Token(...)" }
  /// `dump` and test failures go through the mirror.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
