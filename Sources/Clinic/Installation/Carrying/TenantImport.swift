public import Credentials
internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

/// A tenant that came out of an archive.
public struct ImportedTenant: Sendable {
  public let carried: CarriedTenant
  /// By which it is reached.
  public let hosts: [String]
}

extension Installation {
  /// Gives the tenant of an archive to this installation. It stays suspended until it is resumed, so that two installations
  /// don't both send its letters.
  ///
  /// The whole archive is read before anything is written. Objects come first, under the tenant's own prefix, which nothing
  /// leads to yet; all rows in one transaction then. Killed before its end, it leaves nothing that anybody sees, and is done again.
  ///
  /// - Throws: `ArchiveFault`, `TenantFault.beingDeleted`.
  public func bringIn(_ path: String, _ key: StreamKey) async throws -> ImportedTenant {
    let contents = try await ArchiveContents.checked(ArchiveReader(path, key))
    try check(contents.header)
    try await tenants.withDatabase { try await makeRoom(for: contents.header, $0) }
    try await storeObjects(from: ArchiveReader(path, key))
    let reader = try ArchiveReader(path, key)
    return try await tenants.withDatabase(isLong: true) { database in
      try await database.speakPlainly()
      try await database.execute(script: "BEGIN; SET CONSTRAINTS ALL DEFERRED")
      let hosts = try await storeRows(from: reader, contents.header, database)
      try await database.execute(script: "SET CONSTRAINTS ALL IMMEDIATE")
      _ = try await database.pipeline([
        .suspendImported(at: clock()), .noting(.tenantImported, detail: "", at: clock()),
      ])
      try await database.execute(script: "COMMIT")
      return ImportedTenant(
        carried: CarriedTenant(contents.header.slug, contents.totals), hosts: hosts)
    }
  }

  /// What signed the tenant's audit log has to be known here: nobody could go on with it otherwise.
  private func check(_ header: ArchiveHeader) throws {
    for key in header.auditKeys {
      let id = String(key.prefix { $0 != ":" })
      guard let known = auditKeys.publicKey(of: id) else { throw ArchiveFault.auditKey(key) }
      guard known == key else { throw ArchiveFault.auditKeyID(id) }
    }
  }

  private func makeRoom(for header: ArchiveHeader, _ database: PostgresConnection) async throws {
    let (migration, schema) = try await SchemaVersion.read(database)
    guard schema == header.schema else {
      throw ArchiveFault.schema(archive: header.migration, here: migration)
    }
    try await refusePresent(header, database)
    // What is counted for all tenants goes on behind the highest that comes. The lock keeps away who is just drawing a number.
    for table in try await TenantTable.all(in: database) {
      guard let counter = table.counter, let highest = header.counters[table.name] else { continue }
      try await database.execute(script: "BEGIN")
      _ = try await database.pipeline([
        "LOCK TABLE \(table.quoted) IN SHARE ROW EXCLUSIVE MODE",
        """
        SELECT setval(own, greatest(\(highest), nextval(own)))
          FROM (SELECT pg_get_serial_sequence(\(table.name), \(counter))::regclass AS own) AS s
        """,
      ])
      try await database.execute(script: "COMMIT")
    }
  }

  private func refusePresent(_ header: ArchiveHeader, _ database: PostgresConnection) async throws {
    let slug = header.slug
    guard
      try await database.query("SELECT FROM tenant WHERE id = \(header.tenant) OR slug = \(slug)").isEmpty
    else { throw ArchiveFault.present(slug: slug) }
    // Its objects are still being removed.
    try await tenants.refuseDeletion(of: ID(header.tenant), slug, database)
    let taken: [String] = try await database.query(
      "SELECT host FROM tenant_domain WHERE host = ANY (\(header.hosts + [host(of: slug)])) ORDER BY host"
    ).decode { row in try row.next() }
    if let host = taken.first { throw ArchiveFault.host(host) }
  }

  private func storeObjects(from reader: ArchiveReader) async throws {
    while let record = try await reader.next() {
      guard case .object(let object) = record else { continue }
      let (key, type) = (try ObjectKey(object.key), try ContentType(object.contentType))
      if object.length > Self.mostInMemory {
        try await objects.put(
          key, ByteStream(arrays: ArchivePieces(reader: reader)), length: object.length, contentType: type)
      } else {
        // Whole, so that a store that is lost for a moment can be sent it again.
        var bytes: [UInt8] = []
        while let piece = try await reader.nextPiece() { bytes += piece }
        try await objects.put(key, bytes, contentType: type)
      }
    }
  }

  private static let mostInMemory = 8 << 20
}

extension SQL {
  fileprivate static func suspendImported(at now: Date) -> SQL {
    """
    UPDATE tenant SET suspended_at = coalesce(suspended_at, \(now)),
                      suspended_why = coalesce(nullif(suspended_why, ''), 'Brought in from an archive')
     WHERE id = current_tenant()
    """
  }
}
