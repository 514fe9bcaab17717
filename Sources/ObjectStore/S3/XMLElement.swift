/// An element of an S3 answer: a name, and either text or further elements.
struct XMLElement: Equatable {
  let name: String
  var text = ""
  var children: [XMLElement] = []

  /// - Throws: ``XMLScanner/Fault`` unless the bytes are one element of the small part of XML that S3 uses.
  init(_ document: [UInt8]) throws {
    var scanner = XMLScanner(document)
    self = try scanner.document()
  }

  init(name: String) { self.name = name }

  /// The first child of that name.
  subscript(name: String) -> XMLElement? { children.first { $0.name == name } }
}
