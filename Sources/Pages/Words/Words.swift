/// The texts of one language, for those made in Swift: what is wrong with a form field, a notice.
public struct Words: Sendable {
  let catalogue: Catalogue

  public var language: Language { catalogue.language }

  /// The text for a key, with its placeholders filled in, in the form that goes with its number. Not escaped: a template
  /// does that.
  ///
  /// A key that stands nowhere comes back itself. Boot rules it out for the keys that were given to
  /// `TemplateLibrary.require(keys:)`.
  public subscript(_ key: String, _ values: [String: String] = [:]) -> String {
    catalogue.messages[key]?.filled(with: values, in: language) ?? key
  }
}
