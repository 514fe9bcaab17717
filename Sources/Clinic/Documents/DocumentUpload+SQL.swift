internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension DocumentUpload {
  static let columns: SQL = "u.id, u.size, u.received, u.content_type, u.title, u.content_key"

  /// - Parameter tenant: whose the row is.
  init(row: inout Row, _ tenant: ID<Tenant>, _ box: SecretBox) throws {
    id = try row.next()
    self.tenant = tenant
    (size, received) = try (row.next(), row.next())
    kind = try row.next(String?.self).flatMap(DocumentReference.Kind.init)
    title = try row.next()
    key = try DocumentKey(row.next([UInt8].self), tenant, id, box)
  }
}

extension Query<Int> {
  /// Bytes that the clinic may keep still, with all that is under way counted. Whoever else begins an upload waits until this
  /// transaction ends.
  static var freeStorage: Self {
    Query([
      "SELECT pg_advisory_xact_lock(hashtextextended('storage of ' || current_tenant(), 0))",
      "SELECT storage_bytes - \(Storage.used) FROM tenant WHERE id = (SELECT current_tenant())",
    ]) { rows in try rows[rows.startIndex + 1].decode { row in try row.next(Int.self) }[0] }
  }
}

extension Query<Bool> {
  /// Whether the patient, the doctor and the visit are such that the visitor may add a document.
  static func mayAdd(_ new: NewDocument, _ side: DocumentSide, at now: Date) -> Self {
    Query(
      """
      SELECT FROM patient p
       WHERE p.id = \(new.patient) AND p.replaced_by IS NULL AND \(DocumentReach.includes("p.id", side, at: now))
         AND (\(new.practitioner)::uuid IS NULL OR EXISTS (SELECT FROM practitioner WHERE id = \(new.practitioner)))
         AND (\(new.appointment)::uuid IS NULL OR EXISTS (
               SELECT FROM appointment a WHERE a.id = \(new.appointment) AND a.patient_id = p.id))
      """
    ) { !$0.isEmpty }
  }

  /// Whether the form was sent before, and this of its files came whole.
  static func isAdded(_ new: NewDocument) -> Self {
    Query(
      """
      SELECT FROM document_reference
       WHERE account_id = (SELECT current_account()) AND key = \(new.key) AND part = \(new.part)
      """
    ) { !$0.isEmpty }
  }

  /// Whether the upload was where it was said to be, and is on by so many bytes. One part is stored for it at a time.
  static func advance(_ upload: DocumentUpload, by bytes: Int, at now: Date) -> Self {
    Query(
      """
      UPDATE document_upload
         SET received = received + \(bytes), content_type = coalesce(content_type, \(upload.kind?.rawValue)),
             expires_at = greatest(expires_at, \(now + DocumentUpload.hour))
       WHERE id = \(upload.id) AND account_id = (SELECT current_account()) AND received = \(upload.received)
         AND received + \(bytes) <= size
      RETURNING id
      """
    ) { !$0.isEmpty }
  }
}

extension SQL {
  static func begin(
    _ upload: DocumentUpload, _ new: NewDocument, lasting lifetime: TimeInterval, at now: Date
  ) -> SQL {
    """
    INSERT INTO document_upload (id, patient_id, key, part, mark, title, category, visibility, practitioner_id,
                                 appointment_id, size, content_key, created_at, expires_at)
    VALUES (\(upload.id), \(new.patient), \(new.key), \(new.part), \(new.mark), \(upload.title),
            \(new.category.rawValue), \(new.visibility.rawValue), \(new.practitioner), \(new.appointment),
            \(upload.size), \(upload.key.sealed), \(now), \(now + lifetime))
    """
  }

  /// Whoever sends the same file once more has given up what came before of it. What is stored of that goes with the next round.
  static func giveUp(_ new: NewDocument, at now: Date) -> SQL {
    """
    UPDATE document_upload SET expires_at = \(now)
     WHERE account_id = (SELECT current_account()) AND key = \(new.key) AND part = \(new.part)
    """
  }

  /// The document and the end of its upload in one statement: it is there whole, or not at all.
  static func complete(
    _ upload: DocumentUpload, title: String, _ content: DocumentReference.Content, at now: Date
  ) -> SQL {
    """
    WITH whole AS (
      DELETE FROM document_upload
       WHERE id = \(upload.id) AND account_id = (SELECT current_account()) AND received = \(upload.received)
         AND content_type IS NOT NULL
      RETURNING *
    )
    INSERT INTO document_reference (id, account_id, patient_id, key, part, title, category, visibility, practitioner_id,
                                    appointment_id, content_type, size, content_key, content, created_at)
    SELECT id, account_id, patient_id, key, part, \(title), category, visibility, practitioner_id, appointment_id,
           content_type, received, content_key, \(content.rawValue), \(now)
      FROM whole
    """
  }
}
