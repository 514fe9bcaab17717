internal import FoundationEssentials
internal import Postgres

extension Query<ID<Appointment>?> {
  static func booked(with key: UUID) -> Self {
    Query("SELECT id FROM appointment WHERE booked_by = (SELECT current_account()) AND booking_key = \(key)")
    { row in
      try row.next()
    }
  }
}

extension Query<Attempt<ID<Appointment>>> {
  /// Appointment, occupancy, letter and audit in one statement, thus all or nothing. It stands behind `queue` in the same
  /// pipeline, so that it sees what those before it did, and a crowd after one time does not wait for each other in
  /// circles: docs/decisions/0006. Doctor and service stay as they are until the booking is done.
  ///
  /// What was kept for the browser ends with its booking, of whichever time.
  static func book(
    _ booking: Booking, _ id: ID<Appointment>, by visitor: Visitor, at now: Date, newID: () -> ID<Occupancy>
  ) -> Self {
    let (offer, slot) = (booking.offer, booking.offer.slot)
    let (start, end) = (slot.during.lowerBound, slot.during.upperBound)
    return Query(
      """
      WITH RECURSIVE wanted AS (
        SELECT pt.id AS patient_id, coalesce(nullif(pt.preferred_name, ''), pt.given_name) AS called,
               \(LetterReader.email(of: "pt")) AS email, \(LetterReader.language) AS language,
               \(LetterReader.hasNoAccount) AS no_account,
               \(booking.isWithinBounds(by: visitor, at: now)) AS is_allowed,
               p.id AS practitioner_id, s.id AS service_id, s.price_minor, s.currency,
               CASE WHEN s.needs_approval AND p.account_id IS DISTINCT FROM a.id
                    THEN \(AppointmentAct.request.rawValue) ELSE \(AppointmentAct.book.rawValue) END AS act,
               s.cancellation_minutes, s.online
          FROM practitioner p
          JOIN practitioner_service ps ON ps.practitioner_id = p.id
          JOIN healthcare_service s ON s.id = ps.service_id
          JOIN location l ON l.id = \(slot.location)
          JOIN account a ON a.id = (SELECT current_account())
          JOIN patient pt ON pt.retired_at IS NULL AND \(Patient.isBooked(booking, by: visitor, at: now))
          \(LetterReader.joined(of: "pt", bookedBy: "a.id", at: now))
         WHERE \(offer.stands(at: now))
           FOR SHARE OF p, s
      ), \(offer.choosing(for: visitor, at: now)), booked AS (
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, reason,
                                 price_minor, currency, booked_by, booking_key, booked_at, cancellation_minutes, online)
        SELECT \(id), patient_id, practitioner_id, service_id, \(offer.place), \(slot.during),
               CASE act WHEN \(AppointmentAct.request.rawValue) THEN \(AppointmentAct.request.firstStatus)
                        ELSE \(AppointmentAct.book.firstStatus) END, \(booking.reason), price_minor, currency,
               current_account(), \(booking.key), \(now), cancellation_minutes, online
          FROM wanted, seat
         WHERE is_allowed AND (SELECT count(*) FROM chosen) = \(slot.needs.count)
        ON CONFLICT ON CONSTRAINT appointment_booking_key DO NOTHING
        RETURNING id, sequence, status, during, practitioner_id, location_id
      ), \(Hold.ending(by: visitor, once: "booked", at: now)), occupied AS (
        INSERT INTO occupancy (id, resource_kind, resource_id, appointment_id, during, service_id, session_id, seat, seats)
        \(offer.occupying("booked.id", from: "booked, (SELECT count(*) FROM freed) AS before", newID: newID))
        UNION ALL
        SELECT \(newID()), 'patient', patient_id, booked.id, \(slot.during), NULL, booked.id, 1, 1
          FROM booked, wanted, (SELECT count(*) FROM freed) AS before
      ), recorded AS (
        \(.recording("act", from: "booked CROSS JOIN (SELECT act FROM wanted) AS wish", newID().uuid, at: now))
      ), letter AS (
        INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
        SELECT \(newID()),
               CASE act WHEN \(AppointmentAct.request.rawValue) THEN \(LetterKind.appointmentRequested.rawValue)
                        ELSE \(LetterKind.appointmentBooked.rawValue) END,
               language, email,
               jsonb_strip_nulls(jsonb_build_object(
                 'patient', called, 'appointment', booked.id, 'start', \(start.epochText)::text,
                 'end', \(end.epochText)::text, 'sequence', '0',
                 'address', nullif(\(.postalAddress(of: "booked.location_id")), ''),
                 'online', CASE WHEN online THEN 'yes' END, 'no-account', no_account)),
               \(now), \(now)
          FROM booked, wanted
         WHERE email IS NOT NULL
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, detail, at)
        SELECT \(newID()),
               CASE act WHEN \(AppointmentAct.request.rawValue) THEN \(Act.appointmentRequested.rawValue)
                        ELSE \(Act.appointmentBooked.rawValue) END,
               \(visitor.purpose.rawValue), id, \(visitor.requestID), \(visitor.client.address),
               \(visitor.client.agent), \(FamilyTie.acting(for: "wanted.patient_id", at: now)), \(now)
          FROM booked, wanted
      )
      SELECT (SELECT id FROM booked) FROM wanted
      """, refusals: Appointment.refusals, read: Attempt.init(rows:))
  }
}

extension Patient {
  /// Whether patient `pt` is whom the booking with practitioner `p` is for: the owner of the account `a`, a child of theirs,
  /// whoever a visit of their own was with, and at the front desk anybody.
  static func isBooked(_ booking: Booking, by visitor: Visitor, at now: Date) -> SQL {
    if visitor.actsForPatients { return "pt.id = \(booking.patient)" }
    if let visit = booking.following {
      return """
        pt.id = (SELECT v.patient_id FROM appointment v WHERE v.id = \(visit) AND v.practitioner_id = p.id)
        AND p.account_id = a.id
        """
    }
    return """
      pt.id = ANY (ARRAY(\(mine(for: .book, at: now))))
      AND CASE WHEN \(booking.patient)::uuid IS NULL THEN pt.account_id = a.id ELSE pt.id = \(booking.patient) END
      """
  }
}

/// What became of the wish for an offered time.
enum Attempt<Outcome: Sendable>: Sendable {
  case done(Outcome)
  /// The offer stands, but something of it can't be had; or the same form was sent before.
  case taken
  /// Schedule or service have changed since the offer, or its time has passed.
  case outdated

  func map<Other>(_ transform: (Outcome) -> Other) -> Attempt<Other> {
    switch self {
    case .done(let outcome): .done(transform(outcome))
    case .taken: .taken
    case .outdated: .outdated
    }
  }

  /// No row when the offer does not stand; else what was made, or NULL.
  init<Of>(rows: Rows) throws where Outcome == ID<Of> {
    guard let made = try rows.decode({ row in try row.next(ID<Of>?.self) }).first else {
      self = .outdated
      return
    }
    self = made.map(Attempt.done) ?? .taken
  }
}

extension Date {
  /// Whole seconds since 1970, as letters carry it.
  var epochText: String { String(Int(timeIntervalSince1970)) }
}
