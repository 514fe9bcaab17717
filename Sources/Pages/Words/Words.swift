/// The texts of one language, for those made in Swift: what is wrong with a form field, a notice.
public struct Words: Sendable {
  let catalogue: Catalogue
  let fallback: Catalogue

  public var language: Language { catalogue.language }

  /// The text for a key, with its placeholders filled in. Not escaped: a template does that.
  ///
  /// A text that this language lacks is taken in English; a key that stands nowhere comes back itself. Boot
  /// rules both out for the keys that were given to `TemplateLibrary.require(keys:in:)`.
  public subscript(_ key: String, _ values: [String: String] = [:]) -> String {
    let message = catalogue.messages[key] ?? fallback.messages[key]
    return message?.filled(with: values) ?? key
  }
}
