internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Visiting {
  /// Whether appointment `a` is in the schedule of the signed-in practitioner.
  static var mine: SQL {
    "a.practitioner_id = (SELECT id FROM practitioner WHERE account_id = (SELECT current_account()))"
  }

  /// Whether appointment `a` is the visitor's to see to: in their own schedule, or anybody's at the front desk.
  static var seenTo: SQL {
    """
    (\(mine) OR EXISTS (SELECT FROM account own WHERE own.id = (SELECT current_account())
                          AND own.role = ANY (\(Permission.keepFrontDesk.roles.map(\.rawValue)))))
    """
  }

  fileprivate static var columns: SQL {
    """
    a.id, a.during, a.status, concat_ws(' ', pt.given_name, pt.family_name), pt.birth_date, s.name, l.name, a.reason,
    a.sequence, a.service_id, a.arrived_at, a.started_at, a.fulfilled_at,
    NOT EXISTS (SELECT FROM appointment before
                 WHERE before.patient_id = a.patient_id AND before.practitioner_id = a.practitioner_id
                   AND before.starts_at < a.starts_at AND before.status IN ('arrived', 'fulfilled')),
    array_remove(ARRAY[CASE WHEN NOT reached.phone THEN 'phone' END, CASE WHEN NOT reached.email THEN 'email' END,
                       CASE WHEN NOT reached.address THEN 'address' END], NULL),
    \(VisitPaper.missing), asked.proposed,
    ticket.number, a.left_at, \(NeedAtSight.column(of: "pt")), a.online, \(VirtualVisit.since("patient")),
    \(IntakeProgress.columns), a.patient_id, \(AllergyIntolerance.counting(of: "a.patient_id"))
    """
  }

  fileprivate static var joins: SQL {
    """
    JOIN patient pt ON pt.id = a.patient_id
    JOIN healthcare_service s ON s.id = a.service_id
    JOIN location l ON l.id = a.location_id
    LEFT JOIN rebooking asked
      ON asked.appointment_id = a.id AND asked.answers_request AND asked.state IN ('open', 'task')
    LEFT JOIN queue_ticket ticket ON ticket.appointment_id = a.id
    CROSS JOIN LATERAL (
      SELECT bool_or(who.phone <> '') AS phone, bool_or(who.email <> '') AS email,
             bool_or(coalesce(who.address ->> 'city', '') <> '') AS address
        FROM (SELECT pt.phone, pt.email, pt.address
              UNION ALL
              SELECT parent.phone, parent.email, parent.address
                FROM acting f JOIN patient parent ON parent.account_id = f.account_id
               WHERE f.patient_id = pt.id AND f.relationship = 'parent' AND f.ends_at > a.starts_at) AS who) AS reached
    """
  }

  fileprivate init(row: inout Row) throws {
    try self.init(
      id: row.next(), during: row.next(), status: Appointment.Status(rawValue: row.next()) ?? .pending,
      patientName: row.next(), birthDate: Day(sql: row.next()), service: row.next(), location: row.next(),
      reason: row.next(), sequence: row.next(), serviceID: row.next(), arrivedAt: row.next(),
      startedAt: row.next(),
      fulfilledAt: row.next(), isFirstVisit: row.next(),
      missing: row.next([String].self).compactMap(Gap.init),
      papers: row.next([String].self).compactMap(VisitPaper.init(stored:)),
      proposed: row.next(Range<Date>?.self)?.lowerBound, number: row.next(), leftAt: row.next(),
      needs: row.needsAtSight(), isOnline: row.next(), waitingSince: row.next(),
      intake: IntakeProgress(row: &row), patient: row.next(), allergies: row.next())
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
        SELECT a.id, a.during, a.starts_at, a.status, a.patient_id, a.practitioner_id, a.service_id, a.location_id,
               a.reason, a.sequence, a.arrived_at, a.started_at, a.fulfilled_at,
               a.left_at, a.online
          FROM appointment a
         WHERE \(Visiting.mine) AND \(condition)
         ORDER BY a.starts_at
         LIMIT 500
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
  /// An appointment in the signed-in practitioner's schedule. That its patient's record was looked at is noted beside.
  public static func visit(_ id: ID<Appointment>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), a.patient_id,
               \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM appointment a WHERE a.id = \(id) AND \(Visiting.mine)
      )
      SELECT \(Visiting.columns) FROM appointment a \(Visiting.joins) WHERE a.id = \(id) AND \(Visiting.mine)
      """, first: Visiting.init(row:))
  }

  /// An appointment in the signed-in practitioner's schedule, for an act upon it.
  static func myVisiting(_ id: ID<Appointment>) -> Self {
    Query(
      "SELECT \(Visiting.columns) FROM appointment a \(Visiting.joins) WHERE a.id = \(id) AND \(Visiting.mine)",
      first: Visiting.init(row:))
  }
}
