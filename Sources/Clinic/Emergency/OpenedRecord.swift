public import CivilTime
public import FoundationEssentials
internal import Postgres

/// A patient's record as a practitioner reads it, and by what right.
public struct OpenedRecord: Sendable {
  public let id: ID<Patient>
  public let number: Int
  public let name: String
  public let birthDate: Day
  public let phone: String
  public let email: String
  public let address: Address
  public let basis: Basis
  public let needs: [NeedAtSight]
  /// What else they should know, in the patient's words.
  public let needNote: String
  /// ISO 639-1, the preferred first.
  public let languages: [String]
  /// Who is called in an emergency, each a name, a relationship and a number.
  public let contacts: [[String]]
  /// Of all practitioners, the latest first: at most ``mostVisits``.
  public let visits: [Visit]

  public enum Basis: Hashable, Sendable {
    /// They have a visit with the patient ahead, or had one lately.
    case treatment
    case emergency(until: Date, reason: String)
  }

  public struct Visit: Sendable {
    public let start: Date
    public let status: Appointment.Status
    public let service: String
    public let practitioner: String
    public let reason: String
  }

  public static let mostVisits = 50
  /// Seconds after a visit for which its patient's record is its practitioner's work.
  public static let treatmentLasts: TimeInterval = 365 * 86_400
}

extension Query<OpenedRecord?> {
  /// Nil for a record that is not the visitor's work and not open in an emergency: then nothing is read. That it was looked
  /// at, and by what right, is noted beside.
  public static func openedRecord(_ id: ID<Patient>, by visitor: Visitor, at now: Date) -> Self {
    let right: SQL = """
      right_to AS (
        SELECT p.id AS patient_id, mine.is_treated, open.ends_at, open.reason
          FROM patient p
          CROSS JOIN LATERAL (
            SELECT \(RecordReach.treats("p.id", at: now)) AS is_treated) AS mine
          LEFT JOIN LATERAL (
            SELECT x.ends_at, x.reason FROM emergency_access x
             WHERE x.patient_id = p.id AND x.account_id = (SELECT current_account())
               AND x.opened_at <= \(now) AND x.ends_at > \(now)
             ORDER BY x.ends_at DESC LIMIT 1) AS open ON true
         WHERE p.id = \(id) AND (mine.is_treated OR open.ends_at IS NOT NULL)
      )
      """
    let record: SQL = """
      WITH \(right), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, detail, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue),
               CASE WHEN is_treated THEN \(Purpose.schedule.rawValue) ELSE \(Purpose.emergency.rawValue) END, patient_id,
               \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent),
               CASE WHEN is_treated THEN '' ELSE reason END, \(now)
          FROM right_to
      )
      SELECT pt.id, pt.number, concat_ws(' ', pt.given_name, pt.family_name), pt.birth_date, pt.phone,
             coalesce(own.email, pt.email), pt.address, right_to.is_treated, right_to.ends_at, right_to.reason,
             \(NeedAtSight.column(of: "pt")), pt.need_note, pt.languages,
             \(SQL.rows("c.name, c.relationship, c.phone", from: "patient_contact c WHERE c.patient_id = pt.id",
                         order: "c.position, c.id"))
        FROM right_to
        JOIN patient pt ON pt.id = right_to.patient_id
        LEFT JOIN account own ON own.id = pt.account_id AND own.closed_at IS NULL
      """
    let visits: SQL = """
      WITH \(right)
      SELECT a.starts_at, a.status, s.name, concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name), a.reason
        FROM right_to
        JOIN appointment a ON a.patient_id = right_to.patient_id
        JOIN healthcare_service s ON s.id = a.service_id
        JOIN practitioner p ON p.id = a.practitioner_id
       ORDER BY a.starts_at DESC, a.id LIMIT \(OpenedRecord.mostVisits)
      """
    return Query([record, visits]) { rows in
      let visits = try rows[rows.startIndex + 1].decode(OpenedRecord.Visit.init(row:))
      return try rows[rows.startIndex].decode { row in try OpenedRecord(row: &row, visits) }.first
    }
  }
}

extension Query<(name: String, number: Int)?> {
  /// Whose record is to be opened, for the form that asks why: nothing else of it.
  public static func named(_ id: ID<Patient>) -> Self {
    Query(
      "SELECT concat_ws(' ', given_name, family_name), number FROM patient WHERE id = \(id)",
      first: { row in (try row.next(), try row.next()) })
  }
}

extension OpenedRecord {
  fileprivate init(row: inout Row, _ visits: [Visit]) throws {
    (id, number, name) = try (row.next(), row.next(), row.next())
    birthDate = try Day(sql: row.next())
    (phone, email) = try (row.next(), row.next())
    address = try JSONDecoder().decode(Address.self, from: Data(row.next(JSONB.self).utf8))
    let isTreated: Bool = try row.next()
    let (ends, reason) = try (row.next(Date?.self), row.next(String?.self))
    basis = if !isTreated, let ends { .emergency(until: ends, reason: reason ?? "") } else { .treatment }
    (needs, needNote) = try (row.needsAtSight(), row.next())
    (languages, contacts) = try (row.next(), row.rows())
    self.visits = visits
  }
}

extension OpenedRecord.Visit {
  init(row: inout Row) throws {
    start = try row.next()
    status = Appointment.Status(rawValue: try row.next()) ?? .pending
    (service, practitioner, reason) = try (row.next(), row.next(), row.next())
  }
}
