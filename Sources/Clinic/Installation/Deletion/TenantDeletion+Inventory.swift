internal import Crypto
internal import ObjectStore
internal import Postgres

extension Installation {
  /// Counts what there is, once, before any of it is removed.
  ///
  /// - Returns: lines of the receipt.
  func countUp(_ deletion: Deletion) async throws -> String {
    let files = try await objects.total(below: try KeyPrefix(tenant: "\(deletion.tenant)"))
    return try await tenants.withDatabase(isLong: true) { database in
      try await database.speakPlainly()
      try await database.execute(script: "BEGIN ISOLATION LEVEL REPEATABLE READ")
      _ = try await database.query("SELECT enter_tenant(\(deletion.tenant), NULL)")
      let digests = try await digests(of: deletion.tenant, database)
      let lastHead = try await Query.lastSeal.read(database.pipeline(Query.lastSeal.statements)[...])?.seal?
        .head
      let inventory = Self.lines(digests, files, lastHead).joined(separator: "\n")
      let counted = try await database.query(
        """
        UPDATE tenant_deletion SET inventory = \(inventory) WHERE id = \(deletion.id) AND inventory IS NULL
        """)
      // Somebody else has counted meanwhile, and may have begun to remove.
      guard counted.affected == 1 else {
        return try await database.query("SELECT inventory FROM tenant_deletion WHERE id = \(deletion.id)")
          .decode { row in try row.next() }[0]
      }
      try await database.execute(script: "COMMIT")
      return inventory
    }
  }

  private func digests(of tenant: ID<Tenant>, _ database: PostgresConnection) async throws -> [TableDigest] {
    var digests: [TableDigest] = []
    for table in [try await TenantTable.tenants(in: database)] + (try await TenantTable.all(in: database)) {
      digests.append(
        try await TableReading(table: table, tenant: tenant, keys: nil, database: database).run())
    }
    return digests.filter { $0.rows > 0 }.sorted { $0.name < $1.name }
  }

  /// The hash of all rows tells whether an older copy of the clinic is what was deleted; it tells nothing of what it was.
  private static func lines(
    _ digests: [TableDigest], _ files: (count: Int, bytes: Int), _ lastHead: AuditHead?
  ) -> [String] {
    var hash = SHA256()
    for digest in digests { hash.update(data: Array("\(digest.name) \(digest.sha256)\n".utf8)) }
    return ["rows \(digests.map(\.rows).reduce(0, +))"]
      + digests.map { "rows-of \($0.name) \($0.rows)" }
      + ["rows-sha256 \(AuditHead.hexadecimal(Array(hash.finalize())))"]
      + ["objects \(files.count)", "object-bytes \(files.bytes)"]
      + [lastHead.map { "audit-head \($0.number)-\(AuditHead.hexadecimal($0.hash))" } ?? "audit-head none"]
  }
}
