internal import Clinic
internal import FoundationEssentials
internal import Glibc
public import Logging
internal import Postgres

/// The PostgreSQL server of this process's tests, and the migrated database that every test's own is copied
/// from.
///
/// `POLYCLINIC_TEST_POSTGRES` is a superuser's connection string; when it is unset, a throw-away server is
/// started.
actor TestServer {
  static let shared = TestServer()

  static let password = "polyclinic-test"

  struct Template: Sendable {
    let superuser: ConnectionString
    let name: String
  }

  private var making: Task<Template, any Error>?

  /// Made once; everybody waits for the same.
  func template() async throws -> Template {
    let making = making ?? Task { try await Self.makeTemplate() }
    self.making = making
    return try await making.value
  }

  private static func makeTemplate() async throws -> Template {
    let given = ProcessInfo.processInfo.environment["POLYCLINIC_TEST_POSTGRES"]
    let superuser = if let given { ConnectionString(text: given) } else { try await ThrowawayCluster.start() }
    let name = "template_\(getpid())_\(UInt32.random(in: 0 ... .max))"

    if given != nil { try await Afterwards.run(dropping, [superuser.text, "\(getpid())"]) }
    let connection = try await connect(superuser)
    defer { connection.close() }
    // Roles belong to the whole server, and two processes must not change them at once.
    _ = try await connection.query("SELECT pg_advisory_lock(7310207)")
    _ = try await connection.query("CREATE DATABASE \(unsafe: name)")
    try await Command.run(
      "psql",
      [
        "-Xq", "-d", superuser.with(["dbname": name]).text, "-v", "owner_password=\(password)", "-v",
        "app_password=\(password)", "-f", "\(migrations)/roles.sql",
      ])
    let owner = superuser.with(["user": "polyclinic_owner", "password": password, "dbname": name])
    _ = try await Migrator(connection: owner.text, logger: .tests).migrate(Migration.all(in: migrations))
    return Template(superuser: superuser, name: name)
  }

  /// The template, and what a test that failed has left.
  private static let dropping = """
    psql -XAtd "$1" -c "SELECT format('DROP DATABASE %I WITH (FORCE);', datname) FROM pg_database \
    WHERE datname ~ '^(test|template)_$2_'" | psql -Xqd "$1"
    """

  static func connect(_ connection: ConnectionString) async throws -> PostgresConnection {
    var settings = DatabaseSettings(connection: connection.text)
    settings.statementTimeout = .seconds(120)
    return try await PostgresConnection.connect(settings, logger: .tests)
  }

  private static var migrations: String { "\(TestPaths.root)/Migrations" }
}

extension Logger {
  /// Says what went wrong, and nothing else.
  public static let tests: Logger = {
    var logger = Logger(label: "tests")
    logger.logLevel = .warning
    return logger
  }()
}
