internal import FoundationEssentials
internal import Postgres

extension Query<Bool> {
  /// An act upon an appointment that leaves its time as it is or gives it up: the state, what it occupies, its history, the
  /// letter and the audit in one statement. False when it could not be done: `Appointment.refusal` says why.
  ///
  /// Of two who act on the same appointment at once, the second waits for the row, finds another sequence or another
  /// state, and changes nothing.
  ///
  /// - Parameters:
  ///   - time: when it may be done, where that is not the act's own.
  ///   - whose: which appointments `a` the visitor may do this to.
  ///   - isTold: false where another letter tells of it.
  ///   - note: why, for the patient: it stands in the letter and at the visit.
  static func change(
    _ id: ID<Appointment>, by act: AppointmentAct, seen sequence: Int, time: AppointmentAct.Time? = nil,
    whose: SQL, isTold: Bool = true, note: String = "",
    visitor: Visitor, at now: Date, newID: () -> ID<Appointment>
  ) -> Self {
    // Deadlines bind patients: the front desk acts until the visit begins.
    let isDesks = visitor.actsForPatients && act.time(from: .booked) == .untilDeadline
    let time = time ?? (isDesks ? .beforeItBegins : nil)
    return Query(
      """
      WITH changed AS (
        UPDATE appointment a
           SET status = \(act.nextStatus), sequence = a.sequence + \(act.letter == nil ? 0 : 1)::int\(act.keeping(now))
         WHERE a.id = \(id) AND a.sequence = \(sequence) AND \(act.isPossible(at: now, time: time)) AND \(whose)
        RETURNING a.id, a.sequence, a.status, a.during, a.practitioner_id, a.location_id, a.patient_id, a.booked_by
      ), \(act.consequences(isTold: isTold, note: note, by: visitor, at: now, newID: newID))
      SELECT FROM changed
      """, refusals: Appointment.refusals
    ) { !$0.isEmpty }
  }
}

extension SQL {
  /// Declines the request whose time passed first, if there is one that nobody answered; no row where there is none.
  static func decliningUnanswered(by visitor: Visitor, at now: Date, newID: () -> ID<Appointment>) -> SQL {
    let act = AppointmentAct.decline
    return """
      WITH changed AS (
        UPDATE appointment a SET status = \(act.nextStatus), sequence = a.sequence + 1
         WHERE a.id = (SELECT id FROM appointment WHERE status = 'pending' AND starts_at <= \(now)
                        ORDER BY starts_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING a.id, a.sequence, a.status, a.during, a.practitioner_id, a.location_id, a.patient_id, a.booked_by
      ), \(act.consequences(by: visitor, at: now, newID: newID))
      SELECT FROM changed
      """
  }
}

extension AppointmentAct {
  /// The table expressions behind the appointment that `changed` has changed: what it occupies, its history, the letter and
  /// the audit.
  fileprivate func consequences(
    isTold: Bool = true, note: String = "", by visitor: Visitor, at now: Date, newID: () -> ID<Appointment>
  ) -> SQL {
    """
    released AS (
      UPDATE occupancy o SET released_at = \(now)
        FROM changed
       WHERE o.appointment_id = changed.id AND o.released_at IS NULL
         AND \(occupancy(from: .booked) == .released)
    ), recorded AS (
      \(.recording("\(rawValue)", from: "changed", note: note, newID().uuid, at: now))
    ), letter AS (
      \(.telling("\(isTold ? letter?.rawValue : nil)", from: "changed", note: note, newID().uuid, at: now))
    ), noted AS (
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, detail, at)
      SELECT \(newID()), \(audited.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent),
             \(FamilyTie.acting(for: "(SELECT x.patient_id FROM appointment x WHERE x.id = changed.id)", at: now)), \(now)
        FROM changed
    )
    """
  }
}

extension AppointmentAct {
  /// The state of an appointment that is made by this act.
  var firstStatus: String? { (try? AppointmentStates.after(self, from: nil))?.rawValue }

  /// The state of appointment `a` after this act.
  var nextStatus: SQL {
    let cases = AppointmentStates.steps(of: self).map { step in
      "WHEN \(step.from.rawValue) THEN \(step.to.rawValue)" as SQL
    }
    return "CASE a.status \(cases.joined(separator: " ")) END"
  }

  /// Whether state and clock allow this act upon appointment `a`.
  ///
  /// - Parameter other: in place of the act's own time.
  func isPossible(at now: Date, time other: Time? = nil) -> SQL {
    let from = AppointmentStates.steps(of: self).map(\.from)
    let time: SQL =
      switch other ?? time(from: from.first) {
      case .untilDeadline:
        """
        \(now) <= a.starts_at
                  - CASE a.status WHEN 'booked' THEN make_interval(mins => a.cancellation_minutes)
                                  ELSE interval '0' END
        """
      case .beforeItBegins: "\(now) < a.starts_at"
      case .onceBegun: "\(now) >= a.starts_at"
      case .fromTwelveHoursBefore: "\(now + Self.earliestArrival) >= a.starts_at"
      case .atAnyTime: "true"
      }
    // What has begun does not begin again, and nobody leaves it unseen.
    let isNew: SQL = self == .start || self == .leave ? "AND a.started_at IS NULL" : ""
    return "a.status = ANY (\(from.map(\.rawValue))) AND \(time) \(isNew)"
  }

  /// The instant that this act leaves in appointment `a`, for who waits and for how long. Who is back after having left waits
  /// since they first came.
  func keeping(_ now: Date) -> SQL {
    switch self {
    case .arrive: ", arrived_at = coalesce(a.arrived_at, \(now)), left_at = NULL"
    case .leave: ", left_at = \(now)"
    case .start: ", started_at = \(now)"
    case .fulfil: ", fulfilled_at = \(now)"
    case .book, .request, .accept, .decline, .cancel, .move, .miss: ""
    }
  }
}

extension SQL {
  /// A row of history for each appointment that `source` yields, as it is now.
  static func recording(_ act: SQL, from source: SQL, note: String = "", _ id: UUID, at now: Date) -> SQL {
    """
    INSERT INTO appointment_history (id, appointment_id, sequence, act, status, during, practitioner_id, location_id, at,
                                     note)
    SELECT \(id), id, sequence, \(act), status, during, practitioner_id, location_id, \(now), \(note) FROM \(source)
    """
  }

  /// A letter about each appointment `told` that `source` yields, to whoever reads it: `LetterReader`.
  ///
  /// - Parameters:
  ///   - kind: NULL for none.
  ///   - was: when a moved appointment began before.
  ///   - note: why; empty for what needs no reason.
  static func telling(
    _ kind: SQL, from source: SQL, was: SQL = "NULL", note: String = "", _ id: UUID, at now: Date
  ) -> SQL {
    """
    INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
    SELECT \(id), letter.kind, \(LetterReader.language), \(LetterReader.email(of: "patient")),
           jsonb_strip_nulls(jsonb_build_object(
             'patient', coalesce(nullif(patient.preferred_name, ''), patient.given_name), \(entry(of: "told")),
             'was', extract(epoch FROM \(was)::timestamptz)::bigint::text, 'reason', nullif(\(note)::text, ''),
             'no-account', \(LetterReader.hasNoAccount))),
           \(now), \(now)
      FROM \(source) AS told
      JOIN LATERAL (SELECT \(kind) AS kind) AS letter ON letter.kind IS NOT NULL
      JOIN patient ON patient.id = told.patient_id
      \(LetterReader.joined(of: "patient", bookedBy: "told.booked_by", at: now))
     WHERE \(LetterReader.email(of: "patient")) IS NOT NULL
    """
  }

  /// What a letter holds of an appointment, for its words and for its entry in a calendar: keys and texts of a JSON object.
  ///
  /// - Parameter a: the alias of its row, or of what of it an act returned.
  static func entry(of a: SQL) -> SQL {
    """
    'appointment', \(a).id, 'start', extract(epoch FROM lower(\(a).during))::bigint::text,
    'end', extract(epoch FROM upper(\(a).during))::bigint::text, 'sequence', \(a).sequence::text,
    'address', nullif(\(.postalAddress(of: "\(a).location_id")), ''),
    'online', (SELECT 'yes' FROM appointment online WHERE online.id = \(a).id AND online.online)
    """
  }
}
