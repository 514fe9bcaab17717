internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Calls somebody, and what follows, in one round trip. Done twice it is done once. Their visit says the same: it is over
  /// when the ticket is finished, and they have left it, or are back. Whose visit has begun does not wait again, and has not left.
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

extension Query<Bool> {
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
      ), visit AS (
        \(step.act.map { SQL.changing("changed", by: $0, at: now) } ?? "SELECT a.* FROM appointment a WHERE false")
      ), recorded AS (
        \(.recording("\(step.act?.rawValue)", from: "visit", newID().uuid, at: now))
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT done.id, act, \(visitor.purpose.rawValue), entity, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM (SELECT \(newID()) AS id, \(step.audited.rawValue) AS act, id AS entity FROM changed
                UNION ALL
                SELECT \(newID()), \(step.act?.audited.rawValue), id FROM visit) AS done
      )
      SELECT FROM changed
      """
    ) { !$0.isEmpty }
  }
}

extension SQL {
  /// An act upon the visits of the tickets that `tickets` yields, where it is possible.
  fileprivate static func changing(_ tickets: SQL, by act: AppointmentAct, at now: Date) -> SQL {
    """
    UPDATE appointment a SET status = \(act.nextStatus)\(act.keeping(now))
      FROM \(tickets) AS ticket
     WHERE a.id = ticket.appointment_id AND \(act.isPossible(at: now))
    RETURNING a.id, a.sequence, a.status, a.during, a.practitioner_id, a.location_id
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
