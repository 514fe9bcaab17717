/// Reads RFC 4180, and what spreadsheets make of it, from pieces of any size.
///
/// Each piece gives the rows that it completes. What does not stand in the RFC: any of four separators, found out from the
/// beginning or said by Excel's `sep=;`; LF or CR at the ends of lines; byte order marks; UTF-16. Empty lines are no rows. The
/// apostrophes that `CSVWriter` puts before formulas are taken away again.
public struct CSVReader: Sendable {
  private let limits: CSVLimits
  private let wanted: CSVSeparator?
  private var decoder: TextDecoder
  private var size = 0
  /// The beginning, until it tells the separator.
  private var sample: [UInt8] = []
  private var scanner: RowScanner?

  /// - Parameters:
  ///   - encoding: of a file without a byte order mark.
  ///   - separator: nil to find it out.
  public init(
    encoding: CSVEncoding = .utf8, separator: CSVSeparator? = nil, limits: CSVLimits = CSVLimits()
  ) {
    self.limits = limits
    wanted = separator
    decoder = TextDecoder(assumed: encoding)
  }

  /// Nil while too little was read to know.
  public var encoding: CSVEncoding? { decoder.encoding }
  public var separator: CSVSeparator? { scanner?.separator }

  /// - Throws: `CSVFault`, after which there is nothing more to read.
  public mutating func read(_ bytes: Span<UInt8>) throws(CSVFault) -> [CSVRow] {
    let room = limits.bytes - size
    size += bytes.count
    guard bytes.count <= room else {
      var text: [UInt8] = []
      bytes.withUnsafeBufferPointer { decoder.decode(.init(rebasing: $0[..<room]), into: &text) }
      let line = try scan(text, atEnd: true).line
      throw CSVFault(line: line, .tooManyBytes(limits.bytes))
    }
    var text: [UInt8] = []
    bytes.withUnsafeBufferPointer { decoder.decode($0, into: &text) }
    return try scan(text, atEnd: false).rows
  }

  /// The last row, which needs no end of line.
  public mutating func finish() throws(CSVFault) -> [CSVRow] {
    var text: [UInt8] = []
    decoder.finish(into: &text)
    var rows = try scan(text, atEnd: true).rows
    if let last = try scanner?.finish() { rows.append(last) }
    return rows
  }

  /// A whole file.
  public static func rows(
    of bytes: [UInt8], encoding: CSVEncoding = .utf8, separator: CSVSeparator? = nil,
    limits: CSVLimits = CSVLimits()
  ) throws(CSVFault) -> [CSVRow] {
    var reader = CSVReader(encoding: encoding, separator: separator, limits: limits)
    return try reader.read(bytes.span) + reader.finish()
  }

  private mutating func scan(_ text: [UInt8], atEnd isEnd: Bool) throws(CSVFault) -> (
    rows: [CSVRow], line: Int
  ) {
    if var scanner {
      self.scanner = nil  // The only owner of its buffers while it works.
      defer { self.scanner = scanner }
      return (try scanner.scan(text[...]), scanner.line)
    }
    sample += text
    guard isEnd || sample.count >= CSVSeparator.sample else { return ([], 1) }
    let declared = CSVSeparator.declared(in: sample)
    let separator =
      declared?.separator ?? wanted ?? .guessed(from: sample.prefix(CSVSeparator.sample))
    var scanner = RowScanner(
      separator: separator, encoding: decoder.encoding ?? .utf8, limits: limits,
      firstLine: declared == nil ? 1 : 2)
    defer { self.scanner = scanner }
    let rows = try scanner.scan(sample[(declared?.length ?? 0)...])
    sample = []
    return (rows, scanner.line)
  }
}
