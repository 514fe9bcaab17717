/// An apostrophe before whatever a spreadsheet would take for a formula and carry out (OWASP, "CSV Injection").
///
/// A text that begins so gets one; and so does each place within it where a cell would begin if the file were opened with
/// another separator: behind `;`, a quote or the end of a line. Where apostrophes stand in such a place already there is one
/// more, so that taking one away gives the text back, whatever it was.
enum FormulaMarks {
  static func add(to text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard bytes.contains(where: mayBegin) else { return bytes }
    var marked: [UInt8] = []
    marked.reserveCapacity(bytes.count + 1)
    for position in bytes.indices {
      if beginsCell(position, bytes), isFormula(behindMarks(position, bytes), bytes) {
        marked.append(.apostrophe)
      }
      marked.append(bytes[position])
    }
    return marked
  }

  static func remove(from bytes: inout [UInt8]) {
    guard bytes.contains(.apostrophe) else { return }
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    for position in bytes.indices {
      let isMark =
        bytes[position] == .apostrophe && beginsCell(position, bytes)
        && isFormula(behindMarks(position, bytes), bytes)
      if !isMark { kept.append(bytes[position]) }
    }
    bytes = kept
  }

  private static func beginsCell(_ position: Int, _ bytes: [UInt8]) -> Bool {
    guard position > 0 else { return true }
    let before = bytes[position - 1]
    return before == .quote || before == .lineFeed || before == .carriageReturn
      || CSVSeparator(rawValue: before) != nil
  }

  private static func behindMarks(_ position: Int, _ bytes: [UInt8]) -> Int {
    bytes[position...].firstIndex { $0 != .apostrophe } ?? bytes.endIndex
  }

  private static func isFormula(_ position: Int, _ bytes: [UInt8]) -> Bool {
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"): return true
    // Behind nothing but apostrophes. Elsewhere an end of line is one.
    case 0x09, .lineFeed, .carriageReturn: return bytes[..<position].allSatisfy { $0 == .apostrophe }
    // The same signs in full width, which spreadsheets take for them: U+FF1D, U+FF0B, U+FF0D, U+FF20.
    case 0xEF:
      return position + 2 < bytes.count && bytes[position + 1] == 0xBC
        && [0x9D, 0x8B, 0x8D, 0xA0].contains(bytes[position + 2])
    default: return false
    }
  }

  private static func mayBegin(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0xEF: true
    case 0x09, .lineFeed, .carriageReturn: true
    default: false
    }
  }
}
