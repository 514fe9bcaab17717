internal import CivilTime
public import FoundationEssentials
internal import Postgres

/// Where entries of one noun are stored: all the SQL that is the noun's own.
public struct EntryStorage<E: Entry>: Sendable {
  let table: SQL
  /// All columns that `read` takes, of the table as `e`; its own rows and what it names as arrays. Of rows that end, those
  /// that are not over on a day.
  let columns: @Sendable (Day) -> SQL
  let read: @Sendable (inout Row) throws -> E
  let insert: @Sendable (E, ID<E.Of>, Writing) -> [SQL]
  /// From what was stored to what is to be; called only where a field has changed.
  let update: @Sendable (E, E, Writing) -> [SQL]
  /// What happens when it is retired, or comes back; nil for what is never retired.
  var setActive: (@Sendable (ID<E.Of>, Bool) -> [SQL])?
  /// Of the entry `e`: whether anything ever happened with it.
  let hasHistory: SQL
  /// What belongs to it alone, and goes with it.
  var own: @Sendable (ID<E.Of>) -> [SQL] = { _ in [] }
  /// Of the entry `e`: how much there is that its retirement concerns.
  let effects: @Sendable (Date, Day) -> [(Effect, SQL)]
  /// Of appointment `a`, in a time zone: whether its hours are the entry's to say; nil for what has no say in hours.
  var visits: (@Sendable (ID<E.Of>, String) -> SQL)?
  /// What a violated constraint means to a person.
  let refusals: [String: Refusal]
}

/// What has to be known to write an entry.
struct Writing: Sendable {
  let surroundings: Surroundings
  let now: Date
  let newID: @Sendable () -> UUID
}

/// What somebody should know before an entry is retired.
public enum Effect: String, Sendable, CaseIterable {
  /// Visits ahead.
  case visits
  /// Weekly and dated hours that are still to come.
  case hours
  case services, doctors, rooms
  /// People who wait for it.
  case wishes
}

extension Query {
  /// All entries of a noun, retired ones too.
  public static func entries<E: Entry>(_: E.Type = E.self, at now: Date) -> Self where Answer == [E] {
    let storage = E.storage
    return Query(
      "SELECT \(storage.columns(yesterday(now))) FROM \(storage.table) e ORDER BY e.id", each: storage.read)
  }

  /// Those of some ids, in the order of these.
  public static func entries<E: Entry>(
    _ ids: [UUID], _: E.Type = E.self, at now: Date
  ) -> Self where Answer == [E] {
    let storage = E.storage
    return Query(
      """
      SELECT \(storage.columns(yesterday(now))) FROM \(storage.table) e WHERE e.id = ANY (\(ids))
       ORDER BY array_position(\(ids)::uuid[], e.id)
      """, each: storage.read)
  }

  public static func entry<E: Entry>(
    _ id: ID<E.Of>, _: E.Type = E.self, at now: Date
  ) -> Self where Answer == E? {
    entry(id, at: now, locked: "")
  }

  static func entry<E: Entry>(
    _ id: ID<E.Of>, at now: Date, locked: SQL
  ) -> Self where Answer == E? {
    let storage = E.storage
    return Query(
      """
      SELECT \(storage.columns(yesterday(now))) FROM \(storage.table) e WHERE e.id = \(id) \(locked)
      """, first: storage.read)
  }

  /// It may be today somewhere still.
  private static func yesterday(_ now: Date) -> Day { Day(utc: now).adding(days: -1) }
}

extension Row {
  /// Rows that belong to an entry, as JSON: an array of arrays of texts.
  mutating func rows() throws -> [[String]] {
    let json = try next(JSONB.self)
    let rows = try JSONDecoder().decode([[String?]].self, from: Data(json.utf8))
    return rows.map { $0.map { $0 ?? "" } }
  }
}

extension SQL {
  /// What `Row.rows` reads: of each row the parts, each a text.
  static func rows(_ parts: SQL, from rows: SQL, order: SQL) -> SQL {
    "coalesce((SELECT jsonb_agg(jsonb_build_array(\(parts)) ORDER BY \(order)) FROM \(rows)), '[]')"
  }
}
