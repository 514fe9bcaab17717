/// Reads RFC 8259 strictly: no member twice, no control characters, nothing behind the value.
struct JSONReader {
  static let depthLimit = 8
  /// Values in all; a response of a browser has about twenty.
  static let valueLimit = 256

  private var reader: ByteReader
  private var valuesLeft = JSONReader.valueLimit

  static func decode(_ bytes: [UInt8]) throws(JSONFault) -> JSON {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    var reader = JSONReader(reader: ByteReader(bytes))
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.reader.remaining == 0 else { throw .unexpectedCharacter }
    return value
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSON {
    guard valuesLeft > 0 else { throw .tooManyValues }
    valuesLeft -= 1
    skipSpace()
    guard let next = reader.next else { throw .cutShort }
    switch next {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try elements(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .number(try number())
    }
  }

  private mutating func members(depth: Int) throws(JSONFault) -> [JSON.Member] {
    var members: [JSON.Member] = []
    var names: Set<String> = []
    try open(depth: depth)
    if skip("}") { return members }
    repeat {
      skipSpace()
      let name = try string()
      guard names.insert(name).inserted else { throw .duplicateName }
      try expect(":")
      members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
    } while skip(",")
    try expect("}")
    return members
  }

  private mutating func elements(depth: Int) throws(JSONFault) -> [JSON] {
    var elements: [JSON] = []
    try open(depth: depth)
    if skip("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while skip(",")
    try expect("]")
    return elements
  }

  private mutating func open(depth: Int) throws(JSONFault) {
    guard depth < JSONReader.depthLimit else { throw .tooDeep }
    _ = reader.byte()
  }

  private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONFault) -> JSON {
    let letters = Array(word.description.utf8)
    guard let found = reader.take(letters.count) else { throw .cutShort }
    guard found.elementsEqual(letters) else { throw .unexpectedCharacter }
    return value
  }

  private mutating func string() throws(JSONFault) -> String {
    var strings = JSONStringReader(reader)
    let string = try strings.string()
    reader = strings.reader
    return string
  }

  /// RFC 8259 section 6.
  private mutating func number() throws(JSONFault) -> String {
    let start = reader.position
    _ = skipByte { $0 == UInt8(ascii: "-") }
    if !skipByte({ $0 == UInt8(ascii: "0") }) { try digits() }
    if skipByte({ $0 == UInt8(ascii: ".") }) { try digits() }
    if skipByte({ $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) {
      _ = skipByte { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
      try digits()
    }
    return String(decoding: reader.bytes(since: start), as: UTF8.self)
  }

  private mutating func digits() throws(JSONFault) {
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard skipByte(isDigit) else { throw reader.remaining == 0 ? .cutShort : .unexpectedCharacter }
    while skipByte(isDigit) {}
  }

  private mutating func expect(_ mark: Unicode.Scalar) throws(JSONFault) {
    guard skip(mark) else { throw reader.remaining == 0 ? .cutShort : .unexpectedCharacter }
  }

  /// Whether the mark came next, white space aside.
  private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    return skipByte { $0 == UInt8(ascii: mark) }
  }

  private mutating func skipSpace() {
    while skipByte({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }) {}
  }

  private mutating func skipByte(_ isWanted: (UInt8) -> Bool) -> Bool {
    guard let next = reader.next, isWanted(next) else { return false }
    _ = reader.byte()
    return true
  }
}
