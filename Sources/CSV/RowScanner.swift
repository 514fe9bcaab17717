/// The grammar of RFC 4180 section 2, byte by byte: all that it is made of is ASCII, so UTF-8 may be cut anywhere.
struct RowScanner {
  let separator: CSVSeparator
  private(set) var line: Int
  private let encoding: CSVEncoding
  private let limits: CSVLimits
  private var place = Place.rowStart
  /// The byte before was CR: a LF that follows belongs to it.
  private var isBehindReturn = false
  private var field: [UInt8] = []
  private var fields: [String] = []
  private var rows: [CSVRow] = []
  private var count = 0
  private var rowLine: Int
  private var fieldLine: Int

  private enum Place {
    case rowStart, fieldStart, plain, quoted, behindQuote
  }

  init(separator: CSVSeparator, encoding: CSVEncoding, limits: CSVLimits, firstLine: Int) {
    self.separator = separator
    self.encoding = encoding
    self.limits = limits
    line = firstLine
    rowLine = firstLine
    fieldLine = firstLine
  }

  /// The rows that end in this piece of text.
  mutating func scan(_ text: ArraySlice<UInt8>) throws(CSVFault) -> [CSVRow] {
    var position = text.startIndex
    while position < text.endIndex {
      if place == .quoted {
        try scanQuoted(text, &position)
      } else {
        try scanPlain(text, &position)
      }
    }
    defer { rows = [] }
    return rows
  }

  /// The row that no end of line followed.
  mutating func finish() throws(CSVFault) -> CSVRow? {
    switch place {
    case .quoted: throw CSVFault(line: fieldLine, .unclosedQuote)
    case .rowStart: return nil
    case .fieldStart, .plain, .behindQuote:
      try endRow()
      return rows.popLast()
    }
  }

  /// Up to the next byte that means something, and that byte.
  private mutating func scanPlain(_ text: ArraySlice<UInt8>, _ position: inout Int) throws(CSVFault) {
    let start = position
    while position < text.endIndex, !isSign(text[position]) { position += 1 }
    if position > start {
      if place == .behindQuote { throw CSVFault(line: line, .textAfterQuote) }
      begin()
      place = .plain
      isBehindReturn = false
      try append(text[start..<position])
    }
    guard position < text.endIndex else { return }
    let sign = text[position]
    position += 1
    switch sign {
    case separator.rawValue:
      begin()
      try endField()
      place = .fieldStart
      isBehindReturn = false
    case .quote:
      try openQuote()
      isBehindReturn = false
    case 0: throw CSVFault(line: line, .nul)
    case .lineFeed where isBehindReturn: isBehindReturn = false
    default:
      if place != .rowStart { try endRow() }
      isBehindReturn = sign == .carriageReturn
      line += 1
    }
  }

  private func isSign(_ byte: UInt8) -> Bool {
    byte == separator.rawValue || byte == .quote || byte == .lineFeed || byte == .carriageReturn || byte == 0
  }

  private mutating func openQuote() throws(CSVFault) {
    switch place {
    case .rowStart, .fieldStart:
      begin()
      place = .quoted
    // Two of them in quotes are one in the text.
    case .behindQuote:
      try append([.quote])
      place = .quoted
    case .plain, .quoted: throw CSVFault(line: line, .strayQuote)
    }
  }

  /// Up to the next quote, and that quote.
  private mutating func scanQuoted(_ text: ArraySlice<UInt8>, _ position: inout Int) throws(CSVFault) {
    let start = position
    scan: while position < text.endIndex {
      switch text[position] {
      case .quote: break scan
      case 0: throw CSVFault(line: line, .nul)
      case .lineFeed:
        if !isBehindReturn { line += 1 }
        isBehindReturn = false
      case .carriageReturn:
        line += 1
        isBehindReturn = true
      default: isBehindReturn = false
      }
      position += 1
    }
    try append(text[start..<position])
    if position < text.endIndex {
      position += 1
      place = .behindQuote
      isBehindReturn = false
    }
  }

  /// A field begins here, and with the first one a row.
  private mutating func begin() {
    guard place == .rowStart || place == .fieldStart else { return }
    if place == .rowStart { rowLine = line }
    fieldLine = line
  }

  private mutating func append(_ piece: ArraySlice<UInt8>) throws(CSVFault) {
    guard field.count + piece.count <= limits.fieldBytes else {
      throw CSVFault(line: fieldLine, .fieldTooLong(limits.fieldBytes))
    }
    field += piece
  }

  private mutating func endField() throws(CSVFault) {
    guard fields.count < limits.fields else { throw CSVFault(line: rowLine, .tooManyFields(limits.fields)) }
    FormulaMarks.remove(from: &field)
    guard let text = String(validating: field, as: UTF8.self) else {
      throw CSVFault(line: lineOfNoText, .notText(encoding))
    }
    fields.append(text)
    field.removeAll(keepingCapacity: true)
  }

  private mutating func endRow() throws(CSVFault) {
    try endField()
    guard count < limits.rows else { throw CSVFault(line: rowLine, .tooManyRows(limits.rows)) }
    count += 1
    rows.append(CSVRow(line: rowLine, fields: fields))
    fields.removeAll(keepingCapacity: true)
    place = .rowStart
  }

  /// The line of the first byte of the field that is no UTF-8.
  private var lineOfNoText: Int {
    var good = field.count
    var decoder = Unicode.UTF8.ForwardParser()
    var bytes = field.makeIterator()
    var read = 0
    parsing: while true {
      switch decoder.parseScalar(from: &bytes) {
      case .valid(let scalar): read += scalar.count
      case .error:
        good = read
        break parsing
      case .emptyInput: break parsing
      }
    }
    var line = fieldLine
    for index in 0..<good {
      let endsLine =
        field[index] == .carriageReturn
        || field[index] == .lineFeed && (index == 0 || field[index - 1] != .carriageReturn)
      if endsLine { line += 1 }
    }
    return line
  }
}
