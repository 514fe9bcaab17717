/// A code on paper that stands in for the authenticator once: 80 random bits as sixteen letters of Base32 (RFC 4648
/// section 6), in four groups.
public struct RecoveryCode: Hashable, Sendable {
  /// Sixteen letters, without hyphens.
  let letters: String

  public init(from random: RandomSource) {
    letters = Base32.encode(random.bytes(10))
  }

  /// Reads what was typed, however it was grouped and in whatever case. Nil for anything but sixteen letters of Base32;
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
    guard letters.count == 16, let bytes = Base32.decode(String(letters)), bytes.count == 10 else {
      return nil
    }
    self.letters = String(letters)
  }

  /// `ABCD-EFGH-IJKL-MNOP`, for paper.
  public var text: String {
    stride(from: 0, to: 16, by: 4).map { letters.dropFirst($0).prefix(4) }.joined(separator: "-")
  }
}

extension RecoveryCode: CustomStringConvertible, CustomReflectable {
  public var description: String { "RecoveryCode(...)" }
  /// `dump` and test failures go through the mirror.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
