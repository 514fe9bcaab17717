internal import Credentials
internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

extension Clinic {
  /// Documents of one round: what waits, and what was kept before there was a scanner. The latter are few, so that the scanner and
  /// the store have time for what came just now: some 40,000 a day.
  static let (mostInspected, mostScannedLater) = (20, 5)

  /// Looks through what waits, the oldest first, and draws how it looks. What can't be scanned now stays in quarantine.
  func inspectDocuments(of tenant: ID<Tenant>) async throws {
    var waiting = try await waiting(
      of: tenant,
      """
       content = 'waiting' OR content = 'ready' AND preview = 'waiting'
       ORDER BY created_at LIMIT \(Int32(Self.mostInspected))
      """, isScanned: "content = 'ready'")
    if inspection.scan != nil, waiting.count < Self.mostInspected {
      let known = Set(waiting.map(\.id))
      waiting += try await self.waiting(
        of: tenant,
        """
         content = 'ready' AND checked_at IS NULL AND deleted_at IS NULL
         ORDER BY scan_failed_at NULLS FIRST, created_at DESC LIMIT \(Int32(Self.mostScannedLater))
        """, isScanned: "false"
      ).filter { !known.contains($0.id) }
    }
    var fault: (any Error)?
    for one in waiting {
      do {
        try await inspect(one, of: tenant)
      } catch ObjectStoreError.notFound {
        try await note(one, of: tenant, .lost)
      } catch {
        fault = fault ?? error
        try await noteFailure(of: one, of: tenant)
      }
    }
    if let fault { throw fault }
  }

  /// - Parameter condition: of `document_reference`, with its order and limit.
  private func waiting(
    of tenant: ID<Tenant>, _ condition: SQL, isScanned: SQL
  ) async throws -> [Waiting] {
    try await work(
      of: tenant,
      """
      SELECT id, size, content_key, content_type, \(isScanned), preview = 'waiting' FROM document_reference
       WHERE \(condition)
      """
    ) { row in
      try Waiting(
        id: row.next(), size: row.next(), key: row.next(), kind: .init(rawValue: row.next()) ?? .pdf,
        isScanned: row.next(), isUndrawn: row.next())
    }
  }

  /// One that the scanner does not get through keeps no other from being scanned.
  private func noteFailure(of one: Waiting, of tenant: ID<Tenant>) async throws {
    _ = try await database.pipeline([
      .entering(tenant),
      """
      UPDATE document_reference SET scan_failed_at = \(clock())
       WHERE id = \(one.id) AND content = 'ready' AND checked_at IS NULL
      """,
    ])
  }

  private struct Waiting: Sendable {
    let id: ID<DocumentReference>
    let size: Int
    let key: [UInt8]
    let kind: DocumentReference.Kind
    let isScanned: Bool
    let isUndrawn: Bool
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
    guard one.isUndrawn, let preview = inspection.preview else { return }
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
         WHERE id = \(one.id) AND content IN ('waiting', 'ready') RETURNING *
      )\(content == .infected ? Self.tellingOfVirus(in: "known", at: now) : "")
      INSERT INTO audit_event (id, act, purpose, entity, detail, at)
      SELECT gen_random_uuid(), \(act.rawValue), \(Purpose.operation.rawValue), id, left(\(finding), 200), \(now) FROM known
      """,
    ])
  }
}
