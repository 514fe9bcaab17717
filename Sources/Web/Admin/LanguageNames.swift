/// The languages that a doctor may speak with patients, by ISO 639-1 code.
enum LanguageNames {
  static let english: [String: String] = [
    "ar": "Arabic", "bn": "Bengali", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "no": "Norwegian",
    "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "so": "Somali",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
  ]

  static func name(of code: String) -> String { english[code] ?? code }

  /// The code of a language given by its code or its English name, in lower case.
  static func code(of typed: String) -> String? {
    english[typed] != nil ? typed : english.first { $0.value.lowercased() == typed }?.key
  }
}
