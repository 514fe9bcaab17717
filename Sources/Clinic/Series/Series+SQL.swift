internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension SeriesVisit {
  static var columns: SQL {
    """
    a.id, a.during, a.status, a.sequence, a.series_id, a.patient_id, concat_ws(' ', pt.given_name, pt.family_name),
    a.service_id, s.name, a.practitioner_id, concat_ws(' ', nullif(p.prefix, ''), p.given_name, p.family_name)
    """
  }

  static var joined: SQL {
    """
    appointment a
    JOIN patient pt ON pt.id = a.patient_id
    JOIN healthcare_service s ON s.id = a.service_id
    JOIN practitioner p ON p.id = a.practitioner_id
    """
  }

  init(row: inout Row) throws {
    id = try row.next()
    during = try row.next()
    status = Appointment.Status(rawValue: try row.next()) ?? .pending
    sequence = try row.next()
    series = try row.next()
    patient = try row.next()
    patientName = try row.next()
    service = try row.next()
    serviceName = try row.next()
    practitioner = try row.next()
    practitionerName = try row.next()
  }

  static func noted(_ condition: SQL, by visitor: Visitor, at now: Date) -> SQL {
    """
    INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
    SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
           \(visitor.client.address), \(visitor.client.agent), \(now)
      FROM (SELECT DISTINCT a.patient_id FROM appointment a WHERE \(condition)) AS patients
    """
  }
}

extension Query<[SeriesVisit]> {
  /// All visits of a series, in order of time; cancelled ones too. That the patient's record was looked at is noted beside.
  public static func series(_ id: ID<AppointmentSeries>, by visitor: Visitor, at now: Date) -> Self {
    let condition: SQL = "a.series_id = \(id)"
    return Query([
      "SELECT \(SeriesVisit.columns) FROM \(SeriesVisit.joined) WHERE \(condition) ORDER BY a.starts_at, a.id",
      SeriesVisit.noted(condition, by: visitor, at: now),
    ]) { rows in try rows[rows.startIndex].decode(SeriesVisit.init(row:)) }
  }
}

extension Query<SeriesMatter?> {
  /// An appointment that is to be repeated, or moved: then what it occupies is free. That the patient's record was looked at
  /// is noted beside.
  public static func seriesMatter(
    _ id: ID<Appointment>, by visitor: Visitor, at now: Date, moving own: ID<Appointment>? = nil
  ) -> Self {
    let condition: SQL = "a.id = \(id)"
    let until = now + TimeInterval(SeriesMatter.reach) * 86_400
    let schedule: Query<Schedule> = .schedule(
      of: ScheduleScope(
        practitioners: "SELECT a.practitioner_id FROM appointment a WHERE \(condition)",
        services: "SELECT a.service_id FROM appointment a WHERE \(condition)"),
      between: now..<until, for: visitor.asNewBrowser, at: now, moving: own,
      withRecords: true)
    let statements: [SQL] = [
      "SELECT \(SeriesVisit.columns) FROM \(SeriesVisit.joined) WHERE \(condition) AND a.status IN ('booked', 'pending', 'arrived', 'fulfilled')",
      """
      SELECT \(Practitioner.columns) FROM practitioner p
       WHERE p.id = (SELECT a.practitioner_id FROM appointment a WHERE \(condition)) AND p.active AND p.kind = ''
      """,
      """
      SELECT \(HealthcareService.columns)
        FROM healthcare_service s JOIN specialty sp ON sp.id = s.specialty_id
       WHERE s.id = (SELECT a.service_id FROM appointment a WHERE \(condition)) AND s.active
      """,
      """
      SELECT other.during FROM appointment other
       WHERE other.patient_id = (SELECT a.patient_id FROM appointment a WHERE \(condition))
         AND other.status IN ('booked', 'pending') AND other.starts_at > \(now) AND other.id IS DISTINCT FROM \(own)
      """, SeriesVisit.noted(condition, by: visitor, at: now),
    ]
    return Query(statements + schedule.statements) { rows in
      let first = rows.startIndex
      guard let visit = try rows[first].decode(SeriesVisit.init(row:)).first else { return nil }
      return SeriesMatter(
        first: visit, practitioner: try rows[first + 1].decode(Practitioner.init(row:)).first,
        service: try rows[first + 2].decode(HealthcareService.init(row:)).first,
        schedule: try schedule.read(rows[(first + statements.count)...]),
        elsewhere: try rows[first + 3].decode { row in try row.next(Range<Date>.self) })
    }
  }
}
