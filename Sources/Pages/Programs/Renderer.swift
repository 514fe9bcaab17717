/// One run of a program over the fields of one page.
struct Renderer {
  private let program: Program
  private var scopes: [Fields]
  private(set) var output: [UInt8] = []

  init(_ program: Program, scopes: [Fields], capacity: Int) {
    self.program = program
    self.scopes = scopes
    output.reserveCapacity(capacity)
  }

  mutating func run() {
    program.literals.withUnsafeBufferPointer { literals in
      program.steps.withUnsafeBufferPointer { steps in
        run(steps, 0..<steps.count, literals)
      }
    }
  }

  private mutating func run(
    _ steps: UnsafeBufferPointer<Program.Step>, _ range: Range<Int>, _ literals: UnsafeBufferPointer<UInt8>
  ) {
    var next = range.lowerBound
    while next < range.upperBound {
      let step = steps[next]
      next += 1
      switch step {
      case .literal(let from, let to):
        output.append(contentsOf: UnsafeBufferPointer(rebasing: literals[from..<to]))
      case .slot(let address, let writing, let isolation):
        write(content(address), writing, isolation)
      case .plural(let address, let index):
        let plural = program.plurals[index]
        next = plural.start(for: category(of: content(address), in: plural.language))
      case .jump(let target):
        next = target
      case .condition(let address, let end):
        if isEmpty(content(address)) { next = end }
      case .inverse(let address, let end):
        if !isEmpty(content(address)) { next = end }
      case .scope(let address, let end):
        switch content(address) {
        case .list(let views):
          for index in 0..<views.count { run(steps, next..<end, literals, in: views.fields(at: index)) }
        case .view(_, let fields?):
          run(steps, next..<end, literals, in: fields)
        case .drawn(_, let drawing, let fields):
          let place = Drawing.Place(template: Int(bitPattern: literals.baseAddress), step: next)
          let markup = drawing.markup(at: place) {
            var apart = Renderer(program, scopes: scopes, capacity: 4096)
            apart.run(steps, next..<end, literals, in: fields())
            return apart.output
          }
          output.append(contentsOf: markup)
        default: break
        }
        next = end
      }
    }
  }

  private mutating func run(
    _ steps: UnsafeBufferPointer<Program.Step>, _ range: Range<Int>, _ literals: UnsafeBufferPointer<UInt8>,
    in fields: Fields
  ) {
    scopes.append(fields)
    run(steps, range, literals)
    scopes.removeLast()
  }

  /// A view whose `fields` branch can be shorter than its samples said; what it lacks counts as empty.
  private func content(_ address: Program.Address) -> Value.Content {
    let entries = scopes[address.scope].entries
    guard address.slot < entries.count else { return .text("") }
    return entries[address.slot].1.content
  }

  private func isEmpty(_ content: Value.Content) -> Bool {
    switch content {
    case .text(let text), .html(let text): text.isEmpty
    case .flag(let flag): !flag
    case .number: false
    case .list(let views): views.count == 0
    case .view(_, let fields): fields == nil
    case .drawn: false
    }
  }

  private func category(of content: Value.Content, in language: Language) -> PluralCategory {
    switch content {
    case .text(let text): language.pluralCategory(of: text)
    case .number(let number): language.pluralCategory(of: String(number))
    case .flag, .html, .list, .view, .drawn: .other
    }
  }

  private mutating func write(_ content: Value.Content, _ writing: Program.Writing, _ isolation: Isolation) {
    switch content {
    case .text(let text):
      let isIsolated = isolation.holds(for: text)
      if isIsolated { append(Isolation.start) }
      defer { if isIsolated { append(Isolation.end) } }
      switch writing {
      case .escaped: output.appendEscaped(text)
      case .asItIs: output.append(contentsOf: text.utf8)
      case .onOneLine: output.append(contentsOf: text.utf8.map { $0 < 0x20 ? 0x20 : $0 })
      }
    case .number(let number): output.append(contentsOf: String(number).utf8)
    case .html(let markup): output.append(contentsOf: markup.utf8)
    case .flag, .list, .view, .drawn: break
    }
  }

  private mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { output.append(contentsOf: $0) }
  }
}
