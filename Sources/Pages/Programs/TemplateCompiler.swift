/// Ties one page's template to its fields, in one language: layout, blocks, partials, words and assets become
/// a program, and every name is checked on the way.
struct TemplateCompiler {
  let shelf: TemplateShelf
  let catalogue: Catalogue
  let isHTML: Bool
  var book: SchemaBook
  var faults: [TemplateFault] = []
  var program = Program()
  var usedKeys: Set<String> = []
  var usedFiles: Set<String> = []

  var scopes: [FieldSchema] = []
  /// The outermost scope that has names here.
  var floor = 0
  var context = HTMLContext()
  /// What the page and its layouts put into the blocks of the layout above them.
  var fillings: [String: Filling] = [:]
  /// The blocks met so far, and those being filled right now.
  var metBlocks: Set<String> = []
  var openBlocks: Set<String> = []
  /// Steps before this one are complete: text must not be joined to them, as something may jump here.
  var settled = 0
  /// A letter's first line is still being written.
  var isSubject: Bool

  struct Filling {
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

  mutating func compile(_ nodes: [Node], of file: ParsedTemplate) {
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
