/// Exchanges that wait for a connection: first come, first served.
///
/// A plain array: the line is bounded, and moving up some hundred places costs less than anything cleverer
/// would.
struct WaitingLine {
  private var places: [(exchange: Exchange, until: Deadline)] = []

  var count: Int { places.count }

  /// When the first has waited long enough. All wait equally long, so nobody's wait ends before.
  var nextDeadline: Deadline { places.first?.until ?? .never }

  mutating func append(_ exchange: Exchange, until deadline: Deadline) {
    places.append((exchange, deadline))
  }

  mutating func popFirst() -> Exchange? {
    places.isEmpty ? nil : places.removeFirst().exchange
  }

  /// - Returns: false if it is not in the line.
  mutating func remove(_ exchange: Exchange) -> Bool {
    guard let index = places.firstIndex(where: { $0.exchange === exchange }) else { return false }
    places.remove(at: index)
    return true
  }

  /// Those who have waited long enough.
  mutating func removeExpired(at now: Deadline) -> [Exchange] {
    let expired = places.prefix { $0.until <= now }
    places.removeFirst(expired.count)
    return expired.map(\.exchange)
  }

  mutating func removeAll() -> [Exchange] {
    defer { places = [] }
    return places.map(\.exchange)
  }
}
