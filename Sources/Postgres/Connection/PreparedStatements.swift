/// The statements that one connection has prepared, by text and types of the values.
struct PreparedStatements {
  private struct Entry {
    let name: String
    var lastUse: UInt64
  }

  private let limit: Int
  private var entries: [StatementKey: Entry] = [:]
  private var lastName = 0
  private var uses: UInt64 = 0
  /// Prepared on the server still, and used no more.
  private var condemned: [String] = []
  private static let all = "ALL"

  init(limit: Int) {
    self.limit = max(1, limit)
  }

  var count: Int { entries.count }

  /// - Returns: the statement's name, and whether it must be prepared first.
  mutating func use(_ sql: SQL) -> (name: String, isNew: Bool) {
    uses += 1
    let key = StatementKey(sql)
    if let index = entries.index(forKey: key) {
      entries.values[index].lastUse = uses
      return (entries.values[index].name, false)
    }
    if entries.count >= limit { condemnOldest() }
    lastName += 1
    let name = "s\(lastName)"
    entries[key] = Entry(name: name, lastUse: uses)
    return (name, true)
  }

  /// The server does not have the statement.
  mutating func forget(_ name: String) {
    entries = entries.filter { $0.value.name != name }
  }

  /// No statement is of use any more, whether the server has it or not.
  mutating func condemnAll() {
    entries = [:]
    condemned = [Self.all]
  }

  /// - Returns: what to `DEALLOCATE`; to be sent before anything else is prepared.
  mutating func beginDeallocating() -> [String] {
    if condemned.first == Self.all { entries = [:] }
    return condemned
  }

  mutating func deallocated(_ name: String) {
    condemned.removeAll { $0 == name }
  }

  private mutating func condemnOldest() {
    guard let oldest = entries.values.min(by: { $0.lastUse < $1.lastUse }) else { return }
    forget(oldest.name)
    condemned.append(oldest.name)
  }
}

/// What makes two statements one for the server.
struct StatementKey: Hashable {
  private let text: String
  private let bindings: [SQL.Binding]

  init(_ sql: SQL) {
    text = sql.text
    bindings = sql.bindings
  }

  static func == (one: StatementKey, other: StatementKey) -> Bool {
    one.text == other.text && one.bindings.elementsEqual(other.bindings) { $0.type == $1.type }
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(text)
  }
}
