/// Exchanges that wait for a connection: those of one party first come, first served, and the parties in turn, so that whoever
/// sends much waits behind themselves.
///
/// A plain array: the line is bounded, and moving up some hundred places costs less than anything cleverer
/// would.
struct WaitingLine {
  /// In the order in which they came.
  private var places: [(exchange: Exchange, until: Deadline)] = []
  /// When each of the parties that wait last had its turn.
  private var turns: [Party: UInt64] = [:]
  private var turn: UInt64 = 0

  var count: Int { places.count }

  /// When the first has waited long enough. All wait equally long, so nobody's wait ends before.
  var nextDeadline: Deadline { places.first?.until ?? .never }

  func count(of party: Party) -> Int { places.count { $0.exchange.party == party } }

  mutating func append(_ exchange: Exchange, until deadline: Deadline) {
    places.append((exchange, deadline))
  }

  /// The first of the party that has waited longest for its turn; one that had none comes first.
  ///
  /// - Parameter mayBeServed: passes over a party that has its share.
  mutating func popFirst(_ mayBeServed: (Party) -> Bool) -> Exchange? {
    var next: (index: Int, turn: UInt64)?
    var seen: Set<Party> = []
    for (index, place) in places.enumerated()
    where seen.insert(place.exchange.party).inserted && mayBeServed(place.exchange.party) {
      let last = turns[place.exchange.party] ?? 0
      if last < next?.turn ?? .max { next = (index, last) }
    }
    guard let next else { return nil }
    let exchange = places.remove(at: next.index).exchange
    turn += 1
    turns = turns.filter { seen.contains($0.key) }
    turns[exchange.party] = turn
    return exchange
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
