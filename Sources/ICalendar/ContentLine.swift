/// One property (RFC 5545 section 3.1): a name, parameters and a value, on a line that is folded where it is long.
struct ContentLine {
  private let text: String

  enum Value {
    /// Written by this target alone: numbers, times, names of the standard.
    case fixed(String)
    /// From anywhere.
    case text(String)
    /// From anywhere.
    case uri(String)
  }

  init(_ name: String, _ parameters: [(name: String, value: String)] = [], _ value: Value) {
    var text = name
    for parameter in parameters { text += ";\(parameter.name)=\(PropertyText.parameter(parameter.value))" }
    text += ":"
    switch value {
    case .fixed(let value): text += value
    case .text(let value): text += PropertyText.escaped(value)
    case .uri(let value): text += PropertyText.uri(value)
    }
    self.text = text
  }

  init(_ name: String, _ value: Value) {
    self.init(name, [], value)
  }

  /// Bytes of a line without its CRLF.
  private static let limit = 75

  /// In pieces of at most 75 bytes, each but the first behind a blank; never within the bytes of one character of Unicode.
  func fold(into output: inout [UInt8]) {
    var rest = Array(text.utf8)[...]
    var room = Self.limit
    while rest.count > room {
      var end = rest.startIndex + room
      while rest[end] & 0xC0 == 0x80 { end -= 1 }
      output += rest[..<end]
      output += [0x0D, 0x0A, 0x20]
      rest = rest[end...]
      room = Self.limit - 1
    }
    output += rest
    output += [0x0D, 0x0A]
  }
}
