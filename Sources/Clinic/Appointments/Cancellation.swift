internal import FoundationEssentials

extension Clinic {
  /// Cancels an appointment of the visitor's, or of a child of theirs, in one round trip. One that is cancelled already
  /// stays so.
  ///
  /// - Parameter sequence: of the appointment as the visitor saw it.
  /// - Throws: `Refusal.unknown`; `.conflict(.tooLate)` past the deadline, `.conflict(.otherState)` for one that is over,
  ///   `.conflict(.changedMeanwhile)` for one that was moved since.
  public func cancel(_ id: ID<Appointment>, seen sequence: Int, by visitor: Visitor) async throws {
    let now = clock()
    let (_, (isDone, appointment)) = try await ask(
      visitor,
      .change(
        id, by: .cancel, seen: sequence, whose: Appointment.mine(for: .book, at: now), visitor: visitor,
        at: now,
        newID: newID),
      .myAppointmentToChange(id, at: now))
    if isDone { return }
    guard let appointment else { throw Refusal.unknown }
    if appointment.status == .cancelled { return }
    throw appointment.refusal(of: .cancel, at: now) ?? .conflict(.changedMeanwhile)
  }
}
