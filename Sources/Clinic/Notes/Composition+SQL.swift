internal import CivilTime
internal import Credentials
public import FoundationEssentials
internal import Postgres

extension Composition {
  fileprivate static func name(_ table: SQL) -> SQL {
    "concat_ws(' ', nullif(\(table).prefix, ''), \(table).given_name, \(table).family_name)"
  }

  /// Of composition `c`.
  fileprivate static var columns: SQL {
    """
    c.id, pt.id, pt.number, concat_ws(' ', pt.given_name, pt.family_name), pt.birth_date,
    n.id, n.appointment_id, s.name, coalesce(v.starts_at, n.started_at), n.class = 'VR',
    coalesce(n.status, CASE v.status WHEN 'fulfilled' THEN 'finished' WHEN 'cancelled' THEN 'cancelled'
                                     WHEN 'noshow' THEN 'cancelled'
                                     ELSE CASE WHEN v.started_at IS NULL THEN 'planned' ELSE 'in-progress' END END),
    c.kind, c.title, c.status, \(name("author")), coalesce(c.author_id = \(NoteReach.me), false), c.created_at, c.appends, c.replaces,
    (SELECT later.id FROM composition later
      WHERE later.replaces = c.id AND later.status IN ('final', 'amended') LIMIT 1),
    c.release, c.release_days, \(name("signer")), c.signed_at, c.digest,
    EXISTS (SELECT FROM audit_event e WHERE e.entity = c.id AND e.act = \(Act.noteSigned.rawValue)
               AND e.detail = 'sha256:' || c.digest),
    c.release_due_at, c.released_at, \(name("wrong")), c.error_at, c.error_why,
    EXISTS (SELECT FROM document_reference d WHERE d.key = c.id AND d.patient_id = c.patient_id)
    """
  }

  fileprivate static var joins: SQL {
    """
    JOIN patient pt ON pt.id = c.patient_id
    JOIN encounter n ON n.id = c.encounter_id
    LEFT JOIN appointment v ON v.id = n.appointment_id
    LEFT JOIN healthcare_service s ON s.id = v.service_id
    JOIN practitioner author ON author.id = c.author_id
    LEFT JOIN practitioner signer ON signer.id = c.signed_by
    LEFT JOIN practitioner wrong ON wrong.id = c.error_by
    """
  }

  fileprivate init(row: inout Row) throws {
    id = try row.next()
    subject = try Subject(
      id: row.next(), number: row.next(), name: row.next(), birthDate: Day(sql: row.next()))
    encounter = try Encounter(
      id: row.next(), appointment: row.next(), service: row.next(), start: row.next(), isVirtual: row.next(),
      status: Encounter.Status(rawValue: row.next()) ?? .planned)
    guard let kind = Kind(rawValue: try row.next()) else {
      throw StoredValueFault(column: "composition.kind")
    }
    self.kind = kind
    title = try row.next()
    guard let status = Status(rawValue: try row.next()) else {
      throw StoredValueFault(column: "composition.status")
    }
    self.status = status
    (author, isOwn, created) = try (row.next(), row.next(), row.next())
    (appends, replaces, replacedBy) = try (row.next(), row.next(), row.next())
    let (code, days) = try (ReleaseRule.Code(rawValue: row.next()), row.next(Int?.self))
    rule = try ReleaseRule(code ?? .byHand, days: days)
    let (signer, signed, digest) = try (row.next(String.self), row.next(Date?.self), row.next(String?.self))
    let isLogged: Bool = try row.next()
    attested =
      if let signed, let digest {
        Attestation(name: signer, at: signed, digest: digest, isLogged: isLogged)
      } else { nil }
    (releaseDue, released) = try (row.next(), row.next())
    let (name, at, why) = try (row.next(String.self), row.next(Date?.self), row.next(String?.self))
    error = if let at, let why { Mistake(name: name, at: at, why: why) } else { nil }
    isFiled = try row.next()
  }

  /// One with its sections, orders and addenda, as far as they are the visitor's to see.
  ///
  /// - Parameters:
  ///   - sees: whether composition `c` is.
  ///   - noting: a statement of the source `seen`.
  fileprivate static func statements(_ id: ID<Composition>, _ sees: SQL, noting: SQL) -> [SQL] {
    let all: SQL = "SELECT c.id FROM composition c WHERE (c.id = \(id) OR c.appends = \(id)) AND \(sees)"
    return [
      """
      WITH seen AS (SELECT c.* FROM composition c WHERE c.id = \(id) AND \(sees)), noted AS (\(noting))
      SELECT \(columns) FROM composition c \(joins)
       WHERE (c.id = \(id) OR c.appends = \(id)) AND \(sees) ORDER BY c.id <> \(id), c.created_at, c.id
      """,
      """
      SELECT t.composition_id, \(NoteSection.columns) FROM composition_section t
        LEFT JOIN practitioner p ON p.id = t.saved_by
       WHERE t.composition_id IN (\(all)) ORDER BY t.composition_id, t.position
      """,
      """
      SELECT \(MedicationRequest.columns) FROM medication_request m
        LEFT JOIN practitioner p ON p.id = m.status_by
       WHERE m.composition_id IN (\(all)) ORDER BY m.position
      """,
    ]
  }

  fileprivate static func read(_ rows: ArraySlice<Rows>) throws -> Composition? {
    let start = rows.startIndex
    var sections: [ID<Composition>: [NoteSection]] = [:]
    for (owner, section) in try rows[start + 1].decode({ row in
      (try row.next(ID<Composition>.self), try NoteSection(row: &row))
    }) { sections[owner, default: []].append(section) }
    let orders = try rows[start + 2].decode(MedicationRequest.init(row:))
    let all = try rows[start].decode { row in
      var one = try Composition(row: &row)
      one.sections = sections[one.id] ?? []
      return one
    }
    guard var first = all.first, first.appends == nil || all.count == 1 else { return nil }
    first.orders = orders
    first.addenda = Array(all.dropFirst())
    return first
  }
}

extension NoteSection {
  static let columns: SQL = """
    t.id, t.position, t.code, t.title, t.prompt, t.revision,
    CASE WHEN p.id IS NOT NULL THEN concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name) END, t.text
    """

  init(row: inout Row) throws {
    (id, position) = try (row.next(), row.next())
    guard let code = Code(rawValue: try row.next()) else {
      throw StoredValueFault(column: "composition_section.code")
    }
    self.code = code
    (title, prompt, revision, savedBy, sealed) = try (
      row.next(), row.next(), row.next(), row.next(), row.next()
    )
  }

  static func context(_ tenant: ID<Tenant>, _ section: String) -> String {
    "\(tenant)/composition_section/text/\(section)"
  }
}

extension Query<Composition?> {
  /// One that is a practitioner's to see. That it was looked at is noted beside. Its texts are sealed: `Clinic.opened`.
  public static func note(_ id: ID<Composition>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      Composition.statements(
        id, NoteReach.reaches(at: now),
        noting: NoteReach.noting("seen.id", of: "seen.patient_id", "seen", by: visitor, at: now)),
      reads: Composition.read)
  }

  /// One that was released to whoever is signed in, or of a child of theirs.
  public static func ownNote(_ id: ID<Composition>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      Composition.statements(
        id, NoteReach.own(at: now), noting: .notingLook(.read, "seen.id", "seen", visitor, at: now)),
      reads: Composition.read)
  }

  /// For an act upon it, which waits for others' acts upon it.
  static func noteLocked(_ id: ID<Composition>, at now: Date) -> Self {
    let lock: SQL = "SELECT FROM composition WHERE id = \(id) FOR UPDATE"
    return Query(
      [lock] + Composition.statements(id, NoteReach.reaches(at: now), noting: "SELECT FROM seen"),
      reads: { try Composition.read($0.dropFirst()) })
  }
}

/// One line of a list of what was written of a patient.
public struct NoteLine: Sendable {
  public let id: ID<Composition>
  public let kind: Composition.Kind
  public let title: String
  public let status: Composition.Status
  public let author: String
  /// When it was signed, or begun.
  public let at: Date
  public let isReleased: Bool
  /// Whose it is.
  public let patientID: ID<Patient>
  public let patient: String
  /// Whether whoever is signed in has never looked at it.
  public let isNew: Bool

  /// On one page.
  public static let most = 200
}

extension Query<[NoteLine]> {
  /// The latest notes, prescriptions and letters of a patient who is the signed-in practitioner's work; none otherwise. For pages
  /// that note themselves that the record was looked at.
  public static func latestNotes(of id: ID<Patient>, atMost limit: Int = NoteLine.most, at now: Date) -> Self
  {
    lines("c.patient_id = \(id) AND c.kind <> 'addendum' AND \(NoteReach.reaches(at: now))", limit)
  }

  /// What was released to whoever is signed in, and of their children.
  public static func ownNotes(at now: Date, atMost limit: Int = NoteLine.most) -> Self {
    lines("c.kind <> 'addendum' AND \(NoteReach.own(at: now))", limit)
  }

  /// Of one visit, as far as it was released to its patient.
  public static func ownNotes(of visit: ID<Appointment>, at now: Date) -> Self {
    lines(
      """
      c.kind <> 'addendum' AND \(NoteReach.own(at: now))
      AND c.encounter_id IN (SELECT id FROM encounter WHERE appointment_id = \(visit))
      """, 20)
  }

  private static func lines(_ condition: SQL, _ limit: Int) -> Self {
    Query(
      """
      SELECT c.id, c.kind, c.title, c.status, concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name),
             coalesce(c.signed_at, c.created_at), c.released_at IS NOT NULL, c.patient_id,
             concat_ws(' ', pt.given_name, pt.family_name),
             NOT EXISTS (SELECT FROM audit_event e WHERE e.entity = c.id AND e.account_id = (SELECT current_account()))
        FROM composition c
        JOIN practitioner p ON p.id = coalesce(c.signed_by, c.author_id)
        JOIN patient pt ON pt.id = c.patient_id
       WHERE \(condition)
       ORDER BY coalesce(c.signed_at, c.created_at) DESC, c.id DESC LIMIT \(limit)
      """
    ) { row in
      try NoteLine(
        id: row.next(), kind: Composition.Kind(rawValue: row.next()) ?? .note, title: row.next(),
        status: Composition.Status(rawValue: row.next()) ?? .preliminary, author: row.next(), at: row.next(),
        isReleased: row.next(), patientID: row.next(),
        patient: row.next(), isNew: row.next())
    }
  }
}

extension Clinic {
  /// The texts of what was asked for.
  ///
  /// - Throws: `SecretFault` where a row is not what was sealed.
  public func opened(_ found: Composition, at visit: Visit) throws -> Composition {
    var note = found
    let tenant = visit.tenant.id
    note.sections = try found.sections.map { section in
      var section = section
      let bytes = try secrets.box.open(section.sealed, context: NoteSection.context(tenant, "\(section.id)"))
      section.text = String(decoding: bytes, as: UTF8.self)
      return section
    }
    note.orders = try found.orders.map { try $0.opened(by: secrets.box, in: tenant) }
    note.addenda = try found.addenda.map { try opened($0, at: visit) }
    return note
  }

  func seal(_ text: String, _ section: ID<NoteSection>, _ tenant: ID<Tenant>) throws -> [UInt8] {
    try secrets.box.seal(Array(text.utf8), context: NoteSection.context(tenant, "\(section)"))
  }
}
