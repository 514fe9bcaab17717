internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Visiting {
  /// Whether appointment `a` is in the schedule of the signed-in practitioner.
  static var mine: SQL {
    "a.practitioner_id = (SELECT id FROM practitioner WHERE account_id = (SELECT current_account()))"
  }

  fileprivate static var columns: SQL {
    """
    a.id, a.during, a.status, concat_ws(' ', pt.given_name, pt.family_name), pt.birth_date, s.name, l.name, a.reason,
    a.sequence
    """
  }

  fileprivate static var joins: SQL {
    """
    JOIN patient pt ON pt.id = a.patient_id
    JOIN healthcare_service s ON s.id = a.service_id
    JOIN location l ON l.id = a.location_id
    """
  }

  fileprivate init(row: inout Row) throws {
    try self.init(
      id: row.next(), during: row.next(), status: Appointment.Status(rawValue: row.next()) ?? .pending,
      patientName: row.next(), birthDate: Day(sql: row.next()), service: row.next(), location: row.next(),
      reason: row.next(), sequence: row.next())
  }
}

extension Query<[Visiting]> {
  /// The signed-in practitioner's appointments between two instants. That each patient's record was looked at is noted
  /// beside.
  public static func mySchedule(between time: Range<Date>, by visitor: Visitor, at now: Date) -> Self {
    visits(
      where: """
        a.starts_at >= \(time.lowerBound) AND a.starts_at < \(time.upperBound) AND a.status <> 'cancelled'
        """, by: visitor, at: now)
  }

  /// What was asked for of the signed-in practitioner and waits for an answer, soonest first. That each patient's record
  /// was looked at is noted beside.
  public static func myRequests(by visitor: Visitor, at now: Date) -> Self {
    visits(where: "a.status = 'pending' AND a.starts_at > \(now)", by: visitor, at: now)
  }

  private static func visits(where condition: SQL, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH shown AS (
        SELECT a.id, a.during, a.starts_at, a.status, a.patient_id, a.service_id, a.location_id, a.reason, a.sequence
          FROM appointment a
         WHERE \(Visiting.mine) AND \(condition)
         ORDER BY a.starts_at
         LIMIT 200
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id,
               \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM (SELECT DISTINCT patient_id FROM shown) AS patients
      )
      SELECT \(Visiting.columns) FROM shown a \(Visiting.joins) ORDER BY a.starts_at
      """, each: Visiting.init(row:))
  }
}

extension Query<Visiting?> {
  /// An appointment in the signed-in practitioner's schedule, for an act upon it.
  static func myVisiting(_ id: ID<Appointment>) -> Self {
    Query(
      "SELECT \(Visiting.columns) FROM appointment a \(Visiting.joins) WHERE a.id = \(id) AND \(Visiting.mine)",
      first: Visiting.init(row:))
  }
}
