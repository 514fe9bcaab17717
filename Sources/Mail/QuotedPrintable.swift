/// RFC 2045 section 6.7.
enum QuotedPrintable {
  /// Without the CRLF.
  private static let lineLimit = 76
  private static let hex = Array("0123456789ABCDEF".utf8)

  /// Line breaks of every kind become CRLF, and the text ends with one.
  static func encode(_ text: String) -> [UInt8] {
    var output: [UInt8] = []
    for line in lines(of: text) {
      append(line, to: &output)
      output += [0x0D, 0x0A]
    }
    return output
  }

  private static func append(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
    var column = 0
    for index in line.indices {
      let isLast = index == line.index(before: line.endIndex)
      let piece = encode(line[index], isLast: isLast)
      // One column is kept for the `=` of a soft break, which the last piece does not need.
      if column + piece.count > (isLast ? lineLimit : lineLimit - 1) {
        output += Array("=\r\n".utf8)
        column = 0
      }
      output += piece
      column += piece.count
    }
  }

  private static func encode(_ byte: UInt8, isLast: Bool) -> [UInt8] {
    let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
    // Blanks at the end of a line get lost on the way.
    if isPlain || isBlank && !isLast { return [byte] }
    return [UInt8(ascii: "="), hex[Int(byte >> 4)], hex[Int(byte & 0xF)]]
  }

  private static func lines(of text: String) -> [ArraySlice<UInt8>] {
    var bytes: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      let endsPair = byte == 0x0A && previous == 0x0D
      if !endsPair { bytes.append(byte == 0x0D ? 0x0A : byte) }
      previous = byte
    }
    if bytes.last == 0x0A { bytes.removeLast() }
    return bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  }
}
