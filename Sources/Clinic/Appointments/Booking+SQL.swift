internal import FoundationEssentials
internal import Postgres

extension Query<ID<Appointment>?> {
  static func booked(with key: UUID) -> Self {
    Query("SELECT id FROM appointment WHERE booked_by = (SELECT current_account()) AND booking_key = \(key)")
    { row in
      try row.next()
    }
  }

  /// Appointment, occupancy, letter and audit in one statement, thus in one round trip and all or nothing. No row
  /// comes back when the offer no longer holds or the same form was sent before.
  ///
  /// Those who want the same doctor, room or patient queue up first, in one order for all. Without that a crowd after one
  /// time would insert first and then wait for each other in circles, each a deadlock of a second; the constraint
  /// would still hold, but hardly anybody would get an answer. Doctor and service are looked at as they are after the
  /// wait, and stay so until the booking is done.
  ///
  /// What was kept for the browser ends with its booking, of whichever time.
  static func book(
    _ booking: Booking, _ id: ID<Appointment>, by visitor: Visitor, at now: Date, newID: () -> ID<Appointment>
  ) -> Self {
    let slot = booking.offer.slot
    return Query(
      """
      WITH resource AS (
        SELECT id FROM practitioner WHERE id = \(booking.offer.practitioner)
        UNION ALL SELECT id FROM location WHERE id = \(slot.location)
        UNION ALL SELECT id FROM patient WHERE account_id = current_account()
      ), queued AS MATERIALIZED (
        SELECT pg_advisory_xact_lock(key)
          FROM (SELECT hashtextextended(id::text, 0) AS key FROM resource ORDER BY key) AS ordered
      ), wanted AS (
        SELECT pt.id AS patient_id, coalesce(nullif(pt.preferred_name, ''), pt.given_name) AS called, a.email,
               p.id AS practitioner_id, s.id AS service_id, s.price_minor, s.currency, l.id AS location_id
          FROM (SELECT count(*) FROM queued) AS turn
          JOIN practitioner p ON turn.count = 3
          JOIN practitioner_service ps ON ps.practitioner_id = p.id
          JOIN healthcare_service s ON s.id = ps.service_id
          JOIN location l ON l.id = \(slot.location)
          JOIN account a ON a.id = (SELECT current_account())
          JOIN patient pt ON pt.account_id = a.id
         WHERE \(booking.offer.stands(at: now))
           FOR SHARE OF p, s
      ), booked AS (
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, reason,
                                 price_minor, currency, booked_by, booking_key, booked_at)
        SELECT \(id), patient_id, practitioner_id, service_id, location_id, \(slot.during), 'booked', \(booking.reason),
               price_minor, currency, current_account(), \(booking.key), \(now)
          FROM wanted
        ON CONFLICT ON CONSTRAINT appointment_booking_key DO NOTHING
        RETURNING id
      ), \(Hold.ending(for: booking.offer, by: visitor, once: "booked", at: now)), occupied AS (
        INSERT INTO occupancy (id, resource_kind, resource_id, appointment_id, during)
        SELECT r.id, r.kind, r.resource, booked.id, \(slot.during)
          FROM booked, wanted, (SELECT count(*) FROM freed) AS before, LATERAL (VALUES
            (\(newID()), 'practitioner', practitioner_id),
            (\(newID()), 'location', location_id),
            (\(newID()), 'patient', patient_id)) AS r (id, kind, resource)
      ), letter AS (
        INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
        SELECT \(newID()), \(LetterKind.appointmentBooked.rawValue), 'en', email,
               jsonb_build_object('patient', called, 'appointment', booked.id,
                                  'start', \(String(Int(slot.during.lowerBound.timeIntervalSince1970)))::text),
               \(now), \(now)
          FROM booked, wanted
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT \(newID()), \(Act.appointmentBooked.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM booked
      )
      SELECT id FROM booked
      """, refusals: Appointment.refusals
    ) { row in try row.next() }
  }
}
