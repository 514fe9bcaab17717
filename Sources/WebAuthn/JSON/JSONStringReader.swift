/// A string of RFC 8259 section 7, in bytes that are known to be UTF-8.
struct JSONStringReader {
  private(set) var reader: ByteReader

  init(_ reader: ByteReader) { self.reader = reader }

  mutating func string() throws(JSONFault) -> String {
    guard try byte() == UInt8(ascii: "\"") else { throw .unexpectedCharacter }
    var bytes: [UInt8] = []
    while true {
      switch try byte() {
      case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"): bytes += UTF8.encode(try escaped()).map(Array.init) ?? []
      case 0..<0x20: throw .unexpectedCharacter
      case let letter: bytes.append(letter)
      }
    }
  }

  private mutating func escaped() throws(JSONFault) -> Unicode.Scalar {
    switch try byte() {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try escapedScalar()
    default: throw .invalidEscape
    }
  }

  /// `\uXXXX`, or two of them where the first is half of a surrogate pair.
  private mutating func escapedScalar() throws(JSONFault) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard UTF16.isLeadSurrogate(first) else { throw .invalidEscape }
    guard try byte() == UInt8(ascii: "\\"), try byte() == UInt8(ascii: "u") else { throw .invalidEscape }
    let second = try codeUnit()
    guard UTF16.isTrailSurrogate(second) else { throw .invalidEscape }
    return UTF16.decode(UTF16.EncodedScalar([first, second]))
  }

  private mutating func codeUnit() throws(JSONFault) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(try byte())).hexDigitValue else { throw .invalidEscape }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private mutating func byte() throws(JSONFault) -> UInt8 {
    guard let byte = reader.byte() else { throw .cutShort }
    return byte
  }
}
