internal import FoundationEssentials
internal import Postgres

extension TenantRegistry {
  /// What is not committed when the connection closes has not happened.
  ///
  /// - Parameter isLong: for what reads or writes all that a clinic has.
  func withDatabase<Result>(
    isLong: Bool = false, _ work: (PostgresConnection) async throws -> Result
  ) async throws -> Result {
    var settings = DatabaseSettings(connection: connection)
    if isLong { (settings.statementTimeout, settings.idleInTransactionTimeout) = (.zero, .zero) }
    let database = try await PostgresConnection.connect(settings, logger: logger)
    defer { database.close() }
    return try await work(database)
  }

  /// One transaction within a clinic.
  ///
  /// - Throws: `TenantFault.unknown`, `.beingDeleted`.
  func within<Result>(_ slug: String, _ work: (PostgresConnection) async throws -> Result) async throws
    -> Result
  {
    try await withDatabase { database in
      try await database.execute(script: "BEGIN")
      _ = try await enter(slug, database)
      let result = try await work(database)
      try await database.execute(script: "COMMIT")
      return result
    }
  }

  /// - Throws: `TenantFault.unknown`, `.beingDeleted`.
  func enter(_ slug: String, _ database: PostgresConnection) async throws -> ID<Tenant> {
    let found: [ID<Tenant>] = try await database.query("SELECT id FROM tenant WHERE slug = \(slug)")
      .decode { row in try row.next() }
    guard let tenant = found.first else { throw TenantFault.unknown(slug) }
    try await refuseDeletion(of: tenant, slug, database)
    _ = try await database.query("SELECT enter_tenant(\(tenant), NULL)")
    return tenant
  }

  /// - Throws: `TenantFault.beingDeleted`.
  func refuseDeletion(of tenant: ID<Tenant>, _ slug: String, _ database: PostgresConnection) async throws {
    let open = try await database.query(
      "SELECT FROM tenant_deletion WHERE tenant = \(tenant) AND finished_at IS NULL")
    guard open.isEmpty else { throw TenantFault.beingDeleted(slug) }
  }
}

extension SQL {
  /// Notes in the clinic's own audit log what the operator did to it.
  static func noting(_ act: Act, detail: String, at now: Date) -> SQL {
    """
    INSERT INTO audit_event (id, act, purpose, entity, detail, at)
    VALUES (gen_random_uuid(), \(act.rawValue), \(Purpose.operation.rawValue), current_tenant(), \(detail), \(now))
    """
  }
}
