internal import CivilTime
public import FoundationEssentials

/// What a person wants booked: a time that was offered to them.
public struct Booking: Sendable {
  public let offer: Offer
  /// Made with the form: however often the form is sent, it books once.
  public let key: UUID
  public let reason: String

  public init(offer: Offer, key: UUID, reason: String) {
    self.offer = offer
    self.key = key
    self.reason = reason
  }
}

extension Clinic {
  /// Books for the visitor's own patient record, in one round trip.
  ///
  /// - Throws: `Refusal.conflict(.timeTaken)` when somebody was quicker, `.conflict(.offerOutdated)` when schedule or
  ///   service have changed since the offer or the time has passed, or without a patient record.
  public func book(_ booking: Booking, by visitor: Visitor) async throws -> ID<Appointment> {
    do {
      let (_, booked) = try await ask(
        visitor, .book(booking, newID(), by: visitor, at: clock(), newID: newID))
      if let booked { return booked }
    } catch Refusal.conflict(.timeTaken) {
      // A second press of the same button is no conflict: it finds what the first one booked.
      if let booked = try await bookedBefore(booking, by: visitor) { return booked }
      throw Refusal.conflict(.timeTaken)
    }
    if let booked = try await bookedBefore(booking, by: visitor) { return booked }
    throw Refusal.conflict(.offerOutdated)
  }

  private func bookedBefore(_ booking: Booking, by visitor: Visitor) async throws -> ID<Appointment>? {
    try await ask(visitor, .booked(with: booking.key)).answer
  }
}
