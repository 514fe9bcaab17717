@_spi(_Unicode) internal import Swift

/// What is left of a text when the ways to write it are taken away. For comparing, never for hashing.
enum PlainSpelling {
  typealias Letters = [Unicode.Scalar]

  /// Without capitals and accents.
  static func letters(of text: String) -> Letters {
    var letters = Letters()
    for scalar in text.lowercased()._nfd where !isAccent(scalar) {
      if let spelledOut = spelledOut(scalar) {
        letters.append(contentsOf: spelledOut.unicodeScalars)
      } else {
        letters.append(scalar)
      }
    }
    return letters
  }

  /// What people put between words, and may as well leave out.
  static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", "_", ".", ",", "'", "’", "/", "+": true
    default: scalar.properties.isWhitespace
    }
  }

  /// The letters as they are, and with look-alikes read as the letters they stand for: `p@55w0rd` is
  /// `password`. A `1` may be an l or an i.
  static func readings(of letters: Letters) -> [Letters] {
    let (asL, asI) = (letters.map { lookAlike($0, one: "l") }, letters.map { lookAlike($0, one: "i") })
    if asL == letters { return [letters] }
    return asL == asI ? [letters, asL] : [letters, asL, asI]
  }

  /// The block Combining Diacritical Marks. Marks of other blocks are letters to those who write them.
  private static func isAccent(_ scalar: Unicode.Scalar) -> Bool { (0x0300...0x036F).contains(scalar.value) }

  /// Letters that people without them write as others, although Unicode does not decompose them.
  private static func spelledOut(_ scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "ß": "ss"
    case "æ": "ae"
    case "œ": "oe"
    case "þ": "th"
    case "ø": "o"
    case "ł": "l"
    case "đ", "ð": "d"
    case "ı": "i"
    default: nil
    }
  }

  private static func lookAlike(_ scalar: Unicode.Scalar, one: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "@", "4": "a"
    case "0": "o"
    case "1": one
    case "3": "e"
    case "$", "5": "s"
    case "7": "t"
    default: scalar
    }
  }
}
