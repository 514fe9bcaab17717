internal import Credentials
internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

extension Clinic {
  /// Looks through what waits, the oldest first, and draws how it looks. What can't be scanned now stays in quarantine.
  func inspectDocuments(of tenant: ID<Tenant>) async throws {
    let waiting = try await work(
      of: tenant,
      """
      SELECT id, size, content_key, content_type, content FROM document_reference
       WHERE content = 'waiting' OR content = 'ready' AND preview = 'waiting'
       ORDER BY created_at LIMIT 20
      """
    ) { row in
      try Waiting(
        id: row.next(), size: row.next(), key: row.next(), kind: .init(rawValue: row.next()) ?? .pdf,
        isScanned: row.next(String.self) == "ready")
    }
    var fault: (any Error)?
    for one in waiting {
      do {
        try await inspect(one, of: tenant)
      } catch ObjectStoreError.notFound {
        try await note(one, of: tenant, .lost)
      } catch {
        fault = fault ?? error
      }
    }
    if let fault { throw fault }
  }

  private struct Waiting: Sendable {
    let id: ID<DocumentReference>
    let size: Int
    let key: [UInt8]
    let kind: DocumentReference.Kind
    let isScanned: Bool
  }

  private func inspect(_ one: Waiting, of tenant: ID<Tenant>) async throws {
    let layout = DocumentLayout(tenant: tenant, document: one.id, size: one.size)
    let vault = vault(layout, try DocumentKey(one.key, tenant, one.id, secrets.box))
    if !one.isScanned {
      // Where no scanner is configured any more, what came while there was one stays closed: somebody wanted it scanned.
      guard let scan = inspection.scan else { return }
      switch try await scan(DocumentPieces(bytes: vault.bytes()), one.size) {
      case .clean: try await note(one, of: tenant, .ready)
      case .infected(let name): return try await note(one, of: tenant, .infected, name)
      }
    }
    guard let preview = inspection.preview else { return }
    let picture = try await preview(one.kind, DocumentPieces(bytes: vault.bytes()))
    if let picture { try await vault.putPreview(picture) }
    _ = try await database.pipeline([
      .entering(tenant),
      """
      UPDATE document_reference SET preview = \(picture == nil ? "none" : "made")
       WHERE id = \(one.id) AND content = 'ready'
      """,
    ])
  }

  private func note(
    _ one: Waiting, of tenant: ID<Tenant>, _ content: DocumentReference.Content, _ finding: String = ""
  ) async throws {
    let now = clock()
    let act: Act =
      switch content {
      case .infected: .documentInfected
      case .lost: .documentLost
      default: .documentScanned
      }
    _ = try await database.pipeline([
      .entering(tenant),
      """
      WITH known AS (
        UPDATE document_reference
           SET content = \(content.rawValue), finding = left(\(finding), 200), checked_at = \(now),
               preview = CASE WHEN \(content == .ready) THEN preview ELSE 'none' END
         WHERE id = \(one.id) AND content IN ('waiting', 'ready') RETURNING id
      )
      INSERT INTO audit_event (id, act, purpose, entity, detail, at)
      SELECT gen_random_uuid(), \(act.rawValue), \(Purpose.operation.rawValue), id, left(\(finding), 200), \(now) FROM known
      """,
    ])
  }
}
