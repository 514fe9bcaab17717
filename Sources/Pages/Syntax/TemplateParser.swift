/// Builds the tree of a template and checks all that the file alone can tell.
struct TemplateParser {
  /// How deep sections and blocks may stand in each other.
  static let deepest = 32

  private let source: TemplateSource
  private var layout: ParsedTemplate.Reference?
  /// What is open, outermost first; the file itself is the bottom.
  private var open: [Open] = [Open(tag: nil, name: "", line: 1)]
  private var faults: [TemplateFault] = []

  private struct Open {
    let tag: Tag?
    let name: String
    let line: Int
    var nodes: [Node] = []
  }

  static func parse(_ source: TemplateSource) -> (template: ParsedTemplate, faults: [TemplateFault]) {
    var parser = TemplateParser(source)
    return (parser.parse(), parser.faults)
  }

  private init(_ source: TemplateSource) {
    self.source = source
  }

  private mutating func parse() -> ParsedTemplate {
    let scanner = TemplateScanner(source)
    faults = scanner.faults
    for (token, line) in scanner.tokens {
      switch token {
      case .text(let range): append(.text(Array(source.bytes[range])), line)
      case .tag(let tag, let alone): take(tag, alone: alone, line)
      }
    }
    closeAll()
    if layout != nil { checkOnlyBlocks() }
    return ParsedTemplate(
      path: source.path, lastLine: source.bytes.count { $0 == .newline } + 1, layout: layout,
      nodes: open[0].nodes)
  }

  private mutating func take(_ tag: Tag, alone: Bool, _ line: Int) {
    switch tag {
    case .slot(let name): append(.slot(name), line)
    case .message(let key): append(.message(key), line)
    case .asset(let path): append(.asset(path), line)
    case .partial(let path): append(.partial(path, alone: alone), line)
    case .section(let name, _), .block(let name): begin(tag, name, line)
    case .end(let name): end(name, line)
    case .layout(let path): fill(path, line)
    case .comment: break
    }
  }

  private mutating func append(_ kind: Node.Kind, _ line: Int) {
    open[open.count - 1].nodes.append(Node(line: line, kind: kind))
  }

  private mutating func begin(_ tag: Tag, _ name: String, _ line: Int) {
    if open.count == Self.deepest + 1 {
      faults.append(source.fault(line, "nested deeper than \(Self.deepest)"))
    }
    open.append(Open(tag: tag, name: name, line: line))
  }

  private mutating func end(_ name: String, _ line: Int) {
    guard let match = open.lastIndex(where: { $0.tag != nil && $0.name == name }) else {
      faults.append(source.fault(line, "{{/\(name)}} closes nothing"))
      return
    }
    while open.count - 1 > match { closeUnclosed() }
    closeLast()
  }

  private mutating func closeAll() {
    while open.count > 1 { closeUnclosed() }
  }

  private mutating func closeUnclosed() {
    let last = open[open.count - 1]
    faults.append(source.fault(last.line, "'\(last.name)' is not closed by {{/\(last.name)}}"))
    closeLast()
  }

  private mutating func closeLast() {
    let last = open.removeLast()
    switch last.tag {
    case .section(let name, let inverted): append(.section(name, inverted: inverted, last.nodes), last.line)
    case .block(let name): append(.block(name, last.nodes), last.line)
    default: break
    }
  }

  private mutating func fill(_ path: String, _ line: Int) {
    let isFirst = open.count == 1 && layout == nil && open[0].nodes.isEmpty
    guard isFirst, line == 1 else {
      faults.append(source.fault(line, "{{< \(path)}} must be the first line"))
      return
    }
    layout = ParsedTemplate.Reference(path: path, line: line)
  }

  /// A layout decides where things go, so that anything outside its blocks would be lost.
  private mutating func checkOnlyBlocks() {
    var seen: Set<String> = []
    for node in open[0].nodes {
      switch node.kind {
      case .block(let name, _):
        guard !seen.insert(name).inserted else { continue }
        faults.append(source.fault(node.line, "block '\(name)' stands twice"))
      case .text(let bytes) where bytes.allSatisfy({ $0.isBlank || $0 == .newline }): break
      default: faults.append(source.fault(node.line, "outside of any block of the layout"))
      }
    }
  }
}
