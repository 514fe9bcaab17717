/// Which form of a text goes with a number, by CLDR
/// (https://www.unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules).
public enum PluralCategory: String, CaseIterable, Sendable {
  case zero, one, two, few, many, other
}

/// A number as it is written, by the operands of CLDR's rules: `1` and `1.0` can ask for different forms.
struct PluralNumber: Equatable {
  /// The integer part, without a sign.
  let i: Int
  /// How many digits stand behind the decimal mark.
  let v: Int
  /// Whether they are worth nothing.
  let isWhole: Bool

  /// - Parameter text: digits, with blanks or no-break spaces between groups of them and `.` or `,` before decimals, as
  ///   `Formats` writes them. Nil for anything else.
  init?(_ text: String) {
    let digits = text.unicodeScalars.filter { !Self.ignored.contains($0) }
    let parts = digits.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
    guard (1...2).contains(parts.count), parts.allSatisfy({ $0.allSatisfy { ("0"..."9").contains($0) } }),
      let i = Int(String(String.UnicodeScalarView(parts[0])))
    else { return nil }
    self.i = i
    v = parts.count == 2 ? parts[1].count : 0
    isWhole = parts.count == 1 || parts[1].allSatisfy { $0 == "0" }
  }

  /// Signs, blanks, no-break spaces and what isolates a direction.
  private static let ignored: Set<Unicode.Scalar> = [
    "-", "−", "+", " ", "\u{A0}", "\u{202F}", "\u{200E}", "\u{200F}", "\u{2066}", "\u{2067}", "\u{2068}",
    "\u{2069}",
  ]
}

extension Language {
  /// The form that goes with a number, by CLDR 45
  /// (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html). A language without rules here
  /// has one form.
  func pluralCategory(of number: PluralNumber) -> PluralCategory {
    let (i, v) = (number.i, number.v)
    switch code {
    case "en": return i == 1 && v == 0 ? .one : .other
    case "fr": return i < 2 ? .one : Self.isMillions(i, v) ? .many : .other
    case "es": return i == 1 && number.isWhole ? .one : Self.isMillions(i, v) ? .many : .other
    case "ar":
      guard number.isWhole else { return .other }
      switch (i, i % 100) {
      case (0, _): return .zero
      case (1, _): return .one
      case (2, _): return .two
      case (_, 3...10): return .few
      case (_, 11...99): return .many
      default: return .other
      }
    default: return .other
    }
  }

  /// `un million de`: French and Spanish say numbers of whole millions in a form of their own.
  private static func isMillions(_ i: Int, _ v: Int) -> Bool { i != 0 && i % 1_000_000 == 0 && v == 0 }

  /// The forms that the language has.
  var pluralCategories: Set<PluralCategory> {
    switch code {
    case "en": [.one, .other]
    case "fr", "es": [.one, .many, .other]
    case "ar": Set(PluralCategory.allCases)
    default: [.other]
    }
  }

  /// The form for what stands in the place of the number; a value that is none takes the usual one.
  func pluralCategory(of text: String) -> PluralCategory {
    PluralNumber(text).map(pluralCategory(of:)) ?? .other
  }
}
