/// The order in which a language lists names, after the root collation of CLDR and its tailorings for our languages
/// (https://www.unicode.org/reports/tr35/tr35-collation.html): letters first, then their accents, then capitals.
///
/// For lists of tens, whose names come from the catalogues as well as from the database. Letters of scripts that none of our
/// languages is written in stand in the order of Unicode.
struct Collation {
  let language: Language

  /// What is compared first, second and third.
  struct Key: Comparable {
    var letters: [UInt32] = []
    var accents: [UInt32] = []
    var capitals: [UInt32] = []
    let text: String

    static func < (left: Key, right: Key) -> Bool {
      if left.letters != right.letters { return left.letters.lexicographicallyPrecedes(right.letters) }
      if left.accents != right.accents { return left.accents.lexicographicallyPrecedes(right.accents) }
      if left.capitals != right.capitals { return left.capitals.lexicographicallyPrecedes(right.capitals) }
      return left.text < right.text
    }
  }

  func key(of text: String) -> Key {
    var key = Key(text: text)
    for scalar in text.unicodeScalars {
      if scalar.properties.canonicalCombiningClass != .notReordered {
        // A mark by itself: it belongs to the letter before.
        if !key.accents.isEmpty { key.accents[key.accents.count - 1] += scalar.value }
        continue
      }
      let plain = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
      let (letters, accent) = letters(of: plain)
      key.letters += letters
      key.accents += letters.indices.map { $0 == 0 ? accent : 0 }
      key.capitals += letters.indices.map { _ in plain == scalar ? 0 : 1 }
    }
    return key
  }

  private func letters(of scalar: Unicode.Scalar) -> (letters: [UInt32], accent: UInt32) {
    // CLDR: Spanish has it as a letter of its own, behind n.
    if scalar == "ñ", language == .spanish { return ([Self.weight("n") + 1], 0) }
    // Arabic has it as a form of the alef with the hamza above.
    if scalar == "إ", language == .arabic { return ([weight("أ")], scalar.value) }
    if let other = Self.ligatures[scalar] { return (other.map { weight($0) }, scalar.value) }
    if let base = Self.bases[scalar] { return ([weight(base)], scalar.value) }
    return ([weight(scalar)], 0)
  }

  /// Blanks and signs, numbers, letters; Arabic ones first among them in Arabic.
  private func weight(_ scalar: Unicode.Scalar) -> UInt32 {
    let weight = Self.weight(scalar)
    return language == .arabic && (0x600...0x6FF).contains(scalar.value) ? weight - Self.reordered : weight
  }

  /// Twice the code point, so that there is room for a letter between two.
  private static func weight(_ scalar: Unicode.Scalar) -> UInt32 {
    let value = 2 * scalar.value
    if scalar.properties.isAlphabetic { return value + (isHan(scalar) ? 2 * letters : letters) }
    return scalar.properties.numericType == nil ? value : value + digits
  }

  /// Hangul stands before them, though behind them in Unicode.
  private static func isHan(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isIdeographic }

  private static let digits: UInt32 = 0x40_0000
  private static let letters: UInt32 = 0x80_0000
  private static let reordered: UInt32 = 0x20_0000

  private static let ligatures: [Unicode.Scalar: [Unicode.Scalar]] = [
    "æ": ["a", "e"], "œ": ["o", "e"], "ß": ["s", "s"], "ĳ": ["i", "j"],
  ]

  /// The letter to which an accented one belongs. Arabic letters with a hamza are letters of their own.
  private static let bases: [Unicode.Scalar: Unicode.Scalar] = {
    var bases: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (base, accented) in accented { for scalar in accented.unicodeScalars { bases[scalar] = base } }
    return bases
  }()

  /// By Unicode's canonical decompositions (UnicodeData.txt), and letters with a stroke.
  private static let accented: [Unicode.Scalar: String] = [
    "a": "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
    "b": "ḃḅḇ",
    "c": "çćĉċčḉ",
    "d": "ďḋḍḏḑḓđ",
    "e": "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
    "f": "ḟ",
    "g": "ĝğġģǧǵḡ",
    "h": "ĥȟḣḥḧḩḫẖħ",
    "i": "ìíîïĩīĭįǐȉȋḭḯỉịı",
    "j": "ĵǰ",
    "k": "ķǩḱḳḵ",
    "l": "ĺļľḷḹḻḽł",
    "m": "ḿṁṃ",
    "n": "ñńņňǹṅṇṉṋ",
    "o": "òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợø",
    "p": "ṕṗ",
    "r": "ŕŗřȑȓṙṛṝṟ",
    "s": "śŝşšșṡṣṥṧṩ",
    "t": "ţťțṫṭṯṱẗŧ",
    "u": "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
    "v": "ṽṿ",
    "w": "ŵẁẃẅẇẉẘ",
    "x": "ẋẍ",
    "y": "ýÿŷȳẏẙỳỵỷỹ",
    "z": "źżžẑẓẕ",
  ]
}

extension Language {
  /// In the order of the language; what is called alike stays in the order that it came in.
  public func sorted<Item>(_ items: [Item], by name: (Item) -> String) -> [Item] {
    let collation = Collation(language: self)
    return items.map { (item: $0, key: collation.key(of: name($0))) }.enumerated()
      .sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element.item)
  }
}
