public import FoundationEssentials

extension Clinic {
  /// Moves an appointment of the visitor's, or of a child of theirs, to a time that was offered, in one round trip. The old
  /// time is given up by the statement that takes the new one: whatever goes wrong, it is still there.
  ///
  /// A service that needs approval is asked for anew. The same form sent again changes nothing.
  ///
  /// - Parameter sequence: of the appointment as the visitor saw it.
  /// - Throws: `Refusal.unknown`; `.conflict(.tooLate)`, `.conflict(.otherState)`, `.conflict(.changedMeanwhile)` for the
  ///   appointment; `.conflict(.timeTaken)`, `.conflict(.offerOutdated)` for the new time.
  public func move(
    _ id: ID<Appointment>, to offer: Offer, seen sequence: Int, by visitor: Visitor
  ) async throws {
    do {
      _ = try await carryingOut(offer, by: visitor, moving: id) { offer in
        let (_, (_, attempt)) = try await ask(
          visitor, .queue(for: offer.queueNames, withOwnRecord: true),
          .move(
            id, to: offer, seen: sequence, right: .patients(at: clock()), by: visitor, at: clock(),
            newID: newID))
        return attempt
      }
    } catch let conflict as Refusal
      where conflict == .conflict(.timeTaken) || conflict == .conflict(.offerOutdated)
    {
      let now = clock()
      let (_, (found, isOfItsLength)) = try await ask(
        visitor, .myAppointmentToChange(id, at: now), .hasLength(offer, of: id))
      guard let appointment = found else { throw Refusal.unknown }
      // A second press of the same button: it is there already.
      if appointment.isLive, appointment.during == offer.slot.during { return }
      if let refusal = appointment.refusalOfMove(at: now) { throw refusal }
      if appointment.sequence != sequence { throw Refusal.conflict(.changedMeanwhile) }
      // A page of before the first visit, or an address that somebody has changed: such a time is not on offer to them.
      throw isOfItsLength ? conflict : .conflict(.offerOutdated)
    }
  }
}

extension Appointment {
  /// It will take place, as far as anybody knows.
  var isLive: Bool { status == .booked || status == .pending }

  /// Why its patient may not move it now; nil when they may. Where the service needs approval, a move is a request.
  public func refusalOfMove(at now: Date) -> Refusal? {
    refusal(of: .move, at: now).flatMap { _ in refusal(of: .request, at: now) }
      ?? (isStillGiven ? nil : .conflict(.offerOutdated))
  }
}
