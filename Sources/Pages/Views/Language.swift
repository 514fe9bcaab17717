/// A language that pages are written in.
public struct Language: Hashable, Sendable {
  /// The primary language subtag of BCP 47, in lower case: `en`. It names the catalogue, `messages/en.txt`,
  /// and stands in the page's `lang` attribute.
  public let code: String

  public init(code: String) {
    self.code = code
  }

  /// The language every text exists in, and the one a page falls back to.
  public static let english = Language(code: "en")
  public static let french = Language(code: "fr")
}
