import Clinic
import ClinicTesting
import FoundationEssentials
import Logging
import Postgres
import Testing

@Suite("Migrating")
struct MigratorTests {
  private func folder(_ files: [String: String]) throws -> String {
    let path = FileManager.default.temporaryDirectory.path() + "/migrations-\(UUID())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files {
      try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }
    return path
  }

  @Test("a second time does nothing")
  func again() async throws {
    try await TestDatabase.using { database in
      let migrator = Migrator(connection: database.ownerConnection, logger: .tests)
      let applied = try await migrator.migrate(try Migration.all(in: TestPaths.root + "/Migrations"))
      #expect(applied == [])
    }
  }

  @Test("refuses a migration that was edited after it ran, and a database of a later version")
  func edited() async throws {
    try await TestDatabase.using { database in
      let migrator = Migrator(connection: database.ownerConnection, logger: .tests)
      let real = try Migration.all(in: TestPaths.root + "/Migrations")
      let changed = try Migration.all(in: folder(["0001_tenants.sql": "SELECT 1"]))
      await #expect(throws: MigrationFault.edited("0001_tenants")) {
        try await migrator.migrate(changed + real.dropFirst())
      }
      await #expect(throws: MigrationFault.unknown(try #require(real.last).name)) {
        try await migrator.migrate(Array(real.dropLast()))
      }
    }
  }

  @Test("one that fails leaves nothing of itself, and says its SQLSTATE")
  func failing() async throws {
    try await TestDatabase.using { database in
      let migrator = Migrator(connection: database.ownerConnection, logger: .tests)
      let number = try Migration.all(in: TestPaths.root + "/Migrations").count + 1
      let name = "\(String(10_000 + number).dropFirst())_broken"
      let files = try Migration.all(in: TestPaths.root + "/Migrations")
      let broken = try Migration.all(
        in: folder(
          Dictionary(
            uniqueKeysWithValues: (1..<number).map {
              ("\(String(10_000 + $0).dropFirst())_x.sql", "SELECT 1")
            } + [
              ("\(name).sql", "CREATE TABLE half (id int); SELECT 1/0;")
            ]))
      ).suffix(1)
      await #expect(throws: MigrationFault.failed(name, sqlState: "22012")) {
        try await migrator.migrate(files + broken)
      }
      #expect(try await database.asSuperuser("SELECT FROM pg_class WHERE relname = 'half'").isEmpty)
    }
  }

  @Test("refuses numbers with a gap")
  func gap() throws {
    let path = try folder(["0001_a.sql": "SELECT 1", "0003_c.sql": "SELECT 1"])
    #expect(throws: MigrationFault.gap("0003_c")) { try Migration.all(in: path) }
  }

  @Test("refuses a database whose doors stand open")
  func openDoor() async throws {
    try await TestDatabase.using { database in
      _ = try await database.asSuperuser(
        "GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO PUBLIC")
      let migrator = Migrator(connection: database.ownerConnection, logger: .tests)
      await #expect(throws: MigrationFault.openDoor("polyclinic_app may execute set_config")) {
        try await migrator.migrate(try Migration.all(in: TestPaths.root + "/Migrations"))
      }
    }
  }
}
