internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Appointment {
  static var columns: SQL {
    """
    a.id, a.during, a.status, s.name, a.practitioner_id, p.prefix, p.given_name, p.family_name, p.portrait, l.name,
    a.price_minor, a.currency, a.reason
    """
  }

  static var joined: SQL {
    """
    appointment a
    JOIN healthcare_service s ON s.id = a.service_id
    JOIN practitioner p ON p.id = a.practitioner_id
    JOIN location l ON l.id = a.location_id
    """
  }

  static var mine: SQL {
    "a.patient_id = (SELECT id FROM patient WHERE account_id = (SELECT current_account()))"
  }

  init(row: inout Row) throws {
    id = try row.next()
    during = try row.next()
    status = Status(rawValue: try row.next()) ?? .pending
    service = try row.next()
    practitioner = try row.next()
    practitionerPrefix = try row.next()
    practitionerGivenName = try row.next()
    practitionerFamilyName = try row.next()
    portrait = try row.next()
    location = try row.next()
    price = try Money(minorUnits: row.next(), currency: row.next())
    reason = try row.next()
  }
}

extension Query<[Appointment]> {
  /// The next appointments of the visitor, soonest first, then their past ones, latest first.
  public static func myAppointments(at now: Date, upcoming: Int = 50, past: Int = 20) -> Self {
    Query(
      """
      (SELECT \(Appointment.columns) FROM \(Appointment.joined)
        WHERE \(Appointment.mine) AND lower(a.during) >= \(now)
        ORDER BY lower(a.during) LIMIT \(upcoming))
      UNION ALL
      (SELECT \(Appointment.columns) FROM \(Appointment.joined)
        WHERE \(Appointment.mine) AND lower(a.during) < \(now)
        ORDER BY lower(a.during) DESC LIMIT \(past))
      """, each: Appointment.init(row:))
  }
}

extension Query<Appointment?> {
  public static func myAppointment(_ id: ID<Appointment>) -> Self {
    Query(
      "SELECT \(Appointment.columns) FROM \(Appointment.joined) WHERE a.id = \(id) AND \(Appointment.mine)",
      first: Appointment.init(row:))
  }
}

extension Query<[Visiting]> {
  /// The signed-in practitioner's appointments between two instants. That each patient's record was looked at is noted
  /// beside.
  public static func mySchedule(between time: Range<Date>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH shown AS (
        SELECT a.id, a.during, a.status, a.patient_id, a.service_id, a.location_id, a.reason
          FROM appointment a JOIN practitioner p ON p.id = a.practitioner_id
         WHERE p.account_id = (SELECT current_account())
           AND lower(a.during) >= \(time.lowerBound) AND lower(a.during) < \(time.upperBound) AND a.status <> 'cancelled'
         ORDER BY lower(a.during)
         LIMIT 200
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id,
               \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM (SELECT DISTINCT patient_id FROM shown) AS patients
      )
      SELECT a.id, a.during, a.status, concat_ws(' ', pt.given_name, pt.family_name), pt.birth_date, s.name, l.name,
             a.reason
        FROM shown a
        JOIN patient pt ON pt.id = a.patient_id
        JOIN healthcare_service s ON s.id = a.service_id
        JOIN location l ON l.id = a.location_id
       ORDER BY lower(a.during)
      """
    ) { row in
      try Visiting(
        id: row.next(), during: row.next(), status: Appointment.Status(rawValue: row.next()) ?? .pending,
        patientName: row.next(), birthDate: Day(sql: row.next()), service: row.next(), location: row.next(),
        reason: row.next())
    }
  }
}
