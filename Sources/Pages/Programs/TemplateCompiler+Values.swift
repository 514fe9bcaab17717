extension TemplateCompiler {
  mutating func enter(_ type: any View.Type, at file: ParsedTemplate, line: Int) {
    let (schema, problems) = book.schema(of: type)
    faults += problems.map { file.fault(line, $0) }
    if let schema { scopes.append(schema) }
  }

  func find(_ name: String) -> (address: Program.Address, kind: FieldSchema.Kind)? {
    for (scope, schema) in scopes.enumerated().reversed().prefix(while: { $0.offset >= floor }) {
      guard let slot = schema.slot(name) else { continue }
      return (Program.Address(scope: scope, slot: slot), schema.fields[slot].kind)
    }
    return nil
  }

  /// Names the innermost view: a part is checked anew in each place where it stands.
  func unknown(_ name: String) -> String {
    let view = scopes.last.map { " in \($0.type)" } ?? ""
    return "no field '\(name)'\(view)" + NearMiss.hint(name, among: scopes[floor...].flatMap(\.names))
  }

  mutating func slot(_ name: String, _ line: Int, _ file: ParsedTemplate) {
    if let problem = write(field: name, isolation) { faults.append(file.fault(line, problem)) }
  }

  /// Of a value that stands by itself: on a page that runs from left to right it has an element of its own, or else `bdi`
  /// around it. Never of one that is more than shown: in an attribute or a text box it is handed on, and codes are copied.
  private var isolation: Isolation {
    let isShown =
      switch context.place {
      case .text: !Self.directed.contains(context.element)
      case .plainText: context.element == "title"
      default: false
      }
    return isShown || !isHTML ? .alone(in: catalogue.language) : .never
  }

  /// Elements that are isolated themselves, by HTML or by Public/css/base.css.
  private static let directed: Set = ["bdi", "code", "kbd", "pre", "samp"]

  /// - Returns: Why the value must not be written here, if so.
  mutating func write(field name: String, _ isolation: Isolation) -> String? {
    guard let (address, kind) = find(name) else { return unknown(name) }
    switch kind {
    case .text, .number:
      if isHTML, let objection = context.objectionToText { return "'\(name)' \(objection)" }
      program.steps.append(.slot(address, isHTML ? .escaped : isSubject ? .onOneLine : .asItIs, isolation))
    case .html:
      guard isHTML else { return "'\(name)' is markup, in plain text" }
      if let objection = context.objectionToMarkup { return "'\(name)' is markup, \(objection)" }
      program.steps.append(.slot(address, .asItIs, .never))
    case .flag: return "'\(name)' is a flag: it can open a section, not be shown"
    case .list: return "'\(name)' is a list: it can open a section, not be shown"
    case .view, .drawn: return "'\(name)' is a view: it can open a section, not be shown"
    }
    return nil
  }

  mutating func section(
    _ name: String, _ inverted: Bool, _ body: [Node], _ line: Int, _ file: ParsedTemplate
  ) {
    guard let (address, kind) = find(name) else {
      faults.append(file.fault(line, unknown(name)))
      return
    }
    let step: (Int) -> Program.Step
    let (outer, outerFloor) = (scopes.count, floor)
    defer { floor = outerFloor }
    switch kind {
    case .number:
      faults.append(file.fault(line, "'\(name)' is a number: it can be shown, not open a section"))
      return
    case _ where inverted:
      step = { .inverse(address, end: $0) }
    case .flag, .text, .html:
      step = { .condition(address, end: $0) }
    case .list(let type), .view(let type), .drawn(let type):
      step = { .scope(address, end: $0) }
      enter(type, at: file, line: line)
      guard scopes.count > outer else { return }
      if case .drawn = kind { floor = outer }
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
      faults.append(file.fault(line, "section '\(name)' ends in another place of the markup"))
      context = before
    }
  }
}
