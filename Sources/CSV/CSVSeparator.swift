/// What stands between two fields. Spreadsheets take a semicolon where the comma separates decimals.
public enum CSVSeparator: UInt8, Hashable, Sendable, CaseIterable {
  case comma = 0x2C
  case semicolon = 0x3B
  case tab = 0x09
  case bar = 0x7C

  /// So much of a file is looked at.
  static let sample = 16_384
  private static let records = 20

  /// The one that divides the first record, and the most others into as many fields.
  static func guessed(from text: some Collection<UInt8>) -> CSVSeparator {
    var best = CSVSeparator.comma
    var bestScore = (alike: 0.0, count: 0)
    for separator in allCases {
      let counts = counts(of: separator, in: text)
      guard let first = counts.first, first > 0 else { continue }
      let score = (alike: Double(counts.count { $0 == first }) / Double(counts.count), count: first)
      if score > bestScore { (best, bestScore) = (separator, score) }
    }
    return best
  }

  /// How often it stands outside of quotes in each of the first records. The last one, which may be cut off, counts only
  /// when it is alone.
  private static func counts(of separator: CSVSeparator, in text: some Collection<UInt8>) -> [Int] {
    var counts: [Int] = []
    var count = 0
    var isQuoted = false
    var isEmpty = true
    for byte in text {
      switch byte {
      case .quote: isQuoted.toggle()
      case .lineFeed where !isQuoted, .carriageReturn where !isQuoted:
        if !isEmpty { counts.append(count) }
        if counts.count == records { return counts }
        (count, isEmpty) = (0, true)
        continue
      case separator.rawValue where !isQuoted: count += 1
      default: break
      }
      isEmpty = false
    }
    return counts.isEmpty ? [count] : counts
  }

  /// `sep=;` on a line of its own before all others, which Excel writes and reads: the separator, and how many bytes that is.
  static func declared(in text: [UInt8]) -> (separator: CSVSeparator, length: Int)? {
    guard text.count >= 5, text.starts(with: "sep=".utf8), let separator = CSVSeparator(rawValue: text[4])
    else { return nil }
    switch text.dropFirst(5).first {
    case nil: return (separator, 5)
    case UInt8.lineFeed: return (separator, 6)
    case UInt8.carriageReturn: return (separator, text.dropFirst(6).first == .lineFeed ? 7 : 6)
    default: return nil
    }
  }
}

extension UInt8 {
  static let quote: UInt8 = 0x22
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let apostrophe: UInt8 = 0x27
}
