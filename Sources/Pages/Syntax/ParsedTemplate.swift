/// A template file as a tree, not yet tied to any page.
struct ParsedTemplate: Sendable {
  /// How faults name the file.
  let path: String
  /// Where the file ends, for faults about something that is missing.
  let lastLine: Int
  /// The layout that this template fills in, named by its first line.
  let layout: Reference?
  let nodes: [Node]

  struct Reference: Sendable {
    let path: String
    let line: Int
  }

  /// Every file this one names in a partial tag, wherever it stands.
  var partials: [Reference] {
    Self.partials(nodes)
  }

  private static func partials(_ nodes: [Node]) -> [Reference] {
    nodes.flatMap { node -> [Reference] in
      switch node.kind {
      case .partial(let path, _): [Reference(path: path, line: node.line)]
      case .section(_, _, let children), .block(_, let children): partials(children)
      case .text, .slot, .message, .asset: []
      }
    }
  }

  /// The nodes of a part that stands amid a line, which the file's last newline must not break.
  var nodesWithoutLastNewline: [Node] {
    guard let last = nodes.last, case .text(let bytes) = last.kind, bytes.last == .newline else {
      return nodes
    }
    return nodes.dropLast() + [Node(line: last.line, kind: .text(bytes.dropLast()))]
  }

  func fault(_ line: Int, _ what: String) -> TemplateFault {
    TemplateFault(path: path, line: line, what: what)
  }
}
