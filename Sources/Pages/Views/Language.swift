/// A language that pages are written in.
public struct Language: Hashable, Sendable {
  /// The primary language subtag of BCP 47, in lower case: `en`. It names the catalogue, `messages/en.txt`,
  /// and stands in the page's `lang` attribute.
  public let code: String

  public init(code: String) {
    self.code = code
  }

  /// The language every text is written in first.
  public static let english = Language(code: "en")
  public static let french = Language(code: "fr")
  public static let spanish = Language(code: "es")
  public static let arabic = Language(code: "ar")

  /// Which way its lines run, as HTML's `dir` attribute says it.
  public enum Direction: String, Sendable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"
  }

  /// By the script that CLDR's likely subtags give the language.
  public var direction: Direction {
    Self.rightToLeft.contains(code) ? .rightToLeft : .leftToRight
  }

  /// Where it is not the Latin one.
  var comma: String? { ["ar", "fa", "ur"].contains(code) ? "،" : nil }

  private static let rightToLeft: Set = ["ar", "fa", "he", "ur"]
}
