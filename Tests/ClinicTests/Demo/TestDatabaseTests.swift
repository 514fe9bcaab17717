import Clinic
import FoundationEssentials
import Logging
import Postgres
import Testing

@testable import ClinicTesting

@Suite("A test database")
struct TestDatabaseTests {
  @Test("is migrated, and empty")
  func migrated() async throws {
    try await TestDatabase.using { database in
      let migrations = try Migration.all(in: "\(TestPaths.root)/Migrations")
      let applied: [String] = try await database.asSuperuser("SELECT name FROM migration ORDER BY name")
        .decode { row in try row.next() }
      #expect(applied == migrations.map(\.name))
      #expect(try await database.asSuperuser("SELECT FROM tenant").isEmpty)
    }
  }

  @Test("holds the server's role as tightly as production does")
  func roles() async throws {
    try await TestDatabase.using { database in
      let app = try await TestServer.connect(ConnectionString(text: database.appConnection))
      defer { app.close() }
      for forbidden: SQL in [
        "SELECT set_config('app.tenant_id', 'x', true)", "CREATE TABLE mine (id int)",
        "SELECT FROM tenant_domain",
        "CREATE TEMPORARY TABLE mine (id int)",
      ] {
        await #expect(throws: PostgresError.self, "\(forbidden)") { try await app.query(forbidden) }
      }
    }
  }

  @Test("goes away when it was used")
  func dropped() async throws {
    let connection = try await TestDatabase.using { $0.appConnection }
    await #expect(throws: (any Error).self) {
      try await TestServer.connect(ConnectionString(text: connection))
    }
  }
}
