public import Logging
internal import Postgres

/// Brings a database to this version. Runs as the owner; the server's own role could not.
public struct Migrator: Sendable {
  let connection: String
  let logger: Logger

  /// - Parameter connection: a libpq connection string of the role `polyclinic_owner`.
  public init(connection: String, logger: Logger) {
    self.connection = connection
    self.logger = logger
  }

  /// Applies what is missing, each migration in a transaction of its own, under one advisory lock: any number of
  /// processes may start at once.
  ///
  /// - Returns: the names of those applied.
  public func migrate(_ migrations: [Migration]) async throws -> [String] {
    var settings = DatabaseSettings(connection: connection)
    settings.statementTimeout = .zero
    let database = try await PostgresConnection.connect(settings, logger: logger)
    defer { database.close() }
    try await database.execute(script: "SELECT pg_advisory_lock(7310205); SET lock_timeout = '10s'")
    return try await applying(migrations, to: database)
  }

  private func applying(_ migrations: [Migration], to database: PostgresConnection) async throws -> [String] {
    try await check(database)
    try await database.execute(
      script: """
        CREATE TABLE IF NOT EXISTS migration (
          name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
        """)
    let done = Dictionary(
      try await database.query("SELECT name, checksum FROM migration").decode { row in
        (try row.next(String.self), try row.next(String.self))
      }, uniquingKeysWith: { first, _ in first })
    if let unknown = done.keys.sorted().first(where: { name in !migrations.contains { $0.name == name } }) {
      throw MigrationFault.unknown(unknown)
    }
    var applied: [String] = []
    for migration in migrations {
      if let checksum = done[migration.name] {
        guard checksum == migration.checksum else { throw MigrationFault.edited(migration.name) }
        continue
      }
      do {
        // One simple query is one transaction: a failure leaves nothing of it.
        try await database.execute(
          script: """
            BEGIN;
            \(migration.sql)
            ;INSERT INTO migration (name, checksum) VALUES ('\(migration.name)', '\(migration.checksum)');
            COMMIT
            """)
      } catch let error as PostgresError {
        throw MigrationFault.failed(migration.name, sqlState: error.sqlState.rawValue)
      }
      applied.append(migration.name)
    }
    return applied
  }

  /// Row-level security is worth nothing where these doors stand open.
  private func check(_ database: PostgresConnection) async throws {
    let open = try await database.query(
      """
      SELECT 'polyclinic_app may execute set_config'
       WHERE has_function_privilege('polyclinic_app', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')
      UNION ALL
      SELECT 'polyclinic_app may update pg_settings'
       WHERE has_table_privilege('polyclinic_app', 'pg_catalog.pg_settings', 'UPDATE')
      UNION ALL
      SELECT rolname || ' bypasses row-level security' FROM pg_roles
       WHERE rolname IN ('polyclinic_app', 'polyclinic_owner') AND (rolsuper OR rolbypassrls)
      """
    ).decode { row in try row.next(String.self) }
    if let first = open.first { throw MigrationFault.openDoor(first) }
  }
}
