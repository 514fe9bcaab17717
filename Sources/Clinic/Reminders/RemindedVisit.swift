public import FoundationEssentials
internal import Postgres

/// What a reminder says of a visit: neither doctor, service nor reason, since mail is read by others, too.
public struct RemindedVisit: Sendable {
  public let appointment: ID<Appointment>
  /// As the patient wants to be called.
  public let patient: String
  public let start: Date
  public let isOnline: Bool
  /// Empty where it is the clinic's own.
  public let address: String
}

extension Query<[RemindedVisit]> {
  /// Of a reminder, what is still agreed as it was when the letter was written, and not over.
  static func stillToCome(in letter: ID<OutboxMessage>, at now: Date) -> Self {
    Query(
      """
      SELECT a.id, coalesce(nullif(pt.preferred_name, ''), pt.given_name), a.starts_at, a.online,
             \(.postalAddress(of: "a.location_id"))
        FROM reminder r
        JOIN appointment a ON a.id = r.appointment_id AND a.starts_at = r.starts_at
        JOIN patient pt ON pt.id = a.patient_id
       WHERE r.letter_id = \(letter) AND a.status = 'booked' AND a.starts_at > \(now) AND \(Rebooking.isSettled)
       ORDER BY a.starts_at, a.id
      """
    ) { row in
      try RemindedVisit(
        appointment: row.next(), patient: row.next(), start: row.next(), isOnline: row.next(),
        address: row.next())
    }
  }
}
