public import FoundationEssentials
internal import Postgres

/// Where a patient is already, when something is to be booked for them.
public struct PatientVisit: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let practitioner: ID<Practitioner>
  public let service: String
}

extension Query<[PatientVisit]> {
  /// A patient's visits that touch a time. For who has been shown the patient: it is no further look.
  public static func visits(of patient: ID<Patient>, in time: Range<Date>) -> Self {
    Query(
      """
      SELECT a.id, a.during, a.practitioner_id, s.name
        FROM appointment a JOIN healthcare_service s ON s.id = a.service_id
       WHERE a.patient_id = \(patient) AND a.status IN ('booked', 'pending')
         AND a.starts_at < \(time.upperBound) AND a.ends_at > \(time.lowerBound)
       ORDER BY a.starts_at
      """
    ) { row in
      try PatientVisit(id: row.next(), during: row.next(), practitioner: row.next(), service: row.next())
    }
  }
}
