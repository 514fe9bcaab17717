internal import CivilTime
public import FoundationEssentials

/// What a person wants booked: a time that was offered to them.
public struct Booking: Sendable {
  public let offer: Offer
  /// Made with the form: however often the form is sent, it books once.
  public let key: UUID
  public let reason: String
  /// A child of the visitor's, and at the front desk any patient; nil for the patient who signed in.
  public let patient: ID<Patient>?
  /// The visit of the practitioner's own that it follows: it is for that visit's patient, and with the same practitioner.
  public let following: ID<Appointment>?
  /// The clinic proposed this very time to this patient.
  let isProposed: Bool

  public init(
    offer: Offer, key: UUID, reason: String, patient: ID<Patient>? = nil,
    following: ID<Appointment>? = nil
  ) {
    self.init(
      offer: offer, key: key, reason: reason, patient: patient, following: following, isProposed: false)
  }

  init(
    offer: Offer, key: UUID, reason: String, patient: ID<Patient>?, following: ID<Appointment>? = nil,
    isProposed: Bool
  ) {
    self.offer = offer
    self.key = key
    self.reason = reason
    self.patient = patient
    self.following = following
    self.isProposed = isProposed
  }
}

extension Clinic {
  /// Books for the visitor's own patient record, for a child of theirs, or for the patient of a visit with them, in one
  /// round trip. A service that needs approval is asked for.
  ///
  /// - Throws: `Refusal.unknown` for a patient who is not the visitor's to book for; `Refusal.conflict(.timeTaken)` when
  ///   somebody was quicker, `.conflict(.offerOutdated)` when the rules no longer offer this time at this price, or
  ///   without a patient record, `.conflict(.recordRetired)`, `.conflict(.visitsEnough)`, and `.conflict(.firstVisit)` or `.conflict(.laterVisit)` when
  ///   the offered visit has the length of another.
  public func book(_ booking: Booking, by visitor: Visitor) async throws -> ID<Appointment> {
    do {
      return try await carryingOut(booking.offer, by: visitor) { offer in
        let (_, (_, attempt)) = try await ask(
          visitor,
          .queue(
            for: offer.queueNames + [booking.patient?.description].compactMap(\.self), withOwnRecord: true,
            following: booking.following),
          .book(booking.with(offer), newID(), by: visitor, at: clock(), newID: newID))
        return attempt
      }
    } catch let conflict as Refusal
      where conflict == .conflict(.timeTaken) || conflict == .conflict(.offerOutdated)
    {
      // A second press of the same button is no conflict: it finds what the first one booked.
      let before: ID<Appointment>? = try await ask(visitor, .booked(with: booking.key)).answer
      if let before { return before }
      if let patient = booking.patient,
        try await !ask(visitor, .mayBook(for: patient, visitor, at: clock())).answer
      {
        throw Refusal.unknown
      }
      if let visit = booking.following {
        let mine: Visiting? = try await ask(visitor, .myVisiting(visit)).answer
        if mine == nil { throw Refusal.unknown }
      }
      let bound: Refusal.Conflict? = try await ask(visitor, .bound(booking, by: visitor, at: clock())).answer
      throw bound.map(Refusal.conflict) ?? conflict
    }
  }
}

extension Booking {
  fileprivate func with(_ offer: Offer) -> Booking {
    Booking(
      offer: offer, key: key, reason: reason, patient: patient, following: following, isProposed: isProposed)
  }
}
