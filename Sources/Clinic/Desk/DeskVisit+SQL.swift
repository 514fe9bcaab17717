internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Query<DeskVisit?> {
  /// Anybody's appointment. That the patient's record was looked at is noted beside.
  public static func deskVisit(_ id: ID<Appointment>, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH shown AS (
        SELECT a.* FROM appointment a WHERE a.id = \(id)
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM shown
      )
      SELECT a.id, a.during, a.status, a.sequence, pt.id, concat_ws(' ', pt.given_name, pt.family_name), pt.number,
             pt.birth_date, pt.phone, p.id, p.prefix, p.given_name, p.family_name, s.id, s.name, l.name, a.online,
             a.reason
        FROM shown a
        JOIN patient pt ON pt.id = a.patient_id
        JOIN practitioner p ON p.id = a.practitioner_id
        JOIN healthcare_service s ON s.id = a.service_id
        JOIN location l ON l.id = a.location_id
      """, first: DeskVisit.init(row:))
  }
}

extension DeskVisit {
  fileprivate init(row: inout Row) throws {
    try self.init(
      id: row.next(), during: row.next(), status: Appointment.Status(rawValue: row.next()) ?? .pending,
      sequence: row.next(), patient: row.next(), patientName: row.next(), patientNumber: row.next(),
      birthDate: Day(sql: row.next()), phone: row.next(), practitioner: row.next(),
      practitionerName: Practitioner.name(row.next(), row.next(), row.next()), service: row.next(),
      serviceName: row.next(), location: row.next(), isOnline: row.next(), reason: row.next())
  }
}
