import ClinicTesting
import Postgres
import Testing

@testable import Clinic

/// What carrying and deleting a clinic lean on, read from PostgreSQL's own catalogue: a new table joins by itself, or these say
/// what it lacks.
@Suite("Tables that are carried")
struct CarriedTablesTests {
  private func names(_ statement: SQL) async throws -> [String] {
    try await TestDatabase.using { database in
      try await database.asSuperuser(statement).decode { row in try row.next(String.self) }
    }
  }

  @Test("no trigger fires while a clinic is carried as a whole, and each does where the server says so")
  func triggers() async throws {
    let firing = try await names(
      """
      SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
       WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace
         AND pg_get_triggerdef(t.oid) NOT LIKE '%WHEN (%current_setting(''app.carrying''::text, true) IS DISTINCT FROM ''yes''::text) OR (CURRENT_USER = ''polyclinic_app''::name)%'
      """)
    #expect(firing == [])
  }

  @Test("tables of clinics have an order, and rows that refer to their own table may come in any")
  func order() async throws {
    try await TestDatabase.using { database in
      let registry = TenantRegistry(
        connection: database.ownerConnection, keys: TestClinic.keys, logger: .tests)
      let tables = try await registry.withDatabase { try await TenantTable.all(in: $0) }
      #expect(tables.count > 55)
      for (place, table) in tables.enumerated() {
        #expect(table.parents.isSubset(of: tables[..<place].map(\.name)), "\(table.name)")
        #expect(table.columns.contains("tenant_id") && table.key.first == "tenant_id", "\(table.name)")
      }
      #expect(throws: ArchiveFault.self) { try TenantTable.inOrder(Array(tables.suffix(1))) }
    }
    let strict = try await names(
      """
      SELECT conrelid::regclass || '.' || conname FROM pg_constraint
       WHERE contype = 'f' AND conrelid = confrelid AND NOT condeferrable AND connamespace = 'public'::regnamespace
      """)
    #expect(strict == [])
  }

  @Test(
    "what stays behind when a clinic is carried is named with its reason, and nothing that goes refers to it")
  func staying() async throws {
    let referring = try await names(
      """
      SELECT f.conname::text FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
       WHERE f.contype = 'f' AND p.relname = ANY (\(Array(Staying.tables.keys))) AND c.relname <> ALL (\(Array(Staying.tables.keys)))
      """)
    #expect(referring == [])
    let tables = try await names(
      "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relforcerowsecurity")
    #expect(Set(Staying.tables.keys).isSubset(of: tables))
  }
}
