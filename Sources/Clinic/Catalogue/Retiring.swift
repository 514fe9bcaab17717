internal import CivilTime
public import FoundationEssentials
internal import Postgres

/// What somebody should know before they retire an entry, or take it away.
public struct Retirement: Sendable {
  /// How much there is of each, without those of which there is nothing.
  public let effects: [(effect: Effect, count: Int)]
  /// Whether nothing ever happened with it, so that it can be taken away for good.
  public let canBeRemoved: Bool
}

extension Query<Retirement?> {
  public static func retirement<E: Entry>(
    of id: ID<E.Of>, _: E.Type = E.self, at now: Date
  ) -> Self {
    let effects = E.storage.effects(now, Day(utc: now))
    let counts = effects.map(\.1)
    let all: SQL = counts.isEmpty ? "'{}'::bigint[]" : "ARRAY[\(counts.joined())]::bigint[]"
    return Query(
      "SELECT \(all), NOT (\(E.storage.hasHistory)) FROM \(E.storage.table) e WHERE e.id = \(id)"
    ) { row in
      let counts = try row.next([Int].self)
      return Retirement(
        effects: zip(effects.map(\.0), counts).filter { $1 > 0 }.map { (effect: $0, count: $1) },
        canBeRemoved: try row.next())
    }
  }
}

extension Clinic {
  /// Takes an entry out of use, or brings it back. Appointments that there are stay as they are. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`.
  public func setActive<E: Entry>(
    _ isActive: Bool, _ id: ID<E.Of>, _: E.Type, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      guard
        let entry = try await records.ask(
          Query<E?>.entry(id, at: records.now, locked: "FOR NO KEY UPDATE OF e")),
        let setActive = E.storage.setActive
      else { throw Refusal.unknown }
      guard entry.isActive != isActive else { return }
      try await records.finish(
        isActive ? .entryReturned : .entryRetired, of: id.uuid, setActive(id, isActive), detail: entry.title)
    }
  }

  /// Takes away for good what nothing ever happened with.
  ///
  /// - Throws: `Refusal.conflict(.hasHistory)`; `Refusal.unknown`.
  public func remove<E: Entry>(_ id: ID<E.Of>, _: E.Type, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      try await records.refusing(E.self) { records in
        guard
          let entry = try await records.ask(Query<E?>.entry(id, at: records.now, locked: "FOR UPDATE OF e")),
          let retirement = try await records.ask(.retirement(of: id, E.self, at: records.now))
        else { throw Refusal.unknown }
        guard retirement.canBeRemoved else { throw Refusal.conflict(.hasHistory) }
        try await records.finish(
          .entryRemoved, of: id.uuid,
          E.storage.own(id) + ["DELETE FROM \(E.storage.table) e WHERE e.id = \(id)"], detail: entry.title)
      }
    }
  }
}
