/// Ties one page's template to its fields, in one language: layout, blocks, partials, words and assets become
/// a program, and every name is checked on the way.
struct TemplateCompiler {
  private let shelf: TemplateShelf
  private let catalogue: Catalogue
  let isHTML: Bool
  var book: SchemaBook
  private(set) var faults: [TemplateFault] = []
  private(set) var program = Program()
  private(set) var usedKeys: Set<String> = []
  private(set) var usedFiles: Set<String> = []

  private var scopes: [FieldSchema] = []
  private var context = HTMLContext()
  /// What the page and its layouts put into the blocks of the layout above them.
  private var fillings: [String: Filling] = [:]
  /// The blocks met so far, and those being filled right now.
  private var metBlocks: Set<String> = []
  private var openBlocks: Set<String> = []
  /// Steps before this one are complete: text must not be joined to them, as something may jump here.
  private var settled = 0
  /// A letter's first line is still being written.
  private var isSubject: Bool

  private struct Filling {
    let file: ParsedTemplate
    let line: Int
    let nodes: [Node]
  }

  init(shelf: TemplateShelf, catalogue: Catalogue, isHTML: Bool, book: SchemaBook) {
    self.shelf = shelf
    self.catalogue = catalogue
    self.isHTML = isHTML
    self.book = book
    isSubject = !isHTML
  }

  /// - Parameter views: The types whose fields can be named, outermost first.
  mutating func compile(_ template: String, views: [any View.Type]) {
    let path = shelf.path(template, isHTML: isHTML)
    guard var file = shelf.files[path] else {
      faults.append(shelf.missing(path))
      return
    }
    for view in views { enter(view, at: file, line: 1) }
    guard scopes.count == views.count else { return }
    usedFiles.insert(path)
    while let layout = file.layout {
      fill(from: file)
      let path = shelf.path(layout.path, isHTML: isHTML)
      guard let next = shelf.files[path] else { return }
      usedFiles.insert(path)
      file = next
    }
    compile(file.nodes, of: file)
    checkFillings(of: file)
    if let objection = context.objectionToMarkup, isHTML {
      faults.append(file.fault(file.lastLine, "the page ends \(objection)"))
    }
  }

  private mutating func compile(_ nodes: [Node], of file: ParsedTemplate) {
    for node in nodes {
      switch node.kind {
      case .text(let bytes): text(bytes, node.line, file)
      case .slot(let name): slot(name, node.line, file)
      case .section(let name, let inverted, let body): section(name, inverted, body, node.line, file)
      case .block(let name, let standard): block(name, standard, node.line, file)
      case .partial(let path, let alone): partial(path, alone: alone)
      case .message(let key): message(key, node.line, file)
      case .asset(let path): asset(path, node.line, file)
      }
    }
  }
}

// MARK: - Names

extension TemplateCompiler {
  private mutating func enter(_ type: any View.Type, at file: ParsedTemplate, line: Int) {
    let (schema, problems) = book.schema(of: type)
    faults += problems.map { file.fault(line, $0) }
    if let schema { scopes.append(schema) }
  }

  private func find(_ name: String) -> (address: Program.Address, kind: FieldSchema.Kind)? {
    for (scope, schema) in scopes.enumerated().reversed() {
      guard let slot = schema.slot(name) else { continue }
      return (Program.Address(scope: scope, slot: slot), schema.fields[slot].kind)
    }
    return nil
  }

  private func unknown(_ name: String) -> String {
    "no field '\(name)' here" + NearMiss.hint(name, among: scopes.flatMap(\.names))
  }

  private mutating func slot(_ name: String, _ line: Int, _ file: ParsedTemplate) {
    if let problem = slot(name) { faults.append(file.fault(line, problem)) }
  }

  /// - Returns: Why the value must not be written here, if so.
  private mutating func slot(_ name: String) -> String? {
    guard let (address, kind) = find(name) else { return unknown(name) }
    switch kind {
    case .text, .number:
      if isHTML, let objection = context.objectionToText { return "'\(name)' \(objection)" }
      program.steps.append(.slot(address, isHTML ? .escaped : isSubject ? .onOneLine : .asItIs))
    case .html:
      guard isHTML else { return "'\(name)' is markup, in plain text" }
      if let objection = context.objectionToMarkup { return "'\(name)' is markup, \(objection)" }
      program.steps.append(.slot(address, .asItIs))
    case .flag: return "'\(name)' is a flag: it can open a section, not be shown"
    case .list: return "'\(name)' is a list: it can open a section, not be shown"
    case .view: return "'\(name)' is a view: it can open a section, not be shown"
    }
    return nil
  }

  private mutating func section(
    _ name: String, _ inverted: Bool, _ body: [Node], _ line: Int, _ file: ParsedTemplate
  ) {
    guard let (address, kind) = find(name) else {
      faults.append(file.fault(line, unknown(name)))
      return
    }
    let step: (Int) -> Program.Step
    let outer = scopes.count
    switch kind {
    case .number:
      faults.append(file.fault(line, "'\(name)' is a number: it can be shown, not open a section"))
      return
    case _ where inverted:
      step = { .inverse(address, end: $0) }
    case .flag, .text, .html:
      step = { .condition(address, end: $0) }
    case .list(let type), .view(let type):
      step = { .scope(address, end: $0) }
      enter(type, at: file, line: line)
      guard scopes.count > outer else { return }
    }
    let before = context
    let start = program.steps.count
    let startedInSubject = isSubject
    program.steps.append(step(0))
    settled = program.steps.count
    compile(body, of: file)
    program.steps[start] = step(program.steps.count)
    settled = program.steps.count
    scopes.removeLast(scopes.count - outer)
    if startedInSubject, !isSubject {
      faults.append(file.fault(line, "the subject's line ends inside section '\(name)'"))
    }
    leave(name, before, line, file)
  }

  private mutating func leave(_ name: String, _ before: HTMLContext, _ line: Int, _ file: ParsedTemplate) {
    guard isHTML else { return }
    if let joined = before.joined(with: context) {
      context = joined
    } else {
      faults.append(file.fault(line, "section '\(name)' begins and ends in different places of the markup"))
      context = before
    }
  }
}

// MARK: - Text

extension TemplateCompiler {
  private mutating func text(_ bytes: [UInt8], _ line: Int, _ file: ParsedTemplate) {
    write(bytes)
    guard isHTML else { return }
    let leading = bytes.prefix { $0.isBlank || $0 == .newline }
    let first = leading.count == bytes.count ? line : line - leading.count { $0 == .newline }
    for (index, part) in bytes.split(separator: .newline, omittingEmptySubsequences: false).enumerated() {
      if index > 0 { _ = context.read([.newline]) }
      if let problem = context.read(part) { faults.append(file.fault(first + index, problem)) }
    }
  }

  private mutating func write(_ bytes: some Collection<UInt8>) {
    guard !bytes.isEmpty else { return }
    if bytes.contains(.newline) { isSubject = false }
    let from = program.literals.count
    program.literals += bytes
    let to = program.literals.count
    if program.steps.count > settled, case .literal(let start, from) = program.steps[program.steps.count - 1] {
      program.steps[program.steps.count - 1] = .literal(from: start, to: to)
    } else {
      program.steps.append(.literal(from: from, to: to))
    }
  }

  private mutating func writeText(_ text: String) {
    guard isHTML else { return write(text.utf8) }
    var escaped: [UInt8] = []
    escaped.appendEscaped(text)
    write(escaped)
  }

  private mutating func message(_ key: String, _ line: Int, _ file: ParsedTemplate) {
    guard let message = catalogue.messages[key] else {
      let hint = NearMiss.hint(key, among: catalogue.keys)
      faults.append(file.fault(line, "no text '\(key)' in \(catalogue.path)\(hint)"))
      return
    }
    usedKeys.insert(key)
    if isHTML, let objection = context.objectionToText {
      faults.append(file.fault(line, "text '\(key)' \(objection)"))
      return
    }
    for part in message.parts {
      switch part {
      case .text(let text): writeText(text)
      case .field(let name):
        guard let problem = slot(name) else { continue }
        faults.append(
          TemplateFault(
            path: catalogue.path, line: message.line, what: "\(problem), at \(file.path):\(line)"))
      }
    }
  }

  private mutating func asset(_ path: String, _ line: Int, _ file: ParsedTemplate) {
    guard let address = shelf.assets[path] else {
      faults.append(file.fault(line, "no asset '\(path)'" + NearMiss.hint(path, among: shelf.assets.keys)))
      return
    }
    if isHTML, let objection = context.objectionToText {
      faults.append(file.fault(line, "asset '\(path)' \(objection)"))
      return
    }
    writeText(address)
  }
}

// MARK: - Other files

extension TemplateCompiler {
  private mutating func partial(_ reference: String, alone: Bool) {
    let path = shelf.path(reference, isHTML: isHTML)
    guard let file = shelf.files[path] else { return }
    usedFiles.insert(path)
    compile(alone ? file.nodes : file.nodesWithoutLastNewline, of: file)
  }

  private mutating func fill(from file: ParsedTemplate) {
    for node in file.nodes {
      guard case .block(let name, let nodes) = node.kind, fillings[name] == nil else { continue }
      fillings[name] = Filling(file: file, line: node.line, nodes: nodes)
    }
  }

  private mutating func block(_ name: String, _ standard: [Node], _ line: Int, _ file: ParsedTemplate) {
    metBlocks.insert(name)
    guard openBlocks.insert(name).inserted else {
      faults.append(file.fault(line, "block '\(name)' stands inside itself"))
      return
    }
    if let filling = fillings[name] {
      compile(filling.nodes, of: filling.file)
    } else {
      compile(standard, of: file)
    }
    openBlocks.remove(name)
  }

  private mutating func checkFillings(of layout: ParsedTemplate) {
    for (name, filling) in fillings where !metBlocks.contains(name) {
      let hint = NearMiss.hint(name, among: metBlocks)
      faults.append(filling.file.fault(filling.line, "no block '\(name)' in \(layout.path)\(hint)"))
    }
  }
}
