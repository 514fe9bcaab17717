/// Writes RFC 4180: CRLF behind each record, quotes where they are needed.
///
/// `CSVReader` reads back exactly what was written, with whatever signs; NUL alone it refuses.
public struct CSVWriter: Sendable {
  public private(set) var bytes: [UInt8] = []
  private let separator: CSVSeparator
  private var isFirst = true

  /// - Parameter isMarked: whether to begin with a byte order mark, without which Excel takes UTF-8 for Windows-1252.
  public init(separator: CSVSeparator = .comma, isMarked: Bool = false) {
    self.separator = separator
    if isMarked { bytes = CSVEncoding.utf8.mark }
  }

  /// - Precondition: there is at least one field; a row of none can't be told from no row.
  public mutating func write(_ fields: [String]) {
    precondition(!fields.isEmpty, "a row without fields")
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(separator.rawValue) }
      let text = FormulaMarks.add(to: field)
      if (text.isEmpty && fields.count == 1) || needsQuotes(text) {
        quote(text)
      } else {
        bytes += text
      }
      isFirst = false
    }
    bytes += [.carriageReturn, .lineFeed]
  }

  /// What was written since this was last asked, for a file that is sent while it is made.
  public mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func quote(_ text: [UInt8]) {
    bytes.append(.quote)
    for byte in text {
      if byte == .quote { bytes.append(.quote) }
      bytes.append(byte)
    }
    bytes.append(.quote)
  }

  /// All separators count: whoever guesses which one it is, as we do ourselves, guesses better then.
  private func needsQuotes(_ text: [UInt8]) -> Bool {
    let hasSigns = text.contains { byte in
      byte == .quote || byte == .lineFeed || byte == .carriageReturn || CSVSeparator(rawValue: byte) != nil
    }
    // At the edges of a field some programs drop blanks. The first field must not look like a byte order mark. (As `sep=;`
    // none can look: there is a separator in it.)
    return hasSigns || text.first == 0x20 || text.last == 0x20
      || isFirst && CSVEncoding(markOf: text) != nil
  }
}
