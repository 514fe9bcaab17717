public import CivilTime
internal import Credentials
public import FoundationEssentials
internal import Postgres

/// What the law keeps of somebody whose data are erased: for an administrator who opened it for a reason, and on no other page.
public struct KeptRecord: Sendable {
  /// In the order of time.
  public let entries: [Entry]
  public let invoices: [Invoice]

  public struct Entry: Sendable {
    /// `note`, `letter`, `visit`, `condition` and so on: what it was.
    public let sort: String
    public let at: Date
    public let title: String
    /// As it was written.
    public let texts: [String]
  }

  public struct Invoice: Sendable {
    public let number: String
    public let issued: Day
    public let amount: Money
    public let buyer: String
  }

  /// What an entry can be.
  public static let sorts =
    Composition.Kind.allCases.map(\.rawValue) + [
      "visit", "condition", "allergy_intolerance", "medication_statement", "diagnostic_report", "observation",
    ]
  /// Seconds for which it is open.
  public static let lifetime: TimeInterval = 15 * 60
  /// Characters of a reason: a word is none.
  public static let shortestReason = 10
  public static let longestReason = 300
}

extension Clinic {
  /// Opens what is kept, for ``KeptRecord/lifetime`` and for whoever gives the reason.
  ///
  /// - Parameter reason: checked already.
  /// - Throws: `Refusal.unconfirmed`; `.unknown` for a request that was not carried out.
  public func openErased(
    _ id: ID<ErasureRequest>, because reason: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      guard let request = try await records.ask(.erasureLocked(id)),
        [.erasing, .done].contains(request.state)
      else { throw Refusal.unknown }
      let opening: ID<KeptRecord> = records.clinic.newID()
      try await records.finish(
        .erasedOpened, of: request.patient.uuid,
        [
          """
          INSERT INTO erasure_opening (id, request_id, reason, opened_at, ends_at)
          VALUES (\(opening), \(id), \(reason), \(records.now), \(records.now + KeptRecord.lifetime))
          """
        ])
    }
  }

  /// What is kept; nil while the visitor has not opened it. That it was looked at is noted beside.
  public func kept(of id: ID<ErasureRequest>, by visitor: Visitor, at now: Date) -> Query<KeptRecord?> {
    let box = secrets.box
    let patients: SQL = "(SELECT unnest(q.patients) FROM erasure_request q WHERE q.id = \(id))"
    let author: SQL = "concat_ws(' ', nullif(w.prefix, ''), w.given_name, w.family_name)"
    func record(_ table: SQL, _ sort: String, _ at: SQL) -> SQL {
      """
      SELECT \(sort)::text AS sort, e.id, \(at) AS at, e.content FROM \(table) e
       WHERE e.patient_id IN \(patients) AND e.superseded_at IS NULL
      """
    }
    return Query([
      "SELECT open_erased(\(id), \(now)), current_tenant()",
      """
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), q.patient_id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM erasure_request q WHERE q.id = \(id)
      """,
      """
      SELECT c.kind, coalesce(c.signed_at, c.created_at), c.title, \(author), s.id, s.text
        FROM composition c JOIN practitioner w ON w.id = c.author_id JOIN composition_section s ON s.composition_id = c.id
       WHERE c.patient_id IN \(patients) ORDER BY c.created_at, c.id, s.position
      """,
      """
      SELECT sort, id, at, content FROM (
        \(record("condition", "condition", "e.recorded_at")) UNION ALL \(record("allergy_intolerance", "allergy_intolerance", "e.recorded_at"))
        UNION ALL \(record("medication_statement", "medication_statement", "e.recorded_at"))
        UNION ALL \(record("diagnostic_report", "diagnostic_report", "e.effective_at"))
      ) AS entries ORDER BY at, id
      """,
      """
      SELECT o.id, o.effective_at, concat_ws(' ', nullif(o.code, ''), o.value::text, array_to_string(o.component_values, '/'), o.unit),
             o.content
        FROM observation o WHERE o.patient_id IN \(patients) AND o.superseded_at IS NULL ORDER BY o.effective_at, o.id
      """,
      """
      SELECT a.starts_at, concat_ws(', ', h.name, \(author)) FROM appointment a
        JOIN healthcare_service h ON h.id = a.service_id JOIN practitioner w ON w.id = a.practitioner_id
       WHERE a.patient_id IN \(patients) AND a.status IN ('arrived', 'fulfilled') ORDER BY a.starts_at
      """,
      """
      SELECT i.number, i.issued_on, i.total_minor, i.currency, concat_ws(', ', i.buyer_name, nullif(i.buyer_address, ''))
        FROM invoice i WHERE i.patient_id IN \(patients) AND i.number IS NOT NULL ORDER BY i.issued_on, i.number
      """,
    ]) { rows in
      let first = rows.startIndex
      let (isOpen, tenant) = try rows[first].decode { row in
        (try row.next(Bool.self), try row.next(ID<Tenant>.self))
      }[0]
      guard isOpen else { return nil }
      let seal = Seal(box: box, tenant: tenant)
      let notes = try rows[first + 2].decode { row in
        let (sort, at, title, author) = try (
          row.next(String.self), row.next(Date.self), row.next(String.self), row.next(String.self)
        )
        let section: ID<NoteSection> = try row.next()
        let text = try box.open(row.next([UInt8].self), context: NoteSection.context(tenant, "\(section)"))
        return Entry(
          sort: sort, at: at, title: "\(title), \(author)", texts: [String(decoding: text, as: UTF8.self)])
      }
      let entries = try rows[first + 3].decode { row in
        let (sort, id, at) = try (row.next(String.self), row.next(UUID.self), row.next(Date.self))
        let words = try SealedWords(row.next([UInt8].self), sort, id, seal)
        return Entry(
          sort: sort, at: at, title: "", texts: words.texts.sorted { $0.key < $1.key }.map(\.value))
      }
      let values = try rows[first + 4].decode { row in
        let (id, at, said) = try (row.next(UUID.self), row.next(Date.self), row.next(String.self))
        let words = try row.next([UInt8]?.self).map { try SealedWords($0, "observation", id, seal) }
        return Entry(
          sort: "observation", at: at, title: said,
          texts: words?.texts.sorted { $0.key < $1.key }.map(\.value) ?? [])
      }
      let visits = try rows[first + 5].decode { row in
        Entry(sort: "visit", at: try row.next(), title: try row.next(), texts: [])
      }
      return KeptRecord(
        entries: (notes + entries + values + visits).sorted { $0.at < $1.at },
        invoices: try rows[first + 6].decode { row in
          try Invoice(
            number: row.next(), issued: Day(sql: row.next()),
            amount: Money(minorUnits: row.next(), currency: row.next()), buyer: row.next())
        })
    }
  }

  private typealias Entry = KeptRecord.Entry
  private typealias Invoice = KeptRecord.Invoice
}
