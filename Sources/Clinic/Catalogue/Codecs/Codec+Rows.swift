public import FoundationEssentials

/// One of several rows of the same parts that belong to an entry: weekly hours, what a service needs.
public protocol EntryRow: Sendable {
  static var blank: Self { get }
  static var fields: [EntryField<Self>] { get }
  /// The parts that a form fills in beforehand: a row in which nothing else stands is none.
  static var preset: Set<String> { get }
  /// The row that it is in the database; nil for one that was typed.
  var stored: UUID? { get }
  /// In which rows stand.
  var order: String { get }
  /// What no single part can tell: a part, and what is wrong with it.
  var faults: [(part: String, fault: TextFault)] { get }
}

extension Codec {
  /// - Parameter most: so many rows at most.
  static func rows<Row: EntryRow>(atMost most: Int) -> Self where Value == [Row] {
    let parts = Row.fields.map {
      EntryControl.RowPart(
        key: $0.key, control: $0.control, isOptional: $0.isOptional, isPreset: Row.preset.contains($0.key))
    }
    return Codec(.rows(parts), isOptional: true) { rows, surroundings in
      .rows(rows.sorted { $0.order < $1.order }.map { $0.texts(in: surroundings) })
    } values: { texts, surroundings throws(TextFaults) in
      var (rows, faults): ([Row], [TextFault]) = ([], [])
      for (index, texts) in texts.inRows.enumerated() where Row.isThere(texts) {
        let (row, wrong) = Row.read(texts, surroundings)
        rows.append(row)
        faults += wrong.map { $0.at(String(index)) }
      }
      if rows.count > most { faults.append(TextFault("problem.list-long", ["most": String(most)])) }
      if !faults.isEmpty { throw TextFaults(faults) }
      return rows.sorted { $0.order < $1.order }
    }
  }
}

extension EntryRow {
  public static var preset: Set<String> { [] }
  public var faults: [(part: String, fault: TextFault)] { [] }

  func texts(in surroundings: Surroundings) -> [String] {
    Self.fields.map { $0.texts(self, surroundings).line }
  }

  fileprivate static func isThere(_ texts: [String]) -> Bool {
    zip(fields, texts).contains { !preset.contains($0.key) && !$1.trimmed.isEmpty }
  }

  fileprivate static func read(_ texts: [String], _ surroundings: Surroundings) -> (Self, [TextFault]) {
    var (row, faults): (Self, [TextFault]) = (blank, [])
    for (index, field) in fields.enumerated() {
      do throws(TextFaults) {
        try field.write(.one(index < texts.count ? texts[index] : ""), &row, surroundings)
      } catch {
        faults += error.all.map { $0.at(field.key) }
      }
    }
    if faults.isEmpty { faults = row.faults.map { $0.fault.at($0.part) } }
    return (row, faults)
  }
}

/// Which rows have to go and which have to come: what says the same is left alone.
struct RowChanges<Row: EntryRow> {
  let removed: [UUID]
  let added: [Row]

  init(from old: [Row], to new: [Row], in surroundings: Surroundings) {
    var left = new.map { $0.texts(in: surroundings) }
    var removed: [UUID] = []
    for row in old {
      if let index = left.firstIndex(of: row.texts(in: surroundings)) {
        left.remove(at: index)
      } else if let id = row.stored {
        removed.append(id)
      }
    }
    self.removed = removed
    var missing = left
    added = new.filter { row in
      guard let index = missing.firstIndex(of: row.texts(in: surroundings)) else { return false }
      missing.remove(at: index)
      return true
    }
  }
}
