internal import FoundationEssentials
internal import Postgres

extension Appointment {
  /// Of one patient, booked or asked for, where nobody of the clinic has a hand in it and the clinic has set no other number
  /// (`Visit.mostAhead`): more would be somebody filling a doctor's weeks. The front desk books more, and so does a
  /// practitioner for their own patients.
  public static let mostAhead = 10
}

extension Patient {
  /// Whether a patient, given the column of their id, may have one more appointment by booking it online.
  fileprivate static func mayHaveMore(_ patient: SQL, at now: Date) -> SQL {
    """
    (SELECT count(*) FROM appointment ahead
      WHERE ahead.patient_id = \(patient) AND ahead.starts_at > \(now) AND ahead.status IN ('booked', 'pending'))
      < (SELECT visits_ahead FROM tenant)
    """
  }

  /// Whether a patient has been with a practitioner before; each given as the column of an id.
  static func isKnown(_ patient: SQL, to practitioner: SQL) -> SQL {
    """
    EXISTS (SELECT FROM appointment before
             WHERE before.patient_id = \(patient) AND before.practitioner_id = \(practitioner)
               AND before.status IN ('arrived', 'fulfilled'))
    """
  }
}

extension Offer {
  /// Whether the offered visit is as long as service `s` takes for a patient: a first visit with a practitioner may take
  /// another time than a later one.
  func hasLength(for patient: SQL, with practitioner: SQL) -> SQL {
    """
    (coalesce(s.first_visit_minutes, s.duration_minutes) = s.duration_minutes
     OR \(isFirstVisit) <> \(Patient.isKnown(patient, to: practitioner)))
    """
  }
}

extension Booking {
  /// Whether patient `pt` may book it with practitioner `p`, whatever else is free: what somebody of the clinic books or
  /// proposed is bound by nothing.
  func isWithinBounds(by visitor: Visitor, at now: Date) -> SQL {
    guard isBound(by: visitor) else { return "true" }
    return "(\(Patient.mayHaveMore("pt.id", at: now)) AND \(offer.hasLength(for: "pt.id", with: "p.id")))"
  }

  private func isBound(by visitor: Visitor) -> Bool {
    !visitor.actsForPatients && following == nil && !isProposed
  }
}

extension Query<Refusal.Conflict?> {
  /// What of the patient keeps the visitor from booking this; none when it is something else.
  static func bound(_ booking: Booking, by visitor: Visitor, at now: Date) -> Self {
    let length: Refusal.Conflict = booking.offer.isFirstVisit ? .laterVisit : .firstVisit
    return Query(
      """
      SELECT CASE WHEN pt.retired_at IS NOT NULL THEN \(Refusal.Conflict.recordRetired.rawValue)
                  WHEN NOT \(Patient.mayHaveMore("pt.id", at: now)) THEN \(Refusal.Conflict.visitsEnough.rawValue)
                  WHEN NOT \(booking.offer.hasLength(for: "pt.id", with: "p.id")) THEN \(length.rawValue) END
        FROM practitioner p
        JOIN healthcare_service s ON s.id = \(booking.offer.service)
        JOIN account a ON a.id = (SELECT current_account())
        JOIN patient pt ON \(Patient.isBooked(booking, by: visitor, at: now))
       WHERE p.id = \(booking.offer.practitioner)
         AND (pt.retired_at IS NOT NULL OR NOT \(booking.isWithinBounds(by: visitor, at: now)))
      """
    ) { rows in
      try rows.decode { row in try row.next(String?.self) }.first?.flatMap(Refusal.Conflict.init)
    }
  }
}

extension Query<Bool> {
  /// Whether whoever is signed in has been with a practitioner before.
  public static func amKnown(to practitioner: ID<Practitioner>) -> Self {
    Query(
      """
      SELECT FROM patient pt
       WHERE pt.account_id = (SELECT current_account()) AND \(Patient.isKnown("pt.id", to: "\(practitioner)"))
      """
    ) { !$0.isEmpty }
  }

  /// Whether an offered visit is as long as the service takes for an appointment's patient.
  static func hasLength(_ offer: Offer, of id: ID<Appointment>) -> Self {
    Query(
      """
      SELECT FROM appointment a JOIN healthcare_service s ON s.id = a.service_id
       WHERE a.id = \(id) AND \(offer.hasLength(for: "a.patient_id", with: "a.practitioner_id"))
      """
    ) { !$0.isEmpty }
  }

  /// Whether an appointment is its patient's first visit with its practitioner; false for no appointment.
  public static func isFirstVisit(_ id: ID<Appointment>?) -> Self {
    Query(
      """
      SELECT FROM appointment a WHERE a.id = \(id) AND NOT \(Patient.isKnown("a.patient_id", to: "a.practitioner_id"))
      """
    ) { !$0.isEmpty }
  }
}
