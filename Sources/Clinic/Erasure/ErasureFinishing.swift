internal import Credentials
internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

extension Clinic {
  /// Removes what is stored of a person whose rows are erased, and signs the receipt when the store has nothing of it any more.
  /// Killed at any moment it is done again: a row tells of each object until it is gone.
  func finishErasure(_ id: ID<ErasureRequest>, of tenant: Tenant) async throws {
    while true {
      let some = try await work(
        of: tenant.id, "SELECT id, prefix FROM erasure_object WHERE request_id = \(id) ORDER BY id LIMIT 50"
      ) { row in (id: try row.next(UUID.self), prefix: try row.next(String.self)) }
      if some.isEmpty { break }
      for one in some {
        try await remove(one.prefix, of: tenant.id)
        _ = try await database.pipeline([
          .entering(tenant.id), "DELETE FROM erasure_object WHERE id = \(one.id)",
        ])
      }
    }
    let request = try await database.pipeline(
      [.entering(tenant.id)] + Query<ErasureRequest?>.erasureLocked(id).statements)
    guard let request = try Query<ErasureRequest?>.erasureLocked(id).read(request[1...]),
      request.state == .erasing
    else { return }
    let now = clock()
    let text = request.receipt(of: tenant, finishedAt: now, keyID: auditKeys.signing.id)
    let signature = try auditKeys.signing.signature(for: Array(text.utf8))
    _ = try await database.pipeline([
      .entering(tenant.id),
      """
      WITH finished AS (
        UPDATE erasure_request SET state = 'done', receipt = \(text), signature = \(signature), done_at = \(now)
         WHERE id = \(id) AND state = 'erasing' RETURNING patient_id
      )
      INSERT INTO audit_event (id, account_id, act, purpose, entity, at)
      SELECT gen_random_uuid(), NULL, \(Act.erasureFinished.rawValue), \(Purpose.operation.rawValue), patient_id, \(now)
        FROM finished
      """,
    ])
  }

  /// All objects below a prefix, until the store lists none.
  private func remove(_ prefix: String, of tenant: ID<Tenant>) async throws {
    let folders = prefix.split(separator: "/").map(String.init)
    guard folders.count == 2 else { throw StoredValueFault(column: "erasure_object.prefix") }
    let prefix = try KeyPrefix(tenant: "\(tenant)", folders[0], folders[1])
    while true {
      let page = try await objects.list(prefix, after: nil, limit: 1000).objects
      if page.isEmpty { return }
      for object in page { try await objects.delete(object.key) }
    }
  }

  /// Erases what the law kept of people whose terms are over.
  func eraseOverdue(of tenant: ID<Tenant>) async throws {
    let now = clock()
    _ = try await database.pipeline([.entering(tenant), "SELECT erase_overdue(\(now))"])
  }
}
