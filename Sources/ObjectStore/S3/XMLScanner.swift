/// Reads the XML that S3 writes, and nothing more: elements, text, the five named entities and numeric ones.
/// A document type, a processing instruction, CDATA or a comment is a fault, so nothing can be expanded or
/// fetched.
struct XMLScanner {
  struct Fault: Error {
    let offset: Int
  }

  /// S3 nests four deep.
  private static let deepest = 16

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(Fault) -> XMLElement {
    if skip("<?xml ") {
      while !skip("?>") {
        guard let byte = peek, byte != UInt8(ascii: "<") else { throw fault }
        place += 1
      }
    }
    skipSpace()
    let root = try element(depth: 1)
    skipSpace()
    guard place == bytes.count else { throw fault }
    return root
  }

  private mutating func element(depth: Int) throws(Fault) -> XMLElement {
    guard depth <= Self.deepest, skip("<") else { throw fault }
    var element = XMLElement(name: try name())
    try skipAttributes()
    if skip("/>") { return element }
    guard skip(">") else { throw fault }
    var text: [UInt8] = []
    while !skip("</") {
      if peek == UInt8(ascii: "<") {
        element.children.append(try self.element(depth: depth + 1))
      } else {
        text.append(contentsOf: try character())
      }
    }
    guard try name() == element.name else { throw fault }
    skipSpace()
    guard skip(">") else { throw fault }
    // Between elements there is only space for the eye.
    if element.children.isEmpty {
      guard let valid = String(validating: text, as: UTF8.self) else { throw fault }
      element.text = valid
    } else if !text.allSatisfy(Self.isSpace) {
      throw fault
    }
    return element
  }

  private mutating func name() throws(Fault) -> String {
    let start = place
    while let byte = peek, Self.isName(byte) { place += 1 }
    guard place > start else { throw fault }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  /// Only namespaces stand in attributes, and we have no use for them.
  private mutating func skipAttributes() throws(Fault) {
    while true {
      skipSpace()
      guard let byte = peek, Self.isName(byte) else { return }
      _ = try name()
      guard skip("=\"") else { throw fault }
      while !skip("\"") {
        guard let byte = peek, byte != UInt8(ascii: "<") else { throw fault }
        place += 1
      }
    }
  }

  private mutating func character() throws(Fault) -> [UInt8] {
    guard let byte = peek else { throw fault }
    guard byte == UInt8(ascii: "&") else {
      place += 1
      return [byte]
    }
    if skip("&lt;") { return [UInt8(ascii: "<")] }
    if skip("&gt;") { return [UInt8(ascii: ">")] }
    if skip("&amp;") { return [UInt8(ascii: "&")] }
    if skip("&quot;") { return [UInt8(ascii: "\"")] }
    if skip("&apos;") { return [UInt8(ascii: "'")] }
    return try numericEntity()
  }

  private mutating func numericEntity() throws(Fault) -> [UInt8] {
    guard skip("&#") else { throw fault }
    let radix = skip("x") ? 16 : 10
    let start = place
    // Seven digits hold the last code point in either radix.
    while let byte = peek, byte != UInt8(ascii: ";"), place - start < 8 { place += 1 }
    let digits = String(decoding: bytes[start..<place], as: UTF8.self)
    guard let number = UInt32(digits, radix: radix), number > 0, let scalar = Unicode.Scalar(number),
      skip(";")
    else { throw fault }
    return Array(String(Character(scalar)).utf8)
  }

  private var fault: Fault { Fault(offset: place) }
  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skip(_ text: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes[place...].starts(with: wanted) else { return false }
    place += wanted.count
    return true
  }

  private mutating func skipSpace() {
    while let byte = peek, Self.isSpace(byte) { place += 1 }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}
