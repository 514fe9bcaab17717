internal import Credentials
internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

extension Clinic {
  /// What is done with a clinic's documents that nobody waits for. Any number of servers may do it at once: each step can be done
  /// again.
  func seeToDocuments(of tenant: ID<Tenant>) async throws {
    try await removeLapsedUploads(of: tenant)
    try await removeDeleted(of: tenant)
    try await removeOrphans(of: tenant)
    // Last: a scanner that is down keeps nothing else waiting.
    try await inspectDocuments(of: tenant)
  }

  /// What is stored of files that never came whole goes before the row that knows of it.
  private func removeLapsedUploads(of tenant: ID<Tenant>) async throws {
    let now = clock()
    let lapsed = try await work(
      of: tenant, "SELECT id FROM document_upload WHERE expires_at <= \(now) ORDER BY expires_at LIMIT 50"
    ) { row in try row.next(ID<DocumentReference>.self) }
    for id in lapsed {
      try await DocumentVault.remove(DocumentLayout(tenant: tenant, document: id, size: 1), objects)
      _ = try await database.pipeline([
        .entering(tenant), "DELETE FROM document_upload WHERE id = \(id) AND expires_at <= \(now)",
      ])
    }
  }

  /// Deleted documents whose days are over: their bytes, their key and their name. That there was one stays.
  private func removeDeleted(of tenant: ID<Tenant>) async throws {
    let now = clock()
    let clinical = [DocumentReference.Category.referral, .result, .letter, .prescription].map(\.rawValue)
    let over = try await work(
      of: tenant,
      """
      SELECT d.id FROM document_reference d CROSS JOIN tenant t
       WHERE d.deleted_at <= \(now) - make_interval(days => t.document_days) AND d.content <> 'removed'
         AND t.documents_held <> 'all' AND (t.documents_held <> 'clinical' OR d.category <> ALL (\(clinical)))
       ORDER BY d.deleted_at LIMIT 50
      """
    ) { row in try row.next(ID<DocumentReference>.self) }
    for id in over {
      try await DocumentVault.remove(DocumentLayout(tenant: tenant, document: id, size: 1), objects)
      _ = try await database.pipeline([
        .entering(tenant),
        """
        WITH gone AS (
          UPDATE document_reference SET content = 'removed', content_key = NULL, title = '', preview = 'none'
           WHERE id = \(id) AND content <> 'removed' RETURNING id
        )
        INSERT INTO audit_event (id, act, purpose, entity, detail, at)
        SELECT gen_random_uuid(), \(Act.documentRemoved.rawValue), \(Purpose.operation.rawValue), id, '', \(now)
          FROM gone
        """,
      ])
    }
  }

  /// Objects of no row, such as of a server that was killed: of the last days, as the ids begin with their instant (UUIDv7), and
  /// older than an hour.
  private func removeOrphans(of tenant: ID<Tenant>) async throws {
    let now = clock()
    let start = Self.firstID(at: now - 3 * 86_400)
    let end = Self.firstID(at: now - DocumentUpload.hour)
    var after = try ObjectKey("\(tenant)/documents/\(start)/-")
    while true {
      let page = try await objects.list(
        try KeyPrefix(tenant: "\(tenant)", "documents"), after: after, limit: 1000)
      let ids = Set(page.objects.compactMap { ID<DocumentReference>($0.key.text.split(separator: "/")[2]) })
        .filter { "\($0)" < end }
      let known = try await work(
        of: tenant,
        """
        SELECT id FROM document_reference WHERE id = ANY (\(ids.map(\.uuid))) AND content <> 'removed'
        UNION ALL SELECT id FROM document_upload WHERE id = ANY (\(ids.map(\.uuid)))
        """
      ) { row in try row.next(ID<DocumentReference>.self) }
      for id in ids.subtracting(known) {
        try await DocumentVault.remove(DocumentLayout(tenant: tenant, document: id, size: 1), objects)
      }
      guard page.isFollowed, let last = page.objects.last?.key else { return }
      after = last
    }
  }

  /// As the first id of an instant is written (RFC 9562 section 5.7).
  static func firstID(at instant: Date) -> String {
    let hex = String(UInt64(max(0, instant.timeIntervalSince1970 * 1000)), radix: 16)
    let digits = String(repeating: "0", count: max(0, 12 - hex.count)) + hex
    return "\(digits.prefix(8))-\(digits.suffix(4))-7000-8000-000000000000"
  }

  func work<Value: Sendable>(
    of tenant: ID<Tenant>, _ statement: SQL, _ read: @Sendable (inout Row) throws -> Value
  ) async throws -> [Value] {
    try await database.pipeline([.entering(tenant), statement])[1].decode(read)
  }
}
