extension TemplateCompiler {
  mutating func text(_ bytes: [UInt8], _ line: Int, _ file: ParsedTemplate) {
    write(comma(bytes))
    guard isHTML else { return }
    let leading = bytes.prefix { $0.isBlank || $0 == .newline }
    let first = leading.count == bytes.count ? line : line - leading.count { $0 == .newline }
    let lines = bytes.split(separator: .newline, omittingEmptySubsequences: false)
    for (index, part) in lines.enumerated() {
      if index > 0 { _ = context.read([.newline]) }
      if let problem = context.read(part) { faults.append(file.fault(first + index, problem)) }
    }
  }

  /// What stands between two values, `{{day}}, {{time}}`, is the language's comma.
  private func comma(_ bytes: [UInt8]) -> [UInt8] {
    guard let own = catalogue.language.comma, bytes.starts(with: ", ".utf8), !isHTML || context.place == .text
    else {
      return bytes
    }
    return Array(own.utf8) + bytes.dropFirst()
  }

  mutating func write(_ bytes: some Collection<UInt8>) {
    guard !bytes.isEmpty else { return }
    if bytes.contains(.newline) { isSubject = false }
    let from = program.literals.count
    program.literals += bytes
    let to = program.literals.count
    let last = program.steps.count - 1
    if last >= settled, case .literal(let start, from) = program.steps[last] {
      program.steps[last] = .literal(from: start, to: to)
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

  mutating func message(_ key: String, _ line: Int, _ file: ParsedTemplate) {
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
    if let decider = message.decider {
      plural(message, by: decider, at: "\(file.path):\(line)")
    } else {
      write(message.parts, of: message.line, at: "\(file.path):\(line)")
    }
  }

  /// All forms of the text, one after the other; which of them shows is decided when the number is known.
  private mutating func plural(_ message: Message, by decider: String, at place: String) {
    guard let (address, kind) = find(decider), kind == .text || kind == .number else {
      let problem = find(decider) == nil ? unknown(decider) : "'\(decider)' is no number"
      faults.append(
        TemplateFault(path: catalogue.path, line: message.line, what: "\(problem), at \(place)"))
      return
    }
    let index = program.plurals.count
    program.plurals.append(Program.Plural(language: catalogue.language))
    program.steps.append(.plural(address, index: index))
    var jumps: [Int] = []
    for variant in message.variants {
      settled = program.steps.count
      program.plurals[index].starts[variant.category] = settled
      write(variant.parts, of: variant.line, at: place)
      jumps.append(program.steps.count)
      program.steps.append(.jump(to: 0))
    }
    settled = program.steps.count
    program.plurals[index].usual = settled
    write(message.parts, of: message.line, at: place)
    settled = program.steps.count
    for jump in jumps { program.steps[jump] = .jump(to: settled) }
  }

  private mutating func write(_ parts: [Message.Part], of line: Int, at place: String) {
    // An attribute that a person reads is as good as text.
    let isolation: Isolation = context.isRead || !isHTML ? Isolation(in: catalogue.language) : .never
    for part in parts {
      switch part {
      case .text(let text): writeText(text)
      case .field(let name):
        guard let problem = write(field: name, isolation) else { continue }
        faults.append(TemplateFault(path: catalogue.path, line: line, what: "\(problem), at \(place)"))
      }
    }
  }

  mutating func asset(_ path: String, _ line: Int, _ file: ParsedTemplate) {
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
