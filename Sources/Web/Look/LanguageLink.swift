internal import Pages

/// A language to switch to, named in itself.
struct LanguageLink: View {
  let code: String
  let ownName: String

  init(_ language: Language) {
    code = language.code
    ownName = Self.ownName(of: language)
  }

  var fields: Fields { ["code": .text(code), "ownName": .text(ownName)] }

  static let samples = [LanguageLink(.french)]

  static func ownName(of language: Language) -> String { ownNames[language.code] ?? language.code }

  private static let ownNames = ["en": "English", "fr": "Français", "es": "Español", "ar": "العربية"]
}
