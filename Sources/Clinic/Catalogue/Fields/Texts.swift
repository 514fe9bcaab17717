/// What one field of an entry says: as a form asks for it, a table shows it, a file carries it and the history keeps it.
public enum Texts: Hashable, Sendable {
  case one(String)
  /// Such as the names of several specialties.
  case several([String])
  /// Such as weekly hours: a row for each, with the texts of its parts.
  case rows([[String]])
}

extension Texts {
  /// Between the parts of a row, and between several: neither stands in a name (`Codec.title`).
  static let between = (parts: " | ", several: "; ")

  public var isEmpty: Bool {
    switch self {
    case .one(let text): text.isEmpty
    case .several(let texts): texts.isEmpty
    case .rows(let rows): rows.isEmpty
    }
  }

  /// To be read: `Cardiology; Dermatology`, `Monday | 09:00 | 17:00 | Room 1`.
  public var line: String { joined(rows: Self.between.several) }

  /// The same in one cell of a file, from which a field reads it again (as `.one`): rows are lines of their own.
  public var cell: String { joined(rows: "\n") }

  private func joined(rows separator: String) -> String {
    switch self {
    case .one(let text): text
    case .several(let texts): texts.joined(separator: Self.between.several)
    case .rows(let rows):
      rows.map { row in
        let last = row.lastIndex { !$0.isEmpty } ?? -1
        return row[...last].joined(separator: Self.between.parts)
      }.joined(separator: separator)
    }
  }

  /// The rows of a cell.
  var inRows: [[String]] {
    switch self {
    case .one(let cell):
      cell.split(whereSeparator: \.isNewline).map { line in
        line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
      }
    case .several: []
    case .rows(let rows): rows
    }
  }

  /// By which a form knows again what it was made of. It is no secret, and nobody gains by a collision.
  public var fingerprint: String {
    let hash = line.utf8.reduce(into: UInt64(0xcbf2_9ce4_8422_2325)) { hash, byte in
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    return String(hash, radix: 36)
  }
}
