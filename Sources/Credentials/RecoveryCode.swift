internal import Crypto

/// A code on paper that stands in for the authenticator once: 120 random bits as 24 letters of Base32 (RFC 4648 section
/// 6), in six groups. From 112 bits on it needs no slow hash (OWASP ASVS 5.0, 6.5.2).
public struct RecoveryCode: Hashable, Sendable {
  /// Without hyphens.
  let letters: String

  private static let size = 15
  private static let length = 24

  public init(from random: RandomSource) {
    letters = Base32.encode(random.bytes(Self.size))
  }

  /// Reads what was typed, however it was grouped and in whatever case. Nil for anything but 24 letters of Base32;
  /// a zero, one or eight, which it has not, is taken for the letter it looks like.
  public init?(typed: some StringProtocol) {
    guard typed.utf8.count <= 64 else { return nil }
    let letters = typed.uppercased().filter { !$0.isWhitespace && $0 != "-" }.map { letter -> Character in
      switch letter {
      case "0": "O"
      case "1": "I"
      case "8": "B"
      default: letter
      }
    }
    guard letters.count == Self.length, let bytes = Base32.decode(String(letters)), bytes.count == Self.size
    else {
      return nil
    }
    self.letters = String(letters)
  }

  /// `ABCD-EFGH-IJKL-MNOP-QRST-UVWX`, for paper.
  public var text: String {
    stride(from: 0, to: Self.length, by: 4).map { letters.dropFirst($0).prefix(4) }.joined(separator: "-")
  }
}

extension RecoveryCode {
  /// SHA-256 in base64url, for storage. No key, which would have to be kept as long as the paper is; nor any need for
  /// one, as nobody tries 2^120 codes.
  public var hash: String { Base64URL.encode(SHA256.hash(data: Array(letters.utf8))) }
}

extension RecoveryCode: CustomStringConvertible, CustomReflectable {
  public var description: String { "RecoveryCode(...)" }
  /// `dump` and test failures go through the mirror.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
