import Foundation
import Logging
import Postgres

/// A PostgreSQL server of this test process: the one that `POLYCLINIC_TEST_POSTGRES` names, or a private one
/// in a temporary folder.
///
/// A private server listens on a Unix socket in its own folder, and on a free port of the loopback where a
/// test asks for it. Its folder goes when the process ends.
struct TestCluster: Sendable {
  /// A superuser's connection string.
  let connection: String
  /// Kept, because it ends with its last reference.
  private let server: PrivateServer?

  /// The server shared by all suites that leave it running.
  static let shared = Result {
    if let connection = ProcessInfo.processInfo.environment["POLYCLINIC_TEST_POSTGRES"], !connection.isEmpty {
      return TestCluster(connection: connection, server: nil)
    }
    let server = try PrivateServer.start()
    return TestCluster(connection: server.connection, server: server)
  }

  /// Settings for tests: short limits, so that a mistake shows as a failure and not as a hang.
  static func settings(_ change: (inout DatabaseSettings) -> Void = { _ in }) throws -> DatabaseSettings {
    var settings = DatabaseSettings(connection: try shared.get().connection)
    settings.poolSize = 2
    settings.applicationName = "tests"
    change(&settings)
    return settings
  }
}

extension TestCluster {
  static func database(_ change: (inout DatabaseSettings) -> Void = { _ in }) throws -> Database {
    try Database(settings(change), logger: quiet)
  }

  /// Failures are told by what calls throw; the tests' output stays readable.
  static let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

  /// A connection beside those under test.
  static func observer() async throws -> PostgresConnection {
    try await PostgresConnection.connect(settings(), logger: quiet)
  }

  /// A table's name that no other test uses.
  static func uniqueName(_ prefix: String = "t") -> String {
    "\(prefix)_\(UUID().uuidString.lowercased().replacing("-", with: ""))"
  }
}
