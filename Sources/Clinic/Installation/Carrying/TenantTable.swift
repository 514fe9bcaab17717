internal import Postgres

/// A table that holds rows of tenants, as PostgreSQL's catalogue knows it: nobody lists them, so that none is forgotten.
struct TenantTable: Sendable {
  let name: String
  /// All that can be written, in the order of the table: what PostgreSQL makes of other columns it makes again.
  let columns: [String]
  let key: [String]
  /// Those that its rows refer to, itself left out.
  let parents: Set<String>
  /// Whether rows refer to others of the same table.
  let refersToItself: Bool
  /// The column that counts by itself, for all tenants.
  let counter: String?

  init(row: inout Row) throws {
    name = try row.next()
    columns = try row.next()
    key = try row.next()
    parents = Set(try row.next([String].self))
    refersToItself = try row.next()
    counter = try row.next()
  }

  /// Which rows are the entered tenant's: row-level security says so, but of the tenants themselves, which the owner sees all of.
  var own: SQL { isTenants ? "t.id = current_tenant()" : "true" }

  var isTenants: Bool { name == Self.tenant }

  private static let tenant = "tenant"

  /// What lies under the installation's keys, and means nothing under others.
  var sealed: [KeyedColumn] { KeyedColumn.allCases.filter { $0.names.table == name } }

  /// As the archive names it.
  var described: ArchiveTable {
    ArchiveTable(name: name, columns: columns, sealed: sealed.map(\.names.column))
  }

  /// For a statement.
  var quoted: SQL { Self.quoted(name) }

  static func quoted(_ name: String) -> SQL {
    "\(unsafe: "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"")"
  }

  static func quoted(_ names: [String]) -> SQL { names.map { quoted($0) }.joined() }
}

extension TenantTable {
  /// All tables of tenants, each behind those that it refers to.
  ///
  /// - Throws: `ArchiveFault.circle`.
  static func all(in database: PostgresConnection) async throws -> [TenantTable] {
    try inOrder(
      try await database.query(
        .tables(where: "c.relforcerowsecurity AND EXISTS (\(SQL.tenantColumn))")
      ).decode(TenantTable.init(row:)))
  }

  /// The tenants themselves.
  static func tenants(in database: PostgresConnection) async throws -> TenantTable {
    try await database.query(.tables(where: "c.relname = \(tenant)")).decode(TenantTable.init(row:))[0]
  }

  /// Those that name a tenant and are no tenant's: row-level security doesn't tell whose their rows are.
  static func global(in database: PostgresConnection) async throws -> [TenantTable] {
    try await database.query(
      .tables(where: "NOT c.relforcerowsecurity AND EXISTS (\(SQL.tenantColumn))")
    ).decode(TenantTable.init(row:))
  }

  static func inOrder(_ tables: [TenantTable]) throws(ArchiveFault) -> [TenantTable] {
    var waiting = tables.sorted { $0.name < $1.name }
    var placed: [TenantTable] = []
    var names = Set<String>()
    while !waiting.isEmpty {
      guard let next = waiting.firstIndex(where: { $0.parents.isSubset(of: names) }) else {
        throw .circle(waiting.map(\.name))
      }
      names.insert(waiting[next].name)
      placed.append(waiting.remove(at: next))
    }
    return placed
  }
}

extension SQL {
  fileprivate static let tenantColumn: SQL =
    "SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped"

  fileprivate static func tables(where condition: SQL) -> SQL {
    """
    SELECT c.relname::text,
           ARRAY(SELECT a.attname::text FROM pg_attribute a
                  WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum),
           ARRAY(SELECT a.attname::text
                   FROM pg_index x, unnest(x.indkey) WITH ORDINALITY AS k (number, place)
                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
                  WHERE x.indrelid = c.oid AND x.indisprimary ORDER BY k.place),
           ARRAY(SELECT DISTINCT p.relname::text FROM pg_constraint f JOIN pg_class p ON p.oid = f.confrelid
                  WHERE f.conrelid = c.oid AND f.contype = 'f' AND p.oid <> c.oid AND p.oid <> 'tenant'::regclass),
           EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.confrelid = c.oid AND f.contype = 'f'),
           (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attidentity <> '')
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND \(condition)
    """
  }
}
