/// One text of a catalogue, cut at its placeholders: `Wait {minutes} minutes.`
struct Message: Sendable {
  enum Part: Equatable, Sendable {
    case text(String)
    case field(String)
  }

  let line: Int
  let parts: [Part]

  var fields: Set<String> {
    Set(parts.compactMap { if case .field(let name) = $0 { name } else { nil } })
  }

  init(_ text: Substring, line: Int) throws(TagProblem) {
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
    self.line = line
    self.parts = parts
  }

  /// A placeholder without a value stays visible: better an odd word than a wrong one.
  func filled(with values: [String: String]) -> String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .field(let name): values[name] ?? "{\(name)}"
      }
    }.joined()
  }
}
