/// Which entries the lines of a file are of, each of one at most.
struct ImportMatching<E: Entry> {
  private let byID: [ID<E.Of>: E]
  private let byIdentifier: [String: [E]]
  private var seen: Set<ID<E.Of>> = []
  private var claimed: Set<String> = []

  init(_ stored: [E]) {
    byID = Dictionary(stored.map { ($0.id, $0) }) { first, _ in first }
    byIdentifier = Dictionary(grouping: stored, by: \.identifier)
  }

  /// - Parameters:
  ///   - sketch: the line, as far as it can be read.
  ///   - id: as it stands in the file; nil where the file has no such column.
  /// - Returns: nil for a new one.
  mutating func entry(like sketch: E, id: String?) throws(Refusal) -> E? {
    let found = try find(sketch, id)
    if let found, !seen.insert(found.id).inserted {
      throw .invalid([Problem("", "problem.import-twice")])
    }
    return found
  }

  private func find(_ sketch: E, _ id: String?) throws(Refusal) -> E? {
    guard let id else {
      let named = byIdentifier[sketch.identifier] ?? []
      guard named.count < 2 else { throw .invalid([Problem("", "problem.import-ambiguous")]) }
      return named.first
    }
    if id.isEmpty { return nil }
    guard let entry = ID<E.Of>(id).flatMap({ byID[$0] }) else {
      throw .invalid([Problem("id", "problem.import-unknown")])
    }
    return entry
  }

  /// What no two can share is the line's own from now on, when it was not before.
  mutating func claim(_ entry: E, for stored: E?) throws(Refusal) {
    guard E.isIdentifierUnique, stored?.identifier != entry.identifier else { return }
    guard byIdentifier[entry.identifier] == nil, claimed.insert(entry.identifier).inserted else {
      throw .invalid([Problem("", "problem.import-taken")])
    }
  }
}
