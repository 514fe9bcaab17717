internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Query<DeskVisit?> {
  /// Anybody's appointment. That the patient's record was looked at is noted beside.
  public static func deskVisit(_ id: ID<Appointment>, by visitor: Visitor, at now: Date) -> Self {
    Query(DeskVisit.looking(where: "a.id = \(id)", by: visitor, at: now), first: DeskVisit.init(row:))
  }

  /// What was asked for, to be answered by its doctor or the front desk. That the patient's record was looked at is noted
  /// beside.
  public static func request(_ id: ID<Appointment>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      DeskVisit.looking(where: "a.id = \(id) AND \(Visiting.seenTo)", by: visitor, at: now),
      first: DeskVisit.init(row:))
  }
}

extension Query<[DeskVisit]> {
  /// What anybody was asked for and has not answered, soonest first; also where its time has passed, for somebody has to say
  /// so. That the patients' records were looked at is noted beside.
  public static func requests(by visitor: Visitor, at now: Date) -> Self {
    Query(
      DeskVisit.looking(where: "a.status = 'pending'", by: visitor, at: now),
      each: DeskVisit.init(row:))
  }
}

extension Query<Int> {
  /// How many requests wait for an answer.
  public static var requestCount: Self {
    Query("SELECT count(*) FROM appointment WHERE status = 'pending'") { rows in
      try rows.decode { row in try row.next(Int.self) }[0]
    }
  }
}

extension DeskVisit {
  /// - Parameter condition: on appointment `a`.
  static func looking(where condition: SQL, by visitor: Visitor, at now: Date) -> SQL {
    """
    WITH shown AS (
      SELECT a.* FROM appointment a WHERE \(condition) ORDER BY a.starts_at LIMIT 500
    ), noted AS (
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM (SELECT DISTINCT patient_id FROM shown) AS patients
    )
    SELECT a.id, a.during, a.status, a.sequence, pt.id, concat_ws(' ', pt.given_name, pt.family_name), pt.number,
           pt.birth_date, pt.phone, p.id, p.prefix, p.given_name, p.family_name, s.id, s.name, l.name, a.online,
           a.reason, coalesce(\(LetterReader.address(of: "pt", bookedBy: "a.booked_by", at: now)), ''),
           \(VisitPaper.missing), asked.proposed,
           a.status = 'arrived' AND a.started_at IS NULL
             AND NOT EXISTS (SELECT FROM queue_ticket q WHERE q.appointment_id = a.id AND q.state <> 'left'), a.left_at IS NOT NULL,
           \(NeedAtSight.column(of: "pt"))
      FROM shown a
      JOIN patient pt ON pt.id = a.patient_id
      JOIN practitioner p ON p.id = a.practitioner_id
      JOIN healthcare_service s ON s.id = a.service_id
      JOIN location l ON l.id = a.location_id
      LEFT JOIN rebooking asked ON asked.appointment_id = a.id AND asked.state IN ('open', 'task')
     ORDER BY a.starts_at, a.id
    """
  }

  init(row: inout Row) throws {
    try self.init(
      id: row.next(), during: row.next(), status: Appointment.Status(rawValue: row.next()) ?? .pending,
      sequence: row.next(), patient: row.next(), patientName: row.next(), patientNumber: row.next(),
      birthDate: Day(sql: row.next()), phone: row.next(), practitioner: row.next(),
      practitionerName: Practitioner.name(row.next(), row.next(), row.next()), service: row.next(),
      serviceName: row.next(), location: row.next(), isOnline: row.next(), reason: row.next(),
      letters: row.next(),
      papers: row.next([String].self).compactMap(VisitPaper.init(stored:)),
      proposed: row.next(Range<Date>?.self)?.lowerBound, lacksNumber: row.next(),
      hasLeft: row.next(), needs: row.needsAtSight())
  }
}
