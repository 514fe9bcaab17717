internal import Credentials
internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

extension Installation {
  /// Deletes a clinic: its rows in every table, its objects, published audit heads among them, and its hosts. A receipt is left.
  ///
  /// First it is marked and lets nobody in, like one that is suspended, but for good; then what there is is counted; then it is
  /// removed, some at a time; the tenant itself last, when nothing is left that refers to it. Killed, it is gone on with by the
  /// same command, to the same receipt.
  ///
  /// - Parameters:
  ///   - name: as it stands in the clinic's own record, so that nobody deletes another one by a slip.
  ///   - who: asks for it, for the receipt.
  /// - Throws: `TenantFault.unknown`, `.name`.
  public func delete(_ slug: String, named name: String, by who: String) async throws -> DeletionReceipt {
    var deletion = try await begin(slug, named: name, by: who)
    if deletion.inventory == nil { deletion.inventory = try await countUp(deletion) }
    try await removeRows(of: deletion.tenant)
    try await removeObjects(of: deletion.tenant)
    try await removeTenant(deletion.tenant)
    // What somebody was just storing while it was removed.
    try await removeObjects(of: deletion.tenant)
    return try await finish(deletion)
  }

  private func begin(_ slug: String, named name: String, by who: String) async throws -> Deletion {
    try await tenants.withDatabase { database in
      try await database.execute(script: "BEGIN")
      let open = try await database.query(
        "SELECT \(Deletion.columns) FROM tenant_deletion WHERE slug = \(slug) AND finished_at IS NULL FOR UPDATE"
      ).decode(Deletion.init(row:)).first
      if let open {
        guard open.name == name else { throw TenantFault.name(slug) }
        return open
      }
      // Waits for whoever is just adding rows.
      let found = try await database.query("SELECT id, name FROM tenant WHERE slug = \(slug) FOR UPDATE")
        .decode { row in (id: try row.next(ID<Tenant>.self), name: try row.next(String.self)) }.first
      guard let found else { throw TenantFault.unknown(slug) }
      guard found.name == name else { throw TenantFault.name(slug) }
      let now = clock()
      let rows = try await database.pipeline([
        """
        INSERT INTO tenant_deletion (id, tenant, slug, name, asked_by, begun_at)
        VALUES (\(UUIDv7().next(at: now)), \(found.id), \(slug), \(name), left(\(who), 200), \(now))
        RETURNING \(Deletion.columns)
        """,
        """
        UPDATE tenant SET suspended_at = coalesce(suspended_at, \(now)), suspended_why = 'Is being deleted'
         WHERE id = \(found.id)
        """,
      ])
      try await database.execute(script: "COMMIT")
      return try rows[0].decode(Deletion.init(row:))[0]
    }
  }

  private func finish(_ deletion: Deletion) async throws -> DeletionReceipt {
    let now = clock()
    let text = deletion.receipt(finishedAt: now, keyID: auditKeys.signing.id)
    let signature = try auditKeys.signing.signature(for: Array(text.utf8))
    return try await tenants.withDatabase { database in
      // Of two that finish it at once, the first one's counts.
      _ = try await database.query(
        """
        UPDATE tenant_deletion SET receipt = \(text), signature = \(signature), finished_at = \(now)
         WHERE id = \(deletion.id) AND finished_at IS NULL
        """)
      return try await database.query(
        "SELECT receipt, signature FROM tenant_deletion WHERE id = \(deletion.id)"
      )
      .decode { row in DeletionReceipt(text: try row.next(), signature: try row.next()) }[0]
    }
  }
}
