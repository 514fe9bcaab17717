internal import CivilTime

/// Which column of a file is which field of an entry. Fields without a column stay as they are.
public struct ImportColumns<E: Fielded>: Hashable, Sendable {
  /// By the number of the column: a key of a field, or the handle; what is not named is not read.
  public let keys: [Int: String]

  public static var all: [String] { [E.handle] + E.fields.map(\.key) }

  /// As a person chose; nil where two columns are of one field, or nothing is.
  public init?(_ keys: [Int: String]) {
    let known = keys.filter { Self.all.contains($0.value) }
    guard !known.isEmpty, Set(known.values).count == known.count else { return nil }
    self.keys = known
  }

  /// As the first row says: by keys, as an export has them, or by what fields are called; nil when it says nothing.
  ///
  /// - Parameter labels: by key, what a person sees.
  public init?(header: [String], labels: [String: String]) {
    var keys: [Int: String] = [:]
    for (index, cell) in header.enumerated() {
      let called = cell.trimmed.lowercased()
      let key = Self.all.first { $0.lowercased() == called || labels[$0]?.lowercased() == called }
      if let key, !keys.values.contains(key) { keys[index] = key }
    }
    self.init(keys)
  }

  /// Nil where the file has no such column.
  func id(of row: ImportRow) -> String? {
    keys.first { $0.value == E.handle }.flatMap { column in
      row.cells.indices.contains(column.key) ? row.cells[column.key].trimmed : nil
    }
  }

  /// As far as a row can be read, to find what it is of.
  func sketch(of row: ImportRow, in surroundings: Surroundings) -> E {
    var entry = E.blank
    let texts = texts(of: row)
    for field in E.fields {
      if let text = texts[field.key] { try? field.write(text, &entry, surroundings) }
    }
    return entry
  }

  /// - Parameter stored: nil for a new one, of which what has no column is as a form shows it.
  func draft(of row: ImportRow, _ id: ID<E.Of>, over stored: E?, in surroundings: Surroundings) -> EntryDraft<
    E
  > {
    let texts = texts(of: row)
    guard stored == nil else {
      return EntryDraft(id, texts: texts, takes: Set(E.fields.map(\.key)).subtracting(texts.keys))
    }
    return EntryDraft(id, texts: E.blankTexts(in: surroundings).merging(texts) { $1 })
  }

  func texts(of row: ImportRow) -> [String: Texts] {
    var texts: [String: Texts] = [:]
    for (index, key) in keys where key != E.handle && row.cells.indices.contains(index) {
      texts[key] = .one(row.cells[index])
    }
    return texts
  }
}

/// One row of a file as it was read.
public struct ImportRow: Hashable, Sendable {
  public let line: Int
  public let cells: [String]

  public init(line: Int, cells: [String]) {
    self.line = line
    self.cells = cells
  }
}
