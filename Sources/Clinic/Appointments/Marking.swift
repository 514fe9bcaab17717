internal import FoundationEssentials

extension Clinic {
  /// What a practitioner does with an appointment in their own schedule, in one round trip: accept or decline a request,
  /// mark who came or left again, whose visit has begun or is over, and who did not come. Done twice it is done once. Who came has a number
  /// in the queue from then on; what follows moves them on there, too (trigger `queue_follows_visit`).
  ///
  /// - Parameter sequence: of the appointment as the practitioner saw it.
  /// - Throws: `Refusal.unknown` for whatever is not in their schedule; `.conflict(.tooLate)`, `.conflict(.tooEarly)`,
  ///   `.conflict(.otherState)`, or `.conflict(.changedMeanwhile)` for one that was moved since.
  public func mark(
    _ id: ID<Appointment>, _ act: AppointmentAct, seen sequence: Int, by visitor: Visitor
  ) async throws {
    guard act.hand == .practitioner else { throw Refusal.forbidden }
    let now = clock()
    let zone = try await zone(of: visitor)
    let (_, (_, isDone, _, visiting)) = try await ask(
      visitor, act == .arrive ? .queueForTickets : .nothing,
      .change(
        id, by: act, seen: sequence, whose: Visiting.mine, visitor: visitor, at: now, newID: newID),
      act == .arrive ? .giveNumber(to: id, where: Visiting.mine, zone, at: now, newID: newID) : .nothing,
      .myVisiting(id))
    if isDone { return }
    guard let visiting else { throw Refusal.unknown }
    if AppointmentStates.steps(of: act).contains(where: { $0.to == visiting.status }) { return }
    throw visiting.refusal(of: act, at: now) ?? .conflict(.changedMeanwhile)
  }
}
