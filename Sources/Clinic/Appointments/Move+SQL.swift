internal import FoundationEssentials
internal import Postgres

extension Query<Attempt<ID<Appointment>>> {
  /// The new time in place of the old one, history, letter and audit in one statement, thus all or nothing. It stands
  /// behind `queue` in the same pipeline, like a booking.
  ///
  /// What was kept for the browser ends with it, of whichever time. At the front desk it can be anybody's appointment, and
  /// become another doctor's of the same service.
  static func move(
    _ id: ID<Appointment>, to offer: Offer, seen sequence: Int, right: MoveRight, by visitor: Visitor,
    at now: Date,
    newID: () -> ID<Occupancy>
  ) -> Self {
    let slot = offer.slot
    let freed: SQL = "(SELECT count(*) FROM freed) AS lapsed, (SELECT count(*) FROM released) AS old"
    return Query(
      """
      WITH RECURSIVE wanted AS (
        SELECT a.id AS appointment_id, a.starts_at AS was, p.id AS practitioner_id, s.cancellation_minutes, s.online,
               CASE WHEN \(right.isClinics) THEN a.price_minor ELSE s.price_minor END AS price_minor,
               CASE WHEN \(right.isClinics) THEN a.currency ELSE s.currency END AS currency,
               (NOT \(right.isOnline) OR \(offer.hasLength(for: "a.patient_id", with: "p.id"))) AS is_allowed,
               CASE WHEN \(right.isClinics) AND \(Rebooking.agrees(to: slot.during))
                    THEN \(AppointmentAct.move.rawValue)
                    WHEN s.needs_approval AND NOT \(right.isClinics) OR a.status = 'pending'
                    THEN \(AppointmentAct.request.rawValue) ELSE \(AppointmentAct.move.rawValue) END AS act
          FROM practitioner p
          JOIN practitioner_service ps ON ps.practitioner_id = p.id
          JOIN healthcare_service s ON s.id = ps.service_id
          JOIN location l ON l.id = \(slot.location)
          JOIN appointment a ON a.id = \(id) AND a.service_id = s.id
               AND (a.practitioner_id = p.id OR \(right.mayChangeDoctor))
         WHERE \(offer.stands(at: now)) AND \(right.whose)
           FOR SHARE OF p, s
      ), \(offer.choosing(for: visitor, at: now, moving: id)), moved AS (
        UPDATE appointment a
           SET during = \(slot.during), practitioner_id = wanted.practitioner_id, location_id = \(offer.place),
               sequence = a.sequence + 1,
               status = CASE wanted.act WHEN \(AppointmentAct.move.rawValue) THEN \(AppointmentAct.move.nextStatus)
                                        ELSE \(AppointmentAct.request.nextStatus) END,
               price_minor = wanted.price_minor, currency = wanted.currency,
               cancellation_minutes = wanted.cancellation_minutes, online = wanted.online
          FROM wanted, seat
         WHERE a.id = wanted.appointment_id AND a.sequence = \(sequence) AND wanted.is_allowed
           AND (a.during <> \(slot.during) OR a.practitioner_id <> wanted.practitioner_id)
           AND CASE wanted.act WHEN \(AppointmentAct.move.rawValue)
                               THEN \(AppointmentAct.move.isPossible(at: now, time: right.time))
                               ELSE \(AppointmentAct.request.isPossible(at: now, time: right.time)) END
           AND (SELECT count(*) FROM chosen) = \(slot.needs.count)
        RETURNING a.id, a.sequence, a.status, a.during, a.practitioner_id, a.location_id, a.patient_id, a.booked_by,
                  wanted.was, wanted.act
      ), released AS (
        UPDATE occupancy SET released_at = \(now)
         WHERE appointment_id IN (SELECT id FROM moved) AND released_at IS NULL
        RETURNING id
      ), \(Hold.ending(by: visitor, once: "moved", at: now)), occupied AS (
        INSERT INTO occupancy (id, resource_kind, resource_id, appointment_id, during, service_id, session_id, seat, seats)
        \(offer.occupying("moved.id", from: "moved, \(freed)", newID: newID))
        UNION ALL
        SELECT \(newID()), 'patient', patient_id, moved.id, \(slot.during), NULL, moved.id, 1, 1
          FROM moved, \(freed)
      ), recorded AS (
        \(.recording("act", from: "moved", newID().uuid, at: now))
      ), letter AS (
        \(.telling(
          """
          CASE WHEN NOT \(right.isTold) THEN NULL
               WHEN told.act = \(AppointmentAct.move.rawValue) THEN \(LetterKind.appointmentMoved.rawValue)
               ELSE \(LetterKind.appointmentRequested.rawValue) END
          """, from: "moved", was: "told.was", newID().uuid, at: now))
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, detail, at)
        SELECT \(newID()),
               CASE act WHEN \(AppointmentAct.move.rawValue) THEN \(Act.appointmentMoved.rawValue)
                        ELSE \(Act.appointmentRequested.rawValue) END,
               \(visitor.purpose.rawValue), id, \(visitor.requestID), \(visitor.client.address),
               \(visitor.client.agent), \(FamilyTie.acting(for: "moved.patient_id", at: now)), \(now)
          FROM moved
      )
      SELECT (SELECT id FROM moved) FROM wanted
      """, refusals: Appointment.refusals, read: Attempt.init(rows:))
  }
}

/// Which appointments somebody may move, and on what terms.
struct MoveRight {
  /// A condition on appointment `a`.
  let whose: SQL
  /// The clinic can't keep its word: no deadline holds, the price stays, and what was booked stays booked.
  var isClinics = false
  /// Another doctor of the same service may step in.
  var mayChangeDoctor = false
  /// In place of the act's own time.
  var time: AppointmentAct.Time?
  /// Nobody of the clinic has a hand in it: a first visit has to keep its length.
  var isOnline = false
  /// False where another letter tells of it.
  var isTold = true

  static func patients(at now: Date) -> MoveRight {
    MoveRight(whose: Appointment.mine(for: .book, at: now), isOnline: true)
  }

  /// Deadlines bind patients: the front desk acts until the visit begins.
  static let desk = MoveRight(whose: "true", mayChangeDoctor: true, time: .beforeItBegins)

  /// Of a visit that can't take place as it was booked.
  static func clinics(_ whose: SQL, isTold: Bool = true) -> MoveRight {
    MoveRight(whose: whose, isClinics: true, mayChangeDoctor: true, time: .atAnyTime, isTold: isTold)
  }
}
