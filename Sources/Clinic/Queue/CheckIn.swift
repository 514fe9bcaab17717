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
  /// Checks a visit in, at the desk in one round trip: it is marked as arrived, and has a number from then on. Whom their
  /// doctor has marked as arrived gets one, too, and who had left is back. Done twice it is done once.
  ///
  /// - Parameters:
  ///   - day: the clinic's today.
  ///   - time: the day's, in instants.
  /// - Returns: the ticket.
  /// - Throws: `Refusal.unknown` for no visit of theirs; `.invalid` for a code that is not the place's, `.guessedTooOften` after
  ///   too many of them; `.conflict(.tooEarly)`, `.conflict(.tooLate)`, `.conflict(.otherState)`.
  public func checkIn(
    _ id: ID<Appointment>, by hand: CheckIn.Hand, on day: Day, _ time: Range<Date>, _ visitor: Visitor
  ) async throws -> ID<QueueTicket> {
    if case .desk = hand, !visitor.actsForPatients { throw Refusal.forbidden }
    let guess = try await charge(hand, visitor)
    let now = clock()
    let zone = try await zone(of: visitor)
    let (_, (_, _, _, found)) = try await ask(
      visitor, .queueForTickets,
      .checkIn(id, by: hand, time, visitor, at: now, newID: newID),
      .giveNumber(
        to: id, where: hand.mayCheckIn(on: time, at: now), zone, at: now, newID: newID),
      .checkedIn(id, by: hand, at: now))
    guard let found else { throw Refusal.unknown }
    if let guess, found.isCodeRight { _ = try await ask(visitor, .clear(guess)) }
    if let ticket = found.ticket { return ticket }
    if !found.isCodeRight { throw Refusal.invalid([Problem("code", "problem.check-in-code")]) }
    if found.start >= time.upperBound || now < found.start - found.earliest {
      throw Refusal.conflict(.tooEarly)
    }
    if found.start < time.lowerBound { throw Refusal.conflict(.tooLate) }
    throw Refusal.conflict(.otherState)
  }

  /// A code is charged before it is judged, whether it is right or not.
  private func charge(_ hand: CheckIn.Hand, _ visitor: Visitor) async throws -> Guess? {
    guard case .patient = hand else { return nil }
    return try await open(visitor) { records in
      let guess = try records.guessAtCheckIn
      if try await records.ask(.charge(guess, at: records.now)) != nil { return guess }
      guard case .waits(let seconds)? = try await records.ask(.standing(of: guess, at: records.now)) else {
        throw Refusal.guessedTooOften(seconds: 1)
      }
      throw Refusal.guessedTooOften(seconds: seconds)
    }
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
    case .patient: Appointment.mine(for: .book, at: now)
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

  /// Whether appointment `a`, at location `l`, is theirs to check in on a day, and they stand there.
  fileprivate func mayCheckIn(on time: Range<Date>, at now: Date) -> SQL {
    """
    \(whose(at: now)) AND \(isThere) AND a.starts_at >= \(time.lowerBound) AND a.starts_at < \(time.upperBound)
    """
  }

  fileprivate var earliest: TimeInterval {
    switch self {
    case .desk: AppointmentAct.earliestArrival
    case .patient: CheckIn.earliest
    }
  }
}

extension Query<Void> {
  /// State, history and audit in one statement.
  fileprivate static func checkIn(
    _ id: ID<Appointment>, by hand: CheckIn.Hand, _ time: Range<Date>, _ visitor: Visitor, at now: Date,
    newID: () -> ID<QueueTicket>
  ) -> Self {
    Query(
      """
      WITH visit AS (
        SELECT a.id
          FROM appointment a JOIN location l ON l.id = a.location_id
         WHERE a.id = \(id) AND \(hand.mayCheckIn(on: time, at: now))
           AND \(now) >= a.starts_at - make_interval(secs => \(hand.earliest))
      ), changed AS (
        UPDATE appointment a SET status = \(AppointmentAct.arrive.nextStatus)\(AppointmentAct.arrive.keeping(now))
          FROM visit
         WHERE a.id = visit.id AND \(AppointmentAct.arrive.isPossible(at: now))
        RETURNING a.id, a.sequence, a.status, a.during, a.practitioner_id, a.location_id
      ), recorded AS (
        \(.recording("\(AppointmentAct.arrive.rawValue)", from: "changed", newID().uuid, at: now))
      )
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT \(newID()), \(Act.appointmentArrived.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
             \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM changed
      """, refusals: Appointment.refusals
    ) { _ in }
  }

  /// A ticket for a visit that is marked as arrived and has not begun: a new one, or that of who had left.
  ///
  /// - Parameter condition: on appointment `a` at location `l`.
  static func giveNumber(
    to id: ID<Appointment>, where condition: SQL, _ zone: TimeZoneRules, at now: Date,
    newID: () -> ID<QueueTicket>
  ) -> Self {
    Query(
      """
      WITH visit AS (
        SELECT a.*, \(WaitingRoom.ofLocation) AS place,
               (a.starts_at AT TIME ZONE \(zone.identifier))::date AS day
          FROM appointment a JOIN location l ON l.id = a.location_id
         WHERE a.id = \(id) AND a.status = 'arrived' AND a.started_at IS NULL AND \(condition)
      )
      INSERT INTO queue_ticket (id, place, day, number, appointment_id, patient_id, service_id, practitioner_id, minutes,
                                due_at, created_at)
      SELECT \(newID()), place, day, \(.nextNumber(at: "visit.place", on: "visit.day")), id, patient_id, service_id,
             practitioner_id, greatest(1, extract(epoch FROM ends_at - starts_at)::int / 60), starts_at, \(now)
        FROM visit
      ON CONFLICT ON CONSTRAINT queue_ticket_appointment DO UPDATE
         SET state = 'waiting', room_id = NULL, called_at = NULL, ended_at = NULL, version = queue_ticket.version + 1
       WHERE queue_ticket.state = 'left'
      """
    ) { _ in }
  }

  /// Numbers are given one after the other, at whichever host of the clinic they are asked for.
  static var queueForTickets: Self {
    Query(
      """
      SELECT pg_advisory_xact_lock(hashtextextended('tickets of ' || current_tenant(), 0))
       WHERE current_tenant() IS NOT NULL
      """
    ) { _ in }
  }

  fileprivate static func clear(_ guess: Guess) -> Self { Query(SQL.clear(guess)) { _ in } }
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

extension SQL {
  /// The next number of a place on a day; whoever asks stands in the queue for it.
  static func nextNumber(at place: SQL, on day: SQL) -> SQL {
    "1 + coalesce((SELECT max(number) FROM queue_ticket q WHERE q.place = \(place) AND q.day = \(day)), 0)"
  }
}
