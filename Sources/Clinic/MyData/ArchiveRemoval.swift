internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

extension Clinic {
  /// Removes archives whose days are over, what is left of tries that nobody ended, and, at last, that there were any.
  func removeArchives(of tenant: ID<Tenant>) async throws {
    let now = clock()
    let over = try await work(
      of: tenant,
      """
      SELECT id, object_id FROM data_archive WHERE object_id IS NOT NULL AND expires_at <= \(now)
       ORDER BY expires_at LIMIT 50
      """
    ) { row in (id: try row.next(ID<DataArchive>.self), object: try row.next(UUID.self)) }
    for one in over {
      try await DocumentVault.remove(DocumentLayout(archive: one.object, of: tenant, size: 1), objects)
      _ = try await database.pipeline([
        .entering(tenant),
        """
        WITH gone AS (
          UPDATE data_archive SET state = 'removed', object_id = NULL, content_key = NULL
           WHERE id = \(one.id) AND object_id = \(one.object) RETURNING patient_id, id
        )
        INSERT INTO audit_event (id, act, purpose, entity, detail, at)
        SELECT gen_random_uuid(), \(Act.archiveRemoved.rawValue), \(Purpose.operation.rawValue), patient_id, id::text, \(now)
          FROM gone
        """,
      ])
    }
    try await removeStrayArchives(of: tenant)
  }

  /// Objects of no row, older than a day, as their ids begin with their instant (UUIDv7): of a server that was killed after somebody
  /// else had taken its job.
  private func removeStrayArchives(of tenant: ID<Tenant>) async throws {
    let end = Self.firstID(at: clock() - DataArchive.day)
    var after: ObjectKey?
    while true {
      let page = try await objects.list(
        try KeyPrefix(tenant: "\(tenant)", DocumentLayout.archives), after: after, limit: 1000)
      let ids = Set(
        page.objects.compactMap { UUID(uuidString: String($0.key.text.split(separator: "/")[2])) }
      )
      .filter { $0.uuidString.lowercased() < end }
      let known = try await work(
        of: tenant, "SELECT object_id FROM data_archive WHERE object_id = ANY (\(Array(ids)))"
      ) { row in try row.next(UUID.self) }
      for id in ids.subtracting(known) {
        try await DocumentVault.remove(DocumentLayout(archive: id, of: tenant, size: 1), objects)
      }
      guard page.isFollowed, let last = page.objects.last?.key else { return }
      after = last
    }
  }
}
