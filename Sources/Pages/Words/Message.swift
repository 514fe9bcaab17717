/// One text of a catalogue, cut at its placeholders: `Wait {minutes} minutes.`
struct Message: Sendable {
  enum Part: Equatable, Sendable {
    case text(String)
    case field(String)
  }

  /// How it reads with some numbers: `key[one] = Wait a minute.`
  struct Variant: Sendable {
    let category: PluralCategory
    let line: Int
    let parts: [Part]
  }

  let line: Int
  let parts: [Part]
  /// The placeholder whose number decides among the variants.
  var decider: String?
  var variants: [Variant] = []

  var fields: Set<String> { Self.fields(of: parts) }

  /// The placeholders of the text and all variants, each with the first line that it stands in.
  var places: [(field: String, line: Int)] {
    var known: Set<String> = []
    return ([(parts, line)] + variants.map { ($0.parts, $0.line) }).flatMap { parts, line in
      Self.fields(of: parts).sorted().filter { known.insert($0).inserted }.map { (field: $0, line: line) }
    }
  }

  var firstField: String? {
    for case .field(let name) in parts { return name }
    return nil
  }

  init(_ text: Substring, line: Int) throws(TagProblem) {
    self.line = line
    parts = try Self.parts(of: text)
  }

  static func parts(of text: Substring) throws(TagProblem) -> [Part] {
    var parts: [Part] = []
    var rest = text
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[brace] == "{", let end = rest[brace...].firstIndex(of: "}") else {
        throw TagProblem(what: "a brace without its partner")
      }
      if brace > rest.startIndex { parts.append(.text(String(rest[..<brace]))) }
      parts.append(.field(try .fieldName(rest[rest.index(after: brace)..<end])))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return parts
  }

  /// A placeholder without a value stays visible: better an odd word than a wrong one.
  func filled(with values: [String: String], in language: Language) -> String {
    let isolation = Isolation(in: language)
    let parts = chosenParts(values, language)
    let text = parts.map { part in
      switch part {
      case .text(let text): text
      case .field(let name): values[name].map(isolation.around) ?? "{\(name)}"
      }
    }.joined()
    // A text of values alone has no letter of its own by which its place could tell the direction.
    return parts.count > 1 && isolation.leavesOpen(text) ? "\u{200F}\(text)" : text
  }

  private func chosenParts(_ values: [String: String], _ language: Language) -> [Part] {
    guard let decider, let value = values[decider] else { return parts }
    let category = language.pluralCategory(of: value)
    return variants.first { $0.category == category }?.parts ?? parts
  }

  private static func fields(of parts: [Part]) -> Set<String> {
    Set(parts.compactMap { if case .field(let name) = $0 { name } else { nil } })
  }
}
