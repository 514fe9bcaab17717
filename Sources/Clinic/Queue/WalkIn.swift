public import CivilTime
internal import FoundationEssentials
internal import Postgres

/// Somebody at the counter without an appointment.
public struct WalkIn: Sendable {
  public let service: ID<HealthcareService>
  /// Nil for whoever gives the service.
  public let practitioner: ID<Practitioner>?
  /// Of the patient, where they were asked.
  public let patientNumber: Int?
  public let place: ID<WaitingRoom>

  public init(
    service: ID<HealthcareService>, practitioner: ID<Practitioner>?, patientNumber: Int?,
    place: ID<WaitingRoom>
  ) {
    self.service = service
    self.practitioner = practitioner
    self.patientNumber = patientNumber
    self.place = place
  }
}

extension Clinic {
  /// Gives somebody without an appointment a number, in one round trip. The same form sent again gives the same.
  ///
  /// - Throws: `Refusal.invalid` with whatever is wrong at its field: a service or a place that there is not any more, a doctor
  ///   who does not give the service, a patient number that is nobody's, or of somebody who waits already.
  public func takeIn(
    _ walkIn: WalkIn, _ id: ID<QueueTicket>, on day: Day, by visitor: Visitor
  ) async throws {
    guard visitor.actsForPatients else { throw Refusal.forbidden }
    let (_, (_, isMade, problems)) = try await ask(
      visitor, .queueForTickets,
      .takeIn(walkIn, id, on: day, by: visitor, at: clock(), newID: newID),
      .problems(of: walkIn, on: day, unlessMade: id))
    if !isMade, let problems { throw Refusal.invalid(problems) }
  }
}

extension WalkIn {
  /// What has to be so, and what is told where it is not.
  private struct Term {
    let holds: SQL
    let problem: Problem
  }

  private func terms(on day: Day) -> [Term] {
    let isGiven: SQL = "EXISTS (SELECT FROM healthcare_service s WHERE s.id = \(service) AND s.active)"
    return [
      Term(holds: isGiven, problem: Problem("service", "problem.service-gone")),
      // Of a service that there is not, nothing more is said.
      Term(
        holds: """
          (\(practitioner)::uuid IS NULL OR NOT \(isGiven)
           OR EXISTS (SELECT FROM practitioner_service x JOIN practitioner p ON p.id = x.practitioner_id
                       WHERE x.service_id = \(service) AND p.id = \(practitioner) AND p.active))
          """, problem: Problem("doctor", "problem.not-given")),
      Term(
        holds: "(\(number)::int IS NULL OR \(patient) IS NOT NULL)",
        problem: Problem("number", "problem.no-such-patient")),
      Term(
        holds: """
          NOT EXISTS (SELECT FROM queue_ticket q
                       WHERE q.patient_id = \(patient) AND q.day = \(day.sql) AND q.state IN ('waiting', 'called'))
          """, problem: Problem("number", "problem.has-ticket")),
      Term(holds: WaitingRoom.exists(place), problem: Problem("place", "problem.place-gone")),
    ]
  }

  private var number: Int32? { patientNumber.map { Int32($0) } }

  fileprivate var patient: SQL { "(SELECT id FROM patient WHERE number = \(number))" }

  fileprivate func holds(on day: Day) -> [SQL] { terms(on: day).map(\.holds) }

  fileprivate func problems(on day: Day) -> [Problem] { terms(on: day).map(\.problem) }
}

extension Query<Bool> {
  fileprivate static func takeIn(
    _ walkIn: WalkIn, _ id: ID<QueueTicket>, on day: Day, by visitor: Visitor, at now: Date,
    newID: () -> ID<QueueTicket>
  ) -> Self {
    Query(
      """
      WITH ticket AS (
        INSERT INTO queue_ticket (id, place, day, number, patient_id, service_id, practitioner_id, minutes, due_at,
                                  created_at)
        SELECT \(id), \(walkIn.place), \(day.sql), \(.nextNumber(at: "\(walkIn.place)", on: "\(day.sql)")),
               \(walkIn.patient), s.id, \(walkIn.practitioner), s.duration_minutes, \(now), \(now)
          FROM healthcare_service s
         WHERE s.id = \(walkIn.service) AND \(walkIn.holds(on: day).joined(separator: " AND "))
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
}

extension Query<[Problem]?> {
  /// Nil for one that has its ticket.
  fileprivate static func problems(of walkIn: WalkIn, on day: Day, unlessMade id: ID<QueueTicket>) -> Self {
    let problems = walkIn.problems(on: day)
    return Query(
      """
      SELECT \(walkIn.holds(on: day).joined(separator: ", "))
       WHERE NOT EXISTS (SELECT FROM queue_ticket WHERE id = \(id))
      """
    ) { row in
      try problems.filter { _ in try !row.next(Bool.self) }
    }
  }
}
