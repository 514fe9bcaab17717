/// What stands between `{{` and `}}`.
enum Tag: Equatable {
  case slot(String)
  case section(String, inverted: Bool)
  case block(String)
  case end(String)
  case partial(String)
  case layout(String)
  case message(String)
  case asset(String)
  case comment

  /// Whether the tag writes something where it stands. One that does not, alone on its line, takes the
  /// line's white space with it (the "standalone" rule of the mustache specification).
  var writes: Bool {
    switch self {
    case .slot, .message, .asset: true
    case .section, .block, .end, .partial, .layout, .comment: false
    }
  }

  /// - Throws: What is wrong, for a person to read.
  init(_ text: String) throws(TagProblem) {
    let inner = Substring(text).trimmingBlanks()
    switch inner.first {
    case "!": self = .comment
    case "#": self = .section(try .fieldName(inner.dropFirst()), inverted: false)
    case "^": self = .section(try .fieldName(inner.dropFirst()), inverted: true)
    case "$": self = .block(try .fieldName(inner.dropFirst()))
    case "/": self = .end(try .fieldName(inner.dropFirst()))
    case ">": self = .partial(try .path(inner.dropFirst()))
    case "<": self = .layout(try .path(inner.dropFirst()))
    case _ where inner.hasPrefix("t:"): self = .message(try .messageKey(inner.dropFirst(2)))
    case _ where inner.hasPrefix("asset:"): self = .asset(try .path(inner.dropFirst(6)))
    default: self = .slot(try .fieldName(inner))
    }
  }
}

struct TagProblem: Error {
  let what: String
}

extension String {
  static func fieldName(_ text: Substring) throws(TagProblem) -> String {
    try checked(text, "name") { $0.isWord }
  }

  static func messageKey(_ text: Substring) throws(TagProblem) -> String {
    try checked(text, "message key") { $0.isWord || $0 == "." || $0 == "-" }
  }

  static func path(_ text: Substring) throws(TagProblem) -> String {
    try checked(text, "path") { $0.isWord || $0 == "." || $0 == "-" || $0 == "/" }
  }

  private static func checked(
    _ text: Substring, _ kind: String, _ allows: (Character) -> Bool
  ) throws(TagProblem) -> String {
    let name = text.trimmingBlanks()
    guard !name.isEmpty, name.allSatisfy(allows) else { throw TagProblem(what: "'\(name)' is not a \(kind)") }
    return String(name)
  }
}

extension Substring {
  func trimmingBlanks() -> Substring {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return start }
    return start[...last]
  }
}

extension Character {
  fileprivate var isWord: Bool { isASCII && (isLetter || isNumber || self == "_") }
}
