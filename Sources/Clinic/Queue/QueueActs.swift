public import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Gives somebody without an appointment a number, in one round trip. The same form sent again gives the same.
  ///
  /// - Throws: `Refusal.invalid` for a patient number that is nobody's, or a doctor who does not give the service;
  ///   `Refusal.unknown` for a service or a place that there is not any more.
  public func takeIn(
    _ walkIn: WalkIn, _ id: ID<QueueTicket>, on day: Day, by visitor: Visitor
  ) async throws {
    guard visitor.actsForPatients else { throw Refusal.forbidden }
    let (_, (_, isMade, isThere, faults)) = try await ask(
      visitor, .queueForTickets(at: visitor),
      .takeIn(walkIn, id, on: day, by: visitor, at: clock(), newID: newID), .isTicket(id),
      .faults(of: walkIn, on: day))
    if isMade || isThere { return }
    throw faults.isEmpty ? Refusal.unknown : Refusal.invalid(faults)
  }

  /// Calls somebody, and what follows, in one round trip. Done twice it is done once. Whose ticket is finished, their visit is
  /// over; whose visit has begun does not wait again, and has not left.
  ///
  /// - Parameters:
  ///   - room: where they are called to.
  ///   - version: of the ticket as the desk saw it: of two desks, the second is told.
  /// - Throws: `Refusal.unknown`; `.invalid` for a room where nobody is called to from there; `.conflict(.otherState)`,
  ///   `.conflict(.changedMeanwhile)`.
  public func take(
    _ step: QueueTicket.Step, with id: ID<QueueTicket>, to room: ID<Location>?, seen version: Int,
    by visitor: Visitor
  ) async throws {
    guard visitor.actsForPatients else { throw Refusal.forbidden }
    let (_, (isDone, ticket)) = try await ask(
      visitor, .take(step, with: id, to: room, seen: version, by: visitor, at: clock(), newID: newID),
      .state(of: id))
    if isDone { return }
    guard let ticket else { throw Refusal.unknown }
    // A second press of the same button has done it already; to another room it has not.
    if ticket.state == step.to, ticket.version == version + 1, step != .call || ticket.room == room { return }
    guard ticket.version == version, step.from.contains(ticket.state) else {
      throw Refusal.conflict(.changedMeanwhile)
    }
    throw step == .call
      ? Refusal.invalid([Problem("room", "problem.room-elsewhere")]) : .conflict(.otherState)
  }
}

extension SQL {
  /// The next number of a place on a day; whoever asks stands in the queue for it.
  static func nextNumber(at place: SQL, on day: SQL) -> SQL {
    "1 + coalesce((SELECT max(number) FROM queue_ticket q WHERE q.place = \(place) AND q.day = \(day)), 0)"
  }
}

extension Query<Bool> {
  fileprivate static func takeIn(
    _ walkIn: WalkIn, _ id: ID<QueueTicket>, on day: Day, by visitor: Visitor, at now: Date,
    newID: () -> ID<QueueTicket>
  ) -> Self {
    let number = walkIn.patientNumber.map { Int32($0) }
    return Query(
      """
      WITH ticket AS (
        INSERT INTO queue_ticket (id, place, day, number, patient_id, service_id, practitioner_id, minutes, due_at,
                                  created_at)
        SELECT \(id), \(walkIn.place), \(day.sql), \(.nextNumber(at: "\(walkIn.place)", on: "\(day.sql)")),
               (SELECT id FROM patient WHERE number = \(number)), s.id, \(walkIn.practitioner), s.duration_minutes,
               \(now), \(now)
          FROM healthcare_service s
         WHERE s.id = \(walkIn.service) AND s.active
           AND (\(number)::int IS NULL
                OR EXISTS (SELECT FROM patient pt WHERE pt.number = \(number) AND NOT \(WalkIn.hasTicket(on: day))))
           AND (\(walkIn.practitioner)::uuid IS NULL
                OR EXISTS (SELECT FROM practitioner_service x
                            WHERE x.service_id = s.id AND x.practitioner_id = \(walkIn.practitioner)))
           AND \(WaitingRoom.exists(walkIn.place))
        ON CONFLICT (tenant_id, id) DO NOTHING
        RETURNING id
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT \(newID()), \(Act.ticketMade.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM ticket
      )
      SELECT FROM ticket
      """
    ) { !$0.isEmpty }
  }

  fileprivate static func isTicket(_ id: ID<QueueTicket>) -> Self {
    Query("SELECT FROM queue_ticket WHERE id = \(id)") { !$0.isEmpty }
  }

  fileprivate static func take(
    _ step: QueueTicket.Step, with id: ID<QueueTicket>, to room: ID<Location>?, seen version: Int,
    by visitor: Visitor, at now: Date, newID: () -> ID<QueueTicket>
  ) -> Self {
    let (isCall, isEnd) = (step == .call, step == .finish || step == .leave)
    return Query(
      """
      WITH changed AS (
        UPDATE queue_ticket
           SET state = \(step.to.rawValue), version = version + 1,
               room_id = CASE WHEN \(isCall) THEN \(room)::uuid WHEN \(isEnd) THEN room_id END,
               called_at = CASE WHEN \(isCall) THEN \(now)::timestamptz WHEN \(isEnd) THEN called_at END,
               ended_at = CASE WHEN \(isEnd) THEN \(now)::timestamptz END
         WHERE id = \(id) AND version = \(version) AND state = ANY (\(step.from.map(\.rawValue)))
           AND (\(step == .finish)
                OR NOT EXISTS (SELECT FROM appointment a
                                WHERE a.id = queue_ticket.appointment_id AND a.started_at IS NOT NULL))
           AND (\(!isCall)
                OR EXISTS (SELECT FROM location l WHERE l.id = \(room) AND \(WaitingRoom.ofLocation) = queue_ticket.place
                              AND l.active
                              AND NOT EXISTS (SELECT FROM location r WHERE r.part_of = l.id)))
        RETURNING id, appointment_id
      ), over AS (
        UPDATE appointment a SET status = \(AppointmentAct.fulfil.nextStatus), fulfilled_at = \(now)
          FROM changed
         WHERE \(step == .finish) AND a.id = changed.appointment_id AND \(AppointmentAct.fulfil.isPossible(at: now))
        RETURNING a.id, a.sequence, a.status, a.during, a.practitioner_id, a.location_id
      ), recorded AS (
        \(.recording("\(AppointmentAct.fulfil.rawValue)", from: "over", newID().uuid, at: now))
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT done.id, act, \(visitor.purpose.rawValue), entity, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM (SELECT \(newID()) AS id, \(step.audited.rawValue) AS act, id AS entity FROM changed
                UNION ALL
                SELECT \(newID()), \(Act.appointmentFulfilled.rawValue), id FROM over) AS done
      )
      SELECT FROM changed
      """
    ) { !$0.isEmpty }
  }
}

extension Query<[Problem]> {
  /// Which fields of a walk-in's form were wrong.
  fileprivate static func faults(of walkIn: WalkIn, on day: Day) -> Self {
    let number = walkIn.patientNumber.map { Int32($0) }
    return Query(
      """
      SELECT \(number == nil) OR EXISTS (SELECT FROM patient WHERE number = \(number)),
             EXISTS (SELECT FROM patient pt WHERE pt.number = \(number) AND \(WalkIn.hasTicket(on: day))),
             \(walkIn.practitioner == nil)
             OR EXISTS (SELECT FROM practitioner_service
                         WHERE service_id = \(walkIn.service) AND practitioner_id = \(walkIn.practitioner))
      """
    ) { rows in
      let (isPatient, hasTicket, isGiven) = try rows.decode { row in
        (try row.next(Bool.self), try row.next(Bool.self), try row.next(Bool.self))
      }[0]
      return (isGiven ? [] : [Problem("doctor", "problem.not-given")])
        + (isPatient ? [] : [Problem("number", "problem.no-such-patient")])
        + (hasTicket ? [Problem("number", "problem.has-ticket")] : [])
    }
  }
}

extension WalkIn {
  /// Whether patient `pt` waits on a day, or was called.
  fileprivate static func hasTicket(on day: Day) -> SQL {
    """
    EXISTS (SELECT FROM queue_ticket q
             WHERE q.patient_id = pt.id AND q.day = \(day.sql) AND q.state IN ('waiting', 'called'))
    """
  }
}

/// How a ticket stands after an act.
private struct TicketNow: Sendable {
  let state: QueueTicket.State
  let version: Int
  let room: ID<Location>?
}

extension Query<TicketNow?> {
  fileprivate static func state(of id: ID<QueueTicket>) -> Self {
    Query("SELECT state, version, room_id FROM queue_ticket WHERE id = \(id)") { row in
      try TicketNow(
        state: QueueTicket.State(rawValue: row.next()) ?? .waiting, version: row.next(), room: row.next())
    }
  }
}
