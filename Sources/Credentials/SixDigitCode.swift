/// A code of six digits for a person to type off an e-mail. It can be guessed, so whoever accepts it limits
/// the tries and the time.
public struct SixDigitCode: Hashable, Sendable {
  /// Six ASCII digits, leading zeros included.
  public let text: String

  /// Every code is equally likely: `random(in:using:)` draws again rather than fold.
  public init(from random: RandomSource) {
    var random = random
    let digits = String(Int.random(in: 0..<1_000_000, using: &random))
    text = String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// What was typed; spaces are forgiven. Nil unless that leaves six ASCII digits.
  public init?(typed: some StringProtocol) {
    guard typed.utf8.count <= 32 else { return nil }
    let digits = typed.utf8.filter { $0 != UInt8(ascii: " ") }
    let decimals = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard digits.count == 6, digits.allSatisfy(decimals.contains) else { return nil }
    text = String(decoding: digits, as: UTF8.self)
  }

  /// In constant time.
  public func matches(_ other: SixDigitCode) -> Bool {
    equalInConstantTime(Array(text.utf8), Array(other.text.utf8))
  }
}

extension SixDigitCode: CustomStringConvertible, CustomReflectable {
  public var description: String { "SixDigitCode(...)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
