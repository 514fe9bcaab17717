internal import Clinic
internal import Pages

/// The languages and scripts in which people write their names, each called by itself: whoever writes it can read it.
enum NameTags {
  /// - Parameter tag: what is chosen; added where it is not among them.
  static func choices(chosen tag: String) -> [Choice] {
    let isKnown = tag.isEmpty || all.contains { $0.tag == tag }
    return (all + (isKnown ? [] : [(tag, tag)])).map { Choice($0.tag, $0.ownName, chosen: $0.tag == tag) }
  }

  private static let all: [(tag: String, ownName: String)] = [
    ("en", "English"), ("fr", "Français"), ("de", "Deutsch"), ("es", "Español"), ("it", "Italiano"),
    ("nl", "Nederlands"), ("pl", "Polski"), ("pt", "Português"), ("ro", "Română"), ("tr", "Türkçe"),
    ("vi", "Tiếng Việt"), ("el", "Ελληνικά"), ("bg", "Български"), ("ru", "Русский"), ("sr", "Српски"),
    ("uk", "Українська"), ("hy", "Հայերեն"), ("ka", "ქართული"), ("he", "עברית"), ("ar", "العربية"),
    ("fa", "فارسی"), ("ps", "پښتو"), ("ur", "اردو"), ("am", "አማርኛ"), ("ti", "ትግርኛ"), ("bn", "বাংলা"),
    ("gu", "ગુજરાતી"), ("hi", "हिन्दी"), ("kn", "ಕನ್ನಡ"), ("ml", "മലയാളം"), ("mr", "मराठी"), ("ne", "नेपाली"),
    ("pa", "ਪੰਜਾਬੀ"), ("si", "සිංහල"), ("ta", "தமிழ்"), ("te", "తెలుగు"), ("km", "ភាសាខ្មែរ"), ("lo", "ລາວ"),
    ("my", "မြန်မာ"), ("th", "ไทย"), ("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文"), ("zh-Latn", "Hànyǔ Pīnyīn"),
    ("ja", "日本語"), ("ja-Hira", "ひらがな"), ("ja-Kana", "カタカナ"), ("ja-Latn", "Rōmaji"), ("ko", "한국어"),
  ]
}
