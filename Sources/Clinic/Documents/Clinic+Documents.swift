internal import Credentials
public import FoundationEssentials
public import ObjectStore
internal import Postgres

/// A document whose bytes are being given out.
public struct OpenDocument: Sendable {
  public let title: String
  public let kind: DocumentReference.Kind
  /// Of the whole, in bytes.
  public let size: Int
  let vault: DocumentVault

  /// The bytes of a range, opened as they are read.
  ///
  /// - Throws: `Refusal.unavailable` before anything is sent when the store does not give the first of them, `.unknown` when it has
  ///   none. Later the stream breaks off.
  public func bytes(_ range: Range<Int>, of clinic: Clinic) async throws -> ByteStream {
    try await vault.stream(range, of: clinic)
  }
}

extension DocumentVault {
  /// The bytes of a range; the first of them are here before anything is sent.
  func stream(_ range: Range<Int>, of clinic: Clinic) async throws -> ByteStream {
    var iterator = self.bytes(range).makeAsyncIterator()
    let first = try await clinic.withStore {
      do { return try await iterator.next() } catch ObjectStoreError.notFound { throw Refusal.unknown }
    }
    let start = range.lowerBound + (first?.count ?? 0)
    let rest = start < range.upperBound ? self.bytes(start..<range.upperBound) : nil
    return ByteStream(arrays: Beginning(first: first ?? [], rest: rest))
  }
}

/// What was read already, and what comes behind it.
private struct Beginning: AsyncSequence, Sendable {
  typealias Element = [UInt8]
  let first: [UInt8]
  let rest: DocumentBytes?

  func makeAsyncIterator() -> Iterator { Iterator(first: first, rest: rest?.makeAsyncIterator()) }

  struct Iterator: AsyncIteratorProtocol {
    var first: [UInt8]?
    var rest: DocumentBytes.Iterator?

    mutating func next() async throws -> [UInt8]? {
      if let bytes = first {
        first = nil
        return bytes
      }
      return try await rest?.next()
    }
  }
}

extension Clinic {
  /// Opens a document's bytes. Who took them is noted, once in so many seconds, since a large one is fetched in pieces.
  ///
  /// - Throws: `Refusal.unknown` for what is not the visitor's to see, or is not given to anybody.
  public func openDocument(
    _ id: ID<DocumentReference>, _ side: DocumentSide, by visitor: Visitor
  ) async throws -> OpenDocument {
    let now = clock()
    let fresh: SQL = """
      seen WHERE NOT EXISTS (SELECT FROM audit_event e
                              WHERE e.entity = seen.id AND e.act = \(Act.documentOpened.rawValue)
                                AND e.account_id = (SELECT current_account()) AND e.at > \(now - 600))
      """
    let (visit, found) = try await ask(
      visitor,
      Query<(title: String, kind: String, size: Int, key: [UInt8])?>(
        """
        WITH seen AS (SELECT d.* FROM document_reference d
                       WHERE d.id = \(id) AND d.content = 'ready' AND \(DocumentReach.sees(side, at: now))),
        noted AS (\(SQL.notingLook(.documentOpened, "seen.id", fresh, visitor, at: now)))
        SELECT title, content_type, size, content_key FROM seen
        """, first: { row in (try row.next(), try row.next(), try row.next(), try row.next()) }))
    guard let found, let kind = DocumentReference.Kind(rawValue: found.kind) else { throw Refusal.unknown }
    let layout = DocumentLayout(tenant: visit.tenant.id, document: id, size: found.size)
    let key = try DocumentKey(found.key, visit.tenant.id, id, secrets.box)
    return OpenDocument(title: found.title, kind: kind, size: found.size, vault: vault(layout, key))
  }

  /// The picture of a document's first page, as JPEG. Its page, which links to it, has noted the look.
  ///
  /// - Throws: `Refusal.unknown` where there is none.
  public func documentPreview(
    _ id: ID<DocumentReference>, _ side: DocumentSide, by visitor: Visitor
  ) async throws -> [UInt8] {
    let (visit, found) = try await ask(
      visitor,
      Query<(size: Int, key: [UInt8])?>(
        """
        SELECT d.size, d.content_key FROM document_reference d
         WHERE d.id = \(id) AND d.content = 'ready' AND d.preview = 'made' AND \(DocumentReach.sees(side, at: clock()))
        """, first: { row in (try row.next(), try row.next()) }))
    guard let found else { throw Refusal.unknown }
    let layout = DocumentLayout(tenant: visit.tenant.id, document: id, size: found.size)
    let key = try DocumentKey(found.key, visit.tenant.id, id, secrets.box)
    return try await withStore {
      do {
        return try await vault(layout, key).preview(limit: 8 << 20)
      } catch ObjectStoreError.notFound { throw Refusal.unknown }
    }
  }

  /// Asks for a document to be deleted: from then on nobody is shown it, and when the clinic's days are over it is gone. Done twice
  /// it is done once.
  ///
  /// - Returns: whose it is.
  /// - Throws: `Refusal.unknown`; `.forbidden` for a patient whom it is not from: what the clinic has added is the clinic's to delete.
  public func deleteDocument(
    _ id: ID<DocumentReference>, _ side: DocumentSide, by visitor: Visitor
  ) async throws -> ID<Patient> {
    try await open(visitor) { records in
      let found = try await records.ask(
        Query<(patient: ID<Patient>, isOwn: Bool, isDeleted: Bool)?>(
          """
          SELECT d.patient_id, d.account_id = (SELECT current_account()), d.deleted_at IS NOT NULL
            FROM document_reference d
           WHERE d.id = \(id) AND (\(DocumentReach.sees(side, at: records.now))
                                   OR d.deleted_by = (SELECT current_account()))
             FOR UPDATE OF d
          """, first: { row in (try row.next(), try row.next(), try row.next()) }))
      guard let found else { throw Refusal.unknown }
      if found.isDeleted { return found.patient }
      if side == .own && !found.isOwn { throw Refusal.forbidden }
      try await records.finish(
        .documentDeleted, of: id.uuid,
        [
          """
          UPDATE document_reference
             SET status = 'entered-in-error', deleted_at = \(records.now), deleted_by = current_account()
           WHERE id = \(id)
          """
        ])
      return found.patient
    }
  }
}
