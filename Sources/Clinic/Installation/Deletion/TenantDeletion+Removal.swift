internal import ObjectStore
internal import Postgres

extension Installation {
  /// Rows of a table at a time: nobody waits for it long.
  private static let batch = 5000

  /// Every table's rows, those that refer to others first. Each step is a transaction of its own.
  func removeRows(of tenant: ID<Tenant>) async throws {
    try await tenants.withDatabase(isLong: true) { database in
      for table in try await TenantTable.all(in: database).reversed() {
        while try await remove(from: table, of: tenant, database) > 0 {}
      }
    }
  }

  private func remove(
    from table: TenantTable, of tenant: ID<Tenant>, _ database: PostgresConnection
  ) async throws -> Int {
    // Of a table whose rows refer to each other all at once: its order is not known.
    let some: SQL =
      table.refersToItself
      ? "true" : "ctid = ANY (ARRAY(SELECT ctid FROM \(table.quoted) LIMIT \(Self.batch)))"
    return try await database.pipeline([
      .carrying, "SELECT enter_tenant(\(tenant), NULL)", "DELETE FROM \(table.quoted) WHERE \(some)",
    ])[2].affected
  }

  /// The tenant itself and what leads to it. Whoever would add a row for it now waits, and finds it gone.
  func removeTenant(_ tenant: ID<Tenant>) async throws {
    try await tenants.withDatabase(isLong: true) { database in
      try await database.execute(script: "BEGIN")
      _ = try await database.pipeline([
        .carrying, "SELECT FROM tenant WHERE id = \(tenant) FOR UPDATE",
        "SELECT enter_tenant(\(tenant), NULL)",
      ])
      let late = try await TenantTable.all(in: database).reversed().map { "DELETE FROM \($0.quoted)" as SQL }
      let global = try await TenantTable.global(in: database).map {
        "DELETE FROM \($0.quoted) WHERE tenant_id = \(tenant)" as SQL
      }
      _ = try await database.pipeline(late + global + ["DELETE FROM tenant WHERE id = \(tenant)"])
      try await database.execute(script: "COMMIT")
    }
  }

  func removeObjects(of tenant: ID<Tenant>) async throws {
    let prefix = try KeyPrefix(tenant: "\(tenant)")
    while true {
      let page = try await objects.list(prefix, after: nil, limit: 1000).objects.map(\.key)
      if page.isEmpty { return }
      for start in stride(from: 0, to: page.count, by: Self.objectsAtOnce) {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for key in page[start..<min(start + Self.objectsAtOnce, page.count)] {
            group.addTask { try await objects.delete(key) }
          }
          try await group.waitForAll()
        }
      }
    }
  }

  private static let objectsAtOnce = 16
}
