/// Values within lines of the other direction: a telephone number in an Arabic sentence, an Arabic name in an English one.
/// Without a border around it the reordering of the line would tear a value apart, or draw its neighbours in
/// (UAX #9, section 2.7; https://www.w3.org/International/articles/inline-bidi-markup/).
///
/// The border is a pair of invisible characters rather than an element, so that it holds in plain text, titles and
/// options too, and moves nothing on the page.
enum Isolation: Sendable {
  case never
  /// Where the page runs from right to left.
  case always
  /// Where it runs from left to right: what is written in letters of the other direction.
  case ifForeign

  /// FIRST STRONG ISOLATE: what follows takes the direction of its own first letter.
  static let start: StaticString = "\u{2068}"
  /// POP DIRECTIONAL ISOLATE.
  static let end: StaticString = "\u{2069}"

  init(in language: Language) {
    self = language.direction == .rightToLeft ? .always : .ifForeign
  }

  func holds(for text: String) -> Bool {
    switch self {
    case .never: false
    // A number is not torn apart, nor are Arabic words; and an address is there to be followed.
    case .always:
      !text.utf8.allSatisfy { (0x30...0x39).contains($0) } && !text.hasPrefix("http")
        && !text.unicodeScalars.allSatisfy { $0 == " " || Self.runsFromRight($0) }
    // In UTF-8 every right-to-left script begins at D6 (Hebrew) or higher, so that most texts are told at a glance.
    case .ifForeign:
      text.utf8.contains { $0 >= 0xD6 } && text.unicodeScalars.contains(where: Self.runsFromRight)
    }
  }

  func around(_ text: String) -> String {
    holds(for: text) ? "\(Self.start)\(text)\(Self.end)" : text
  }

  /// Whether nothing outside of isolated values tells which way a text runs, in a language that runs from right to left.
  func leavesOpen(_ text: String) -> Bool {
    guard case .always = self else { return false }
    var depth = 0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x2068: depth += 1
      case 0x2069: depth -= 1
      default: if depth == 0, scalar.value == 0x200F || Self.runsFromRight(scalar) { return false }
      }
    }
    return true
  }

  /// Of a value that stands by itself: on a page that runs from left to right it has an element of its own.
  static func alone(in language: Language) -> Isolation {
    language.direction == .rightToLeft ? .always : .never
  }

  /// The blocks of right-to-left scripts (https://www.unicode.org/Public/UCD/latest/ucd/extracted/DerivedBidiClass.txt).
  private static func runsFromRight(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // The comma and the digits have no direction of their own.
    case 0x060C, 0x0660...0x0669: false
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
    default: false
    }
  }
}

extension Language {
  /// A value as a template shows it by itself.
  public func isolated(_ text: String) -> String { Isolation.alone(in: self).around(text) }
}
