internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Moves anybody's appointment to a time that was offered, with the same doctor or another who gives the service, in one
  /// round trip. The old time is given up by the statement that takes the new one.
  ///
  /// - Parameter sequence: of the appointment as the desk saw it: of two desks that move the same, the second is refused.
  /// - Throws: `Refusal.unknown`; `.conflict(.tooLate)`, `.conflict(.otherState)`, `.conflict(.changedMeanwhile)` for the
  ///   appointment; `.conflict(.timeTaken)`, `.conflict(.offerOutdated)` for the new time.
  public func moveAtDesk(
    _ id: ID<Appointment>, to offer: Offer, seen sequence: Int, by visitor: Visitor
  ) async throws {
    guard visitor.actsForPatients else { throw Refusal.forbidden }
    do {
      _ = try await carryingOut(offer, by: visitor, moving: id) { offer in
        let (_, (_, attempt)) = try await ask(
          visitor, .queue(for: offer.queueNames),
          .move(id, to: offer, seen: sequence, right: .desk, by: visitor, at: clock(), newID: newID))
        return attempt
      }
    } catch let conflict as Refusal
      where conflict == .conflict(.timeTaken) || conflict == .conflict(.offerOutdated)
    {
      let now = clock()
      let found: DeskVisit? = try await ask(visitor, .deskVisit(id, by: visitor, at: now)).answer
      guard let visit = found else { throw Refusal.unknown }
      let isThere = visit.during == offer.slot.during && visit.practitioner == offer.practitioner
      // A second press of the same button, or the time that it has: it is there already.
      let isOurs = visit.sequence == sequence || visit.sequence == sequence + 1
      if isThere, isOurs, visit.status == .booked || visit.status == .pending { return }
      throw visit.refusalOfMove(at: now)
        ?? (visit.sequence == sequence ? conflict : .conflict(.changedMeanwhile))
    }
  }

  /// What the front desk does with anybody's appointment, in one round trip: cancel it, mark who did not come, or answer a
  /// request in the doctor's stead. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.tooLate)`, `.conflict(.tooEarly)`, `.conflict(.otherState)`, or
  ///   `.conflict(.changedMeanwhile)` for one that was moved since.
  public func markAtDesk(
    _ id: ID<Appointment>, _ act: AppointmentAct, seen sequence: Int, by visitor: Visitor
  ) async throws {
    guard visitor.actsForPatients, [.cancel, .miss, .accept, .decline].contains(act) else {
      throw Refusal.forbidden
    }
    let now = clock()
    let anybodys: SQL = "true"
    let (_, (isDone, found)) = try await ask(
      visitor,
      .change(id, by: act, seen: sequence, whose: anybodys, visitor: visitor, at: now, newID: newID),
      .deskVisit(id, by: visitor, at: now))
    if isDone { return }
    guard let visit = found else { throw Refusal.unknown }
    if AppointmentStates.steps(of: act).contains(where: { $0.to == visit.status }) { return }
    throw visit.refusal(of: act, at: now) ?? Refusal.conflict(.changedMeanwhile)
  }
}
