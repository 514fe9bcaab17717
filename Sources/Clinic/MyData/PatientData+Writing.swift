internal import CivilTime
internal import Credentials
public import FoundationEssentials
internal import Postgres

extension PatientData.Reading {
  /// Notes, prescriptions and letters that were released.
  static func notes(_ patient: ID<Patient>, _ box: SecretBox) -> Query<[PatientData.Note]> {
    let released: SQL = "SELECT id FROM composition WHERE patient_id = \(patient) AND released_at IS NOT NULL"
    return Query([
      """
      SELECT c.id, c.kind, c.title, c.status, c.author_id, c.signed_by, coalesce(c.signed_at, c.created_at), c.signed_at,
             c.appends, c.replaces, n.id, n.class,
             coalesce(n.status, CASE v.status WHEN 'fulfilled' THEN 'finished' WHEN 'cancelled' THEN 'cancelled'
                                              WHEN 'noshow' THEN 'cancelled'
                                              ELSE CASE WHEN v.started_at IS NULL THEN 'planned' ELSE 'in-progress' END END),
             coalesce(v.starts_at, n.started_at), n.appointment_id, n.practitioner_id, coalesce(c.error_why, '')
        FROM composition c JOIN encounter n ON n.id = c.encounter_id LEFT JOIN appointment v ON v.id = n.appointment_id
       WHERE c.id IN (\(released)) ORDER BY c.created_at, c.id
      """,
      """
      SELECT current_tenant(), t.composition_id, t.id, t.code, t.title, t.text FROM composition_section t
       WHERE t.composition_id IN (\(released)) ORDER BY t.composition_id, t.position
      """,
      """
      SELECT current_tenant(), m.composition_id, \(MedicationRequest.columns) FROM medication_request m
        LEFT JOIN practitioner p ON p.id = m.status_by
       WHERE m.composition_id IN (\(released)) ORDER BY m.composition_id, m.position
      """,
    ]) { rows in
      let sections = try rows[rows.startIndex + 1].decode { row in
        let (tenant, note, id) = try (
          row.next(ID<Tenant>.self), row.next(ID<Composition>.self), row.next(ID<NoteSection>.self)
        )
        let (code, title): (String, String) = try (row.next(), row.next())
        let text = try box.open(row.next([UInt8].self), context: NoteSection.context(tenant, "\(id)"))
        return (note: note, section: (code: code, title: title, text: String(decoding: text, as: UTF8.self)))
      }
      let orders = try rows[rows.startIndex + 2].decode { row in
        let (tenant, note) = try (row.next(ID<Tenant>.self), row.next(ID<Composition>.self))
        return (note: note, order: try MedicationRequest(row: &row).opened(by: box, in: tenant))
      }
      let sectionsOf = Dictionary(grouping: sections) { $0.note }
      let ordersOf = Dictionary(grouping: orders) { $0.note }
      return try rows[rows.startIndex].decode { row in
        let id: ID<Composition> = try row.next()
        let kind = Composition.Kind(rawValue: try row.next()) ?? .note
        let (title, status): (String, String) = try (row.next(), row.next())
        let (author, signer): (ID<Practitioner>, ID<Practitioner>?) = try (row.next(), row.next())
        let (at, signed): (Date, Date?) = try (row.next(), row.next())
        let (appends, replaces): (ID<Composition>?, ID<Composition>?) = try (row.next(), row.next())
        let meeting = try PatientData.Meeting(
          id: row.next(), kind: row.next(), status: row.next(), start: row.next(), appointment: row.next(),
          practitioner: row.next())
        return PatientData.Note(
          id: id, kind: kind, title: title, status: status, author: author, signer: signer, at: at,
          signed: signed, appends: appends, replaces: replaces, encounter: meeting, mistake: try row.next(),
          sections: sectionsOf[id]?.map(\.section) ?? [], orders: ordersOf[id]?.map(\.order) ?? [])
      }
    }
  }

  /// Messages of either side; notes that staff keep at a conversation are theirs alone.
  static func messages(_ patient: ID<Patient>, _ box: SecretBox) -> Query<[PatientData.Message]> {
    let texts = SealedTexts(box: box)
    return Query(
      """
      SELECT current_tenant(), m.id, c.id, c.topic, m.payload, m.sender, coalesce(a.display_name, ''),
             m.sender = (SELECT p.account_id FROM patient p WHERE p.id = \(patient)), m.from_clinic, m.sent,
             m.received,
             ARRAY(SELECT x.document_id::text FROM communication_document x WHERE x.communication_id = m.id ORDER BY x.id)
        FROM conversation c JOIN communication m ON m.conversation_id = c.id LEFT JOIN account a ON a.id = m.sender
       WHERE c.patient_id = \(patient) AND m.category = 'message' ORDER BY c.created_at, c.id, m.sent, m.id
      """
    ) { row in
      let (tenant, id) = try (row.next(ID<Tenant>.self), row.next(ID<Communication>.self))
      let conversation: ID<Conversation> = try row.next()
      let topic = try texts.topic(of: row.next([UInt8].self), conversation, tenant)
      let text = try texts.message(of: row.next([UInt8].self), id, tenant)
      return try PatientData.Message(
        id: id, conversation: conversation.uuid, topic: topic, text: text, sender: row.next(),
        senderName: row.next(), isPatients: row.next(Bool?.self) ?? false, isFromClinic: row.next(),
        sent: row.next(), received: row.next(), documents: row.next([String].self).compactMap { ID($0) })
    }
  }

  static func bills(_ patient: ID<Patient>) -> Query<[PatientData.Bill]> {
    let theirs: SQL =
      "SELECT id FROM invoice WHERE patient_id = \(patient) AND status <> 'draft' AND number IS NOT NULL"
    return Query([
      "SELECT \(Invoice.columns) FROM \(Invoice.joined) WHERE i.id IN (\(theirs)) ORDER BY i.issued_on, i.sequence",
      """
      SELECT l.invoice_id, \(InvoiceLine.columns) FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
       WHERE l.invoice_id IN (\(theirs)) ORDER BY l.invoice_id, l.position
      """,
      """
      SELECT p.invoice_id, \(Payment.columns) FROM payment p LEFT JOIN account a ON a.id = p.recorded_by AND a.role <> 'patient'
       WHERE p.invoice_id IN (\(theirs)) ORDER BY p.invoice_id, p.recorded_at, p.id
      """,
    ]) { rows in
      let lines = try rows[rows.startIndex + 1].decode { row in
        (of: try row.next(ID<Invoice>.self), line: try InvoiceLine(row: &row))
      }
      let payments = try rows[rows.startIndex + 2].decode { row in
        (of: try row.next(ID<Invoice>.self), payment: try Payment(row: &row))
      }
      let (linesOf, paymentsOf) = (
        Dictionary(grouping: lines) { $0.of }, Dictionary(grouping: payments) { $0.of }
      )
      return try rows[rows.startIndex].decode { row in
        let invoice = try Invoice(row: &row)
        return PatientData.Bill(
          invoice: invoice, lines: linesOf[invoice.id]?.map(\.line) ?? [],
          payments: paymentsOf[invoice.id]?.map(\.payment) ?? [])
      }
    }
  }

  static func consents(_ patient: ID<Patient>, _ account: ID<Account>) -> Query<[ConsentGiven]> {
    Query(
      """
      SELECT \(ConsentGiven.columns(own: "\(account)")) FROM \(ConsentGiven.joined) WHERE k.patient_id = \(patient)
       ORDER BY k.given_at, k.id
      """, each: ConsentGiven.init(row:))
  }
}

extension ConsentGiven {
  static let joined: SQL =
    "consent k JOIN consent_text c ON c.id = k.text_id JOIN patient pt ON pt.id = k.patient_id"

  /// - Parameter own: an expression, of the account that asks.
  static func columns(own: SQL) -> SQL {
    """
    k.id, concat_ws(' ', pt.given_name, pt.family_name), coalesce(pt.account_id = \(own), false), c.id, c.name, c.version,
    c.language, k.given_at, k.withdrawn_at
    """
  }

  init(row: inout Row) throws {
    (id, patientName, isOwn, text) = try (row.next(), row.next(), row.next(), row.next())
    (name, version, language) = try (row.next(), row.next(), row.next())
    (given, withdrawn) = try (row.next(), row.next())
  }
}

extension Query<[ConsentGiven]> {
  /// All that whoever is signed in agreed to for themselves and for their children, also what was taken back; the latest first.
  public static func myConsentHistory(at now: Date) -> Self {
    Query(
      """
      SELECT \(ConsentGiven.columns(own: "(SELECT current_account())")) FROM \(ConsentGiven.joined)
       WHERE k.patient_id IN (\(Patient.mine(for: .keep, at: now))) ORDER BY k.given_at DESC, k.id LIMIT 200
      """, each: ConsentGiven.init(row:))
  }
}
