internal import Clinic
internal import Pages

extension Words {
  /// One after the other, with the language's comma between: `Monday, Tuesday, Friday`.
  func list(_ items: [String]) -> String {
    // Without values, what stands between them is left.
    items.map(language.isolated).joined(separator: self["format.list", ["list": "", "item": ""]])
  }

  /// `Phone: +44 20 7946 0123`
  func pair(_ label: String, _ value: String) -> String {
    self["format.pair", ["label": label, "value": value]]
  }

  /// `08:30 – 12:30`
  func span(_ from: String, _ until: String) -> String {
    self["format.span", ["from": from, "until": until]]
  }

  /// What this file asks of the catalogues.
  static let listKeys =
    ["format.list", "format.pair", "format.span"] + LanguageNames.english.keys.map { "language.\($0)" }
}

extension Words {
  /// A short list by its names, in the language's order.
  func sorted<Item>(_ items: [Item], by name: KeyPath<Item, String>) -> [Item] {
    language.sorted(items) { $0[keyPath: name] }
  }

  /// A language, by its name in this one.
  func spoken(_ code: String) -> String {
    LanguageNames.english[code] == nil ? code : self["language.\(code)"]
  }

  /// Several, in the order that they were named in.
  func spoken(_ codes: [String]) -> String { list(codes.map { spoken($0) }) }
}
