extension TemplateCompiler {
  mutating func text(_ bytes: [UInt8], _ line: Int, _ file: ParsedTemplate) {
    write(bytes)
    guard isHTML else { return }
    let leading = bytes.prefix { $0.isBlank || $0 == .newline }
    let first = leading.count == bytes.count ? line : line - leading.count { $0 == .newline }
    let lines = bytes.split(separator: .newline, omittingEmptySubsequences: false)
    for (index, part) in lines.enumerated() {
      if index > 0 { _ = context.read([.newline]) }
      if let problem = context.read(part) { faults.append(file.fault(first + index, problem)) }
    }
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
    for part in message.parts {
      switch part {
      case .text(let text): writeText(text)
      case .field(let name):
        guard let problem = write(field: name) else { continue }
        faults.append(
          TemplateFault(
            path: catalogue.path, line: message.line, what: "\(problem), at \(file.path):\(line)"))
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
