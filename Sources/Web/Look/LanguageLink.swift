internal import Pages

/// A language to switch to, named in itself.
struct LanguageLink: View {
  let code: String
  let ownName: String

  init(_ language: Language) {
    code = language.code
    ownName = Self.ownNames[language.code] ?? language.code
  }

  var fields: Fields { ["code": .text(code), "ownName": .text(ownName)] }

  static let samples = [LanguageLink(.french)]

  private static let ownNames = ["en": "English", "fr": "Français"]
}
