public import CivilTime
public import FoundationEssentials
internal import Postgres

/// Coming to the clinic: the visit is marked as arrived, and joins the queue with a number.
public enum CheckIn {
  /// So long before the visit, in seconds, its patient can say that they are there.
  public static let earliest: TimeInterval = 3 * 3600

  /// Who says so.
  public enum Hand: Sendable {
    /// The front desk, for anybody.
    case desk
    /// The patient or a parent, with the code that hangs at the door.
    case patient(code: String)
  }
}

extension Clinic {
  /// Checks a visit in, in one round trip. Done twice it is done once.
  ///
  /// - Parameters:
  ///   - day: the clinic's today.
  ///   - time: the day's, in instants.
  /// - Returns: the ticket.
  /// - Throws: `Refusal.unknown` for no visit of theirs; `.invalid` for a code that is not the place's; `.conflict(.tooEarly)`,
  ///   `.conflict(.tooLate)`, `.conflict(.otherState)`.
  public func checkIn(
    _ id: ID<Appointment>, by hand: CheckIn.Hand, on day: Day, _ time: Range<Date>, _ visitor: Visitor
  ) async throws -> ID<QueueTicket> {
    if case .desk = hand, !visitor.actsForPatients { throw Refusal.forbidden }
    let now = clock()
    let queue = ["tickets at \(visitor.host) on \(day)"]
    let (_, (_, made, before)) = try await ask(
      visitor, .queue(for: queue), .checkIn(id, by: hand, on: day, time, visitor, at: now, newID: newID),
      .checkedIn(id, by: hand, at: now))
    if let made { return made }
    guard let before else { throw Refusal.unknown }
    if let ticket = before.ticket { return ticket }
    if !before.isCodeRight { throw Refusal.invalid([Problem("code", "problem.check-in-code")]) }
    if before.start >= time.upperBound || now < before.start - before.earliest {
      throw Refusal.conflict(.tooEarly)
    }
    if before.start < time.lowerBound { throw Refusal.conflict(.tooLate) }
    throw Refusal.conflict(.otherState)
  }

  /// Gives somebody without an appointment a number, in one round trip. The same form sent again gives the same.
  ///
  /// - Throws: `Refusal.invalid` for a patient number that is nobody's, or a doctor who does not give the service.
  public func takeIn(
    _ walkIn: WalkIn, _ id: ID<QueueTicket>, on day: Day, by visitor: Visitor
  ) async throws {
    guard visitor.actsForPatients else { throw Refusal.forbidden }
    let queue = ["tickets at \(visitor.host) on \(day)"]
    let (_, (_, isMade, isThere)) = try await ask(
      visitor, .queue(for: queue), .takeIn(walkIn, id, on: day, by: visitor, at: clock(), newID: newID),
      .isTicket(id))
    if isMade || isThere { return }
    throw Refusal.invalid([
      walkIn.patientNumber == nil
        ? Problem("doctor", "problem.not-given") : Problem("number", "problem.no-such-patient")
    ])
  }

  /// Calls somebody, and what follows, in one round trip. Done twice it is done once.
  ///
  /// - Parameters:
  ///   - room: where they are called to.
  ///   - version: of the ticket as the desk saw it: of two desks, the second is told.
  /// - Throws: `Refusal.unknown`; `.conflict(.changedMeanwhile)`.
  public func take(
    _ step: QueueTicket.Step, with id: ID<QueueTicket>, to room: ID<Location>?, seen version: Int,
    by visitor: Visitor
  ) async throws {
    guard visitor.actsForPatients else { throw Refusal.forbidden }
    let (_, (isDone, state)) = try await ask(
      visitor, .take(step, with: id, to: room, seen: version, by: visitor, at: clock(), newID: newID),
      .state(of: id))
    if isDone { return }
    guard let state else { throw Refusal.unknown }
    if state != step.to { throw Refusal.conflict(.changedMeanwhile) }
  }
}

/// What stands in the way of a check-in.
struct CheckedIn: Sendable {
  let start: Date
  let ticket: ID<QueueTicket>?
  let isCodeRight: Bool
  let earliest: TimeInterval
}

extension CheckIn.Hand {
  /// Whether appointment `a` is theirs to check in.
  fileprivate func whose(at now: Date) -> SQL {
    switch self {
    case .desk: "true"
    case .patient: Appointment.mine(at: now)
    }
  }

  /// Whether it is said at the place of location `l`.
  fileprivate var isThere: SQL {
    switch self {
    case .desk: "true"
    case .patient(let code):
      "EXISTS (SELECT FROM waiting_room w WHERE w.place = \(WaitingRoom.ofLocation) AND w.code = \(code))"
    }
  }

  fileprivate var earliest: TimeInterval {
    switch self {
    case .desk: AppointmentAct.earliestArrival
    case .patient: CheckIn.earliest
    }
  }
}

extension SQL {
  /// The next number of a place on a day; whoever asks stands in the queue for it.
  fileprivate static func nextNumber(at place: SQL, on day: Day) -> SQL {
    "1 + coalesce((SELECT max(number) FROM queue_ticket q WHERE q.place = \(place) AND q.day = \(day.sql)), 0)"
  }
}

extension Query<ID<QueueTicket>?> {
  /// State, history, ticket and audit in one statement.
  fileprivate static func checkIn(
    _ id: ID<Appointment>, by hand: CheckIn.Hand, on day: Day, _ time: Range<Date>, _ visitor: Visitor,
    at now: Date,
    newID: () -> ID<QueueTicket>
  ) -> Self {
    Query(
      """
      WITH visit AS (
        SELECT a.id, \(WaitingRoom.ofLocation) AS place
          FROM appointment a JOIN location l ON l.id = a.location_id
         WHERE a.id = \(id) AND \(hand.whose(at: now)) AND \(hand.isThere)
           AND a.starts_at >= \(time.lowerBound) AND a.starts_at < \(time.upperBound)
           AND \(now) >= a.starts_at - make_interval(secs => \(hand.earliest))
      ), changed AS (
        UPDATE appointment a SET status = \(AppointmentAct.arrive.nextStatus)
          FROM visit
         WHERE a.id = visit.id AND \(AppointmentAct.arrive.isPossible(at: now))
        RETURNING a.id, a.sequence, a.status, a.during, a.practitioner_id, a.location_id, a.patient_id, a.service_id,
                  a.starts_at, a.ends_at, visit.place
      ), recorded AS (
        \(.recording("\(AppointmentAct.arrive.rawValue)", from: "changed", newID().uuid, at: now))
      ), ticket AS (
        INSERT INTO queue_ticket (id, place, day, number, appointment_id, patient_id, service_id, practitioner_id, minutes,
                                  due_at, created_at)
        SELECT \(newID()), place, \(day.sql), \(.nextNumber(at: "changed.place", on: day)), id, patient_id, service_id,
               practitioner_id, greatest(1, extract(epoch FROM ends_at - starts_at)::int / 60), starts_at, \(now)
          FROM changed
        RETURNING id, appointment_id
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT \(newID()), \(Act.appointmentArrived.rawValue), \(visitor.purpose.rawValue), appointment_id,
               \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM ticket
      )
      SELECT id FROM ticket
      """, refusals: Appointment.refusals
    ) { row in try row.next() }
  }
}

extension Query<CheckedIn?> {
  fileprivate static func checkedIn(_ id: ID<Appointment>, by hand: CheckIn.Hand, at now: Date) -> Self {
    let earliest = hand.earliest
    return Query(
      """
      SELECT a.starts_at, t.id, \(hand.isThere)
        FROM appointment a JOIN location l ON l.id = a.location_id
        LEFT JOIN queue_ticket t ON t.appointment_id = a.id
       WHERE a.id = \(id) AND \(hand.whose(at: now))
      """
    ) { row in
      try CheckedIn(start: row.next(), ticket: row.next(), isCodeRight: row.next(), earliest: earliest)
    }
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
        SELECT \(id), \(walkIn.place), \(day.sql), \(.nextNumber(at: "\(walkIn.place)", on: day)),
               (SELECT id FROM patient WHERE number = \(number)), s.id, \(walkIn.practitioner), s.duration_minutes,
               \(now), \(now)
          FROM healthcare_service s
         WHERE s.id = \(walkIn.service) AND s.active
           AND (\(number)::int IS NULL OR EXISTS (SELECT FROM patient WHERE number = \(number)))
           AND (\(walkIn.practitioner)::uuid IS NULL
                OR EXISTS (SELECT FROM practitioner_service x
                            WHERE x.service_id = s.id AND x.practitioner_id = \(walkIn.practitioner)))
           AND (\(walkIn.place) = \(ID<WaitingRoom>.unstored) OR EXISTS (SELECT FROM location WHERE id = \(walkIn.place)))
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
        RETURNING id
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT \(newID()), \(step.audited.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM changed
      )
      SELECT FROM changed
      """
    ) { !$0.isEmpty }
  }
}

extension Query<QueueTicket.State?> {
  fileprivate static func state(of id: ID<QueueTicket>) -> Self {
    Query("SELECT state FROM queue_ticket WHERE id = \(id)") { row in
      QueueTicket.State(rawValue: try row.next()) ?? .waiting
    }
  }
}
