public import Credentials
internal import Crypto
internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

/// What went into an archive, or came out of one.
public struct CarriedTenant: Sendable {
  public let slug: String
  public let tables: Int
  public let rows: Int
  public let objects: Int
  /// Of the objects.
  public let bytes: Int

  init(_ slug: String, _ totals: ArchiveTotals) {
    self.slug = slug
    (tables, rows, objects, bytes) = (totals.tables, totals.rows, totals.objects, totals.bytes)
  }
}

extension Installation {
  /// Writes one archive with all rows and all objects of a clinic: the rows as of one instant; the objects afterwards, since
  /// they are stored before the rows that name them, and never changed or removed.
  ///
  /// - Throws: `TenantFault.unknown`, `.beingDeleted`; `ArchiveFault`.
  public func export(_ slug: String, to path: String, _ key: StreamKey) async throws -> CarriedTenant {
    let archive = try ArchiveWriter(path, key)
    // First, so that there is no archive of which the clinic's log says nothing; and so that the archive says it as well.
    try await tenants.within(slug) { database in
      _ = try await database.query(.noting(.tenantExported, detail: "", at: clock()))
    }
    let tenant = try await tenants.withDatabase(isLong: true) {
      try await writeRows(of: slug, to: archive, $0)
    }
    try await writeObjects(of: tenant, to: archive)
    return CarriedTenant(slug, try archive.finish())
  }

  private func writeRows(
    of slug: String, to archive: ArchiveWriter, _ database: PostgresConnection
  ) async throws -> ID<Tenant> {
    try await database.speakPlainly()
    try await database.execute(script: "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    let tenant = try await tenants.enter(slug, database)
    let tables = try await TenantTable.all(in: database)
    try archive.write(.header(try await header(of: tenant, slug, tables, database)))
    for table in [try await TenantTable.tenants(in: database)] + tables
    where Staying.tables[table.name] == nil {
      try archive.write(.table(table.described))
      let reading = TableReading(table: table, tenant: tenant, keys: keys, database: database)
      let digest = try await reading.run { bytes, count in try archive.write(.rows(bytes, count: count)) }
      try archive.write(.tableEnd(digest))
    }
    try await database.execute(script: "COMMIT")
    return tenant
  }

  private func header(
    of tenant: ID<Tenant>, _ slug: String, _ tables: [TenantTable], _ database: PostgresConnection
  ) async throws -> ArchiveHeader {
    let (migration, schema) = try await SchemaVersion.read(database)
    let name: String = try await database.query("SELECT name FROM tenant WHERE id = \(tenant)")
      .decode { row in try row.next() }[0]
    let hosts: [String] = try await database.query(
      "SELECT host FROM tenant_domain WHERE tenant_id = \(tenant) AND host <> \(host(of: slug)) ORDER BY host"
    ).decode { row in try row.next() }
    var counters: [String: Int64] = [:]
    for table in tables {
      guard let counter = table.counter else { continue }
      counters[table.name] = try await database.query(
        "SELECT max(\(TenantTable.quoted(counter))) FROM \(table.quoted)"
      ).decode { row in try row.next(Int64?.self) }[0]
    }
    let signers: [String] = try await database.query(.sealKeys).decode { row in try row.next() }
    return ArchiveHeader(
      tenant: tenant.uuid, slug: slug, name: name, takenAt: clock(), migration: migration, schema: schema,
      hosts: hosts, auditKeys: signers.compactMap(auditKeys.publicKey(of:)),
      counters: counters)
  }

  private func writeObjects(of tenant: ID<Tenant>, to archive: ArchiveWriter) async throws {
    for try await listed in objects.objects(below: try KeyPrefix(tenant: "\(tenant)")) {
      let object = try await objects.get(listed.key)
      try archive.write(
        .object(
          ArchiveObject(
            key: listed.key.text,
            contentType: (object.description.contentType ?? .bytes).text, length: object.length)))
      var hash = SHA256()
      for try await piece in object.body.arrays {
        hash.update(data: piece)
        try archive.write(.piece(piece))
      }
      try archive.write(.objectEnd(Array(hash.finalize())))
    }
  }
}

extension SQL {
  /// Which keys signed the tenant's seals.
  fileprivate static let sealKeys: SQL =
    "SELECT DISTINCT substring(head FROM '\\nkey ([A-Za-z0-9_-]+)\\n') FROM audit_seal"
}
