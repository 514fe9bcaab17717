public import FoundationEssentials
internal import Postgres

extension Migrator {
  /// When each migration was applied; nil for one that is still to be.
  public func status(_ migrations: [Migration]) async throws -> [(name: String, appliedAt: Date?)] {
    let database = try await PostgresConnection.connect(
      DatabaseSettings(connection: connection), logger: logger)
    defer { database.close() }
    let exists = try await database.query("SELECT to_regclass('migration') IS NOT NULL")
      .decode { try $0.next(Bool.self) }[0]
    let applied =
      exists
      ? try await database.query("SELECT name, applied_at FROM migration").decode { row in
        (try row.next(String.self), try row.next(Date.self))
      } : []
    let times = Dictionary(applied) { first, _ in first }
    return migrations.map { ($0.name, times[$0.name]) }
  }
}
