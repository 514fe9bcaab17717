internal import Crypto

/// A row as it travels: JSON, because PostgreSQL writes and reads it for every type that it has, and by the names of columns;
/// beside it what the installation's own keys had sealed, opened.
struct ArchiveRow: Hashable, Sendable {
  /// One object with all columns but those that were sealed.
  let json: [UInt8]
  /// In the order of the table's sealed columns; nil for NULL.
  let opened: [[UInt8]?]

  /// The JSON, then of every sealed value its length and its bytes; NULL has the length 2^32 - 1.
  func encode(into bytes: inout [UInt8]) {
    bytes.append(counted: json)
    for value in opened {
      if let value { bytes.append(counted: value) } else { bytes.append(bigEndian: UInt32.max) }
    }
  }

  /// Rows one after the other.
  static func decode(_ bytes: [UInt8], sealed: Int) throws(ArchiveFault) -> [ArchiveRow] {
    var rest = bytes[...]
    var rows: [ArchiveRow] = []
    while !rest.isEmpty {
      guard let json = try rest.takeCounted() else { throw .malformed }
      var opened: [[UInt8]?] = []
      for _ in 0..<sealed { opened.append(try rest.takeCounted()) }
      rows.append(ArchiveRow(json: json, opened: opened))
    }
    return rows
  }
}

/// Counts and hashes the rows of a table as they pass.
struct TableDigesting: Sendable {
  private var hash = SHA256()
  private(set) var rows = 0

  /// - Parameter bytes: of so many whole rows.
  mutating func add(_ bytes: [UInt8], rows count: Int) {
    hash.update(data: bytes)
    rows += count
  }

  func digest(of table: String) -> TableDigest {
    TableDigest(name: table, rows: rows, sha256: AuditHead.hexadecimal(Array(hash.finalize())))
  }
}

extension [UInt8] {
  mutating func append(bigEndian number: UInt32) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }

  mutating func append(counted bytes: [UInt8]) {
    append(bigEndian: UInt32(bytes.count))
    append(contentsOf: bytes)
  }
}

extension ArraySlice<UInt8> {
  mutating func takeNumber() throws(ArchiveFault) -> UInt32 {
    guard count >= 4 else { throw .malformed }
    defer { removeFirst(4) }
    return prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// - Returns: nil for NULL.
  mutating func takeCounted() throws(ArchiveFault) -> [UInt8]? {
    let length = try takeNumber()
    if length == .max { return nil }
    guard count >= Int(length) else { throw .malformed }
    defer { removeFirst(Int(length)) }
    return Array(prefix(Int(length)))
  }
}
