extension TemplateCompiler {
  mutating func partial(_ reference: String, alone: Bool) {
    let path = shelf.path(reference, isHTML: isHTML)
    guard let file = shelf.files[path] else { return }
    usedFiles.insert(path)
    compile(alone ? file.nodes : file.nodesWithoutLastNewline, of: file)
  }

  mutating func fill(from file: ParsedTemplate) {
    for node in file.nodes {
      guard case .block(let name, let nodes) = node.kind, fillings[name] == nil else { continue }
      fillings[name] = Filling(file: file, line: node.line, nodes: nodes)
    }
  }

  mutating func block(_ name: String, _ standard: [Node], _ line: Int, _ file: ParsedTemplate) {
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

  mutating func checkFillings(of layout: ParsedTemplate) {
    for (name, filling) in fillings where !metBlocks.contains(name) {
      let hint = NearMiss.hint(name, among: metBlocks)
      faults.append(filling.file.fault(filling.line, "no block '\(name)' in \(layout.path)\(hint)"))
    }
  }
}
