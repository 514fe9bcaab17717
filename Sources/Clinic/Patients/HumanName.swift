/// FHIR R4 HumanName (http://hl7.org/fhir/R4/datatypes.html#HumanName), with the parts that are asked for.
public struct HumanName: Codable, Hashable, Sendable {
  public var use: Use
  /// Empty for people who have none: then there is a given name.
  public var family: String
  /// Empty for people who have none: then there is a family name.
  public var given: [String]
  /// FHIR's extension `language` (http://hl7.org/fhir/R4/extension-language.html).
  public var language: LanguageTag?

  public init(use: Use, family: String, given: [String], language: LanguageTag?) {
    self.use = use
    self.family = family
    self.given = given
    self.language = language
  }

  /// FHIR R4 NameUse (http://hl7.org/fhir/R4/valueset-name-use.html).
  public enum Use: String, Codable, Hashable, Sendable, CaseIterable {
    case usual, official, temp, nickname, anonymous, old, maiden

    /// Those that people add themselves. `usual` is the name they are called by, which has a place of its own.
    public static let offered: [Use] = [.official, .maiden, .old, .nickname]
  }

  /// As it is said in its own script: Chinese, Japanese and Korean put the family first, without a space.
  public var text: String {
    let parts = isFamilyFirst ? [family] + given : given + [family]
    return parts.filter { !$0.isEmpty }.joined(separator: isFamilyFirst ? "" : " ")
  }

  private var isFamilyFirst: Bool {
    let scalars = (family + given.joined()).unicodeScalars
    return !scalars.isEmpty && scalars.allSatisfy(\.isEastAsian)
  }
}

extension Unicode.Scalar {
  /// Han characters, kana and Hangul syllables, and the marks between them (Unicode, Blocks.txt).
  fileprivate var isEastAsian: Bool {
    switch value {
    case 0x3005...0x3007, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0x20000...0x323AF:
      true
    default: false
    }
  }
}
