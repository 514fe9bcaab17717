public import FoundationEssentials
internal import Postgres

extension DocumentReference {
  static let columns: SQL = """
    d.id, d.patient_id, concat_ws(' ', pt.given_name, pt.family_name), d.title, d.category, d.visibility,
    CASE WHEN d.practitioner_id IS NOT NULL
         THEN concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name) END,
    d.content_type, d.size, d.content, d.checked_at IS NOT NULL, d.preview = 'made', author.display_name, author.role,
    d.account_id = (SELECT current_account()), d.created_at, a.starts_at, s.name,
    pt.account_id IS NOT DISTINCT FROM (SELECT current_account())
    """

  static let joins: SQL = """
    JOIN patient pt ON pt.id = d.patient_id
    JOIN account author ON author.id = d.account_id
    LEFT JOIN practitioner p ON p.id = d.practitioner_id
    LEFT JOIN appointment a ON a.id = d.appointment_id
    LEFT JOIN healthcare_service s ON s.id = a.service_id
    """

  init(row: inout Row) throws {
    (id, patient, patientName, title) = try (row.next(), row.next(), row.next(), row.next())
    category = Category(rawValue: try row.next()) ?? .other
    visibility = Visibility(rawValue: try row.next()) ?? .clinic
    practitioner = try row.next()
    guard let kind = Kind(rawValue: try row.next()) else { throw StoredValueFault(column: "content_type") }
    self.kind = kind
    size = try row.next()
    content = Content(rawValue: try row.next()) ?? .lost
    (isScanned, hasPreview, author) = try (row.next(), row.next(), row.next())
    guard let role = Role(rawValue: try row.next()) else { throw StoredValueFault(column: "role") }
    authorRole = role
    (isOwn, created) = try (row.next(), row.next())
    let (start, service) = try (row.next(Date?.self), row.next(String?.self))
    visit = if let start, let service { Visit(start: start, service: service) } else { nil }
    isOfMyself = try row.next()
  }

  /// Of one page: the newest.
  public static let pageSize = 200
}

extension Query<[DocumentReference]> {
  /// Of whoever is signed in and their children, the newest first: as many as a page shows.
  public static func ownDocuments(at now: Date) -> Self {
    Query(
      """
      SELECT \(DocumentReference.columns) FROM document_reference d \(DocumentReference.joins)
       WHERE d.patient_id IN (\(Patient.mine(for: .see, at: now))) AND \(DocumentReach.sees(.own, at: now))
       ORDER BY d.created_at DESC, d.id DESC LIMIT \(DocumentReference.pageSize)
      """, each: DocumentReference.init(row:))
  }
}

/// A patient's documents, as the clinic has them.
public struct PatientDocuments: Sendable {
  public let name: String
  public let number: Int
  public let documents: [DocumentReference]
}

extension Query<PatientDocuments?> {
  /// Nil for whose documents are not the visitor's work: nothing is read then. That they were looked at is noted beside.
  public static func documents(of id: ID<Patient>, by visitor: Visitor, at now: Date) -> Self {
    let reached: SQL = "p.id = \(id) AND \(DocumentReach.includes("p.id", .clinic, at: now))"
    let whose: SQL = """
      WITH reached AS (SELECT p.id, p.given_name, p.family_name, p.number FROM patient p WHERE \(reached)),
      noted AS (\(SQL.notingLook(.read, "reached.id", "reached", visitor, at: now)))
      SELECT concat_ws(' ', given_name, family_name), number FROM reached
      """
    let documents: SQL = """
      SELECT \(DocumentReference.columns) FROM document_reference d \(DocumentReference.joins)
       WHERE d.patient_id = \(id) AND \(DocumentReach.sees(.clinic, at: now))
       ORDER BY d.created_at DESC, d.id DESC LIMIT \(DocumentReference.pageSize)
      """
    return Query([whose, documents]) { rows in
      let documents = try rows[rows.startIndex + 1].decode(DocumentReference.init(row:))
      return try rows[rows.startIndex].decode { row in
        try PatientDocuments(name: row.next(), number: row.next(), documents: documents)
      }.first
    }
  }
}

extension Query<DocumentReference?> {
  /// One, if it is the visitor's to see. That it was looked at is noted beside.
  public static func document(
    _ id: ID<DocumentReference>, _ side: DocumentSide, by visitor: Visitor, at now: Date
  ) -> Self {
    Query(
      """
      WITH seen AS (SELECT d.* FROM document_reference d WHERE d.id = \(id) AND \(DocumentReach.sees(side, at: now))),
      noted AS (\(SQL.notingLook(.read, "seen.id", "seen", visitor, at: now)))
      SELECT \(DocumentReference.columns) FROM seen d \(DocumentReference.joins)
      """, first: DocumentReference.init(row:))
  }
}

extension SQL {
  /// - Parameters:
  ///   - entity: an expression of `source`.
  ///   - source: of what a row is noted for each.
  static func notingLook(
    _ act: Act, _ entity: SQL, _ source: SQL, _ visitor: Visitor, at now: Date
  ) -> SQL {
    """
    INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, detail, at)
    SELECT gen_random_uuid(), \(act.rawValue), \(visitor.purpose.rawValue), \(entity), \(visitor.requestID),
           \(visitor.client.address), \(visitor.client.agent), '', \(now)
      FROM \(source)
    """
  }
}

/// That somebody looked at a document or took it away.
public struct DocumentView: Sendable {
  public let name: String
  public let role: Role?
  /// `document-opened` for who has taken the file, `read` for who has seen its page.
  public let isOpened: Bool
  public let at: Date

  static let most = 50
}

extension Query<[DocumentView]> {
  /// The latest looks at a document that the visitor sees, their own among them.
  public static func views(of id: ID<DocumentReference>, _ side: DocumentSide, at now: Date) -> Self {
    Query(
      """
      SELECT coalesce(w.display_name, ''), coalesce(w.role, ''), e.act = \(Act.documentOpened.rawValue), e.at
        FROM document_reference d
        JOIN audit_event e ON e.entity = d.id AND e.act IN (\(Act.read.rawValue), \(Act.documentOpened.rawValue))
        LEFT JOIN account w ON w.id = e.account_id
       WHERE d.id = \(id) AND \(DocumentReach.sees(side, at: now))
       ORDER BY e.at DESC, e.id DESC LIMIT \(DocumentView.most)
      """
    ) { row in
      try DocumentView(
        name: row.next(), role: Role(rawValue: row.next()), isOpened: row.next(), at: row.next())
    }
  }
}

/// What a patient's home says of documents.
public struct DocumentNews: Sendable {
  /// Added by others, and never looked at.
  public let unread: Int
  /// The newest three, their own among them.
  public let newest: [DocumentReference]
}

extension Query<DocumentNews> {
  /// Of whoever is signed in and their children: to be asked beside what a page asks for anyway.
  public static func documentNews(at now: Date, of person: ID<Patient>? = nil) -> Self {
    let mine: SQL = """
      d.patient_id IN (\(Patient.mine(for: .see, at: now))) AND \(DocumentReach.sees(.own, at: now))
      \(Patient.only(person, "d.patient_id"))
      """
    return Query([
      """
      SELECT count(*) FROM document_reference d
       WHERE \(mine) AND d.content = 'ready' AND d.account_id <> (SELECT current_account())
         AND NOT EXISTS (SELECT FROM audit_event e WHERE e.entity = d.id AND e.account_id = (SELECT current_account()))
      """,
      """
      SELECT \(DocumentReference.columns) FROM document_reference d \(DocumentReference.joins)
       WHERE \(mine) ORDER BY d.created_at DESC, d.id DESC LIMIT 3
      """,
    ]) { rows in
      try DocumentNews(
        unread: rows[rows.startIndex].decode { row in try row.next(Int.self) }[0],
        newest: rows[rows.startIndex + 1].decode(DocumentReference.init(row:)))
    }
  }
}
