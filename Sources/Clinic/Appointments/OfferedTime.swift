internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Tries for an offered time. When rules have changed since it was offered, looks whether they still offer the same
  /// visit, and tries for that; a few times, for they may change again meanwhile.
  ///
  /// - Throws: `Refusal.conflict(.timeTaken)`, `.conflict(.offerOutdated)`.
  func carryingOut<Outcome>(
    _ offer: Offer, by visitor: Visitor, moving own: ID<Appointment>? = nil,
    _ attempt: (Offer) async throws -> Attempt<Outcome>
  ) async throws -> Outcome {
    var offer = offer
    for _ in 0..<Self.mostAttempts {
      switch try await attempt(offer) {
      case .done(let outcome): return outcome
      case .taken: throw Refusal.conflict(.timeTaken)
      case .outdated: offer = try await renewed(offer, by: visitor, moving: own)
      }
    }
    throw Refusal.conflict(.offerOutdated)
  }

  static var mostAttempts: Int { 5 }

  /// The same visit as the rules offer it now.
  private func renewed(_ offer: Offer, by visitor: Visitor, moving own: ID<Appointment>?) async throws
    -> Offer
  {
    let now = clock()
    let around = (offer.slot.during.lowerBound - 2 * 86_400)..<(offer.slot.during.upperBound + 2 * 86_400)
    let (visit, (practitioner, service, schedule)) = try await ask(
      visitor, .practitioner(offer.practitioner), .service(offer.service, of: offer.practitioner),
      .schedule(
        of: .one(offer.practitioner, offer.service), between: around, for: visitor, at: now, moving: own))
    guard let practitioner, let service else { throw Refusal.conflict(.offerOutdated) }
    let search = SlotSearch(
      of: offer.practitioner, for: service, isFirstVisit: offer.isFirstVisit, in: schedule,
      zone: try zones.rules(for: visit.tenant.timeZone), at: now)
    guard let slot = search.slot(at: offer.slot.during.lowerBound) else {
      throw Refusal.conflict(search.wouldOffer(offer) ? .timeTaken : .offerOutdated)
    }
    let renewed = Offer(practitioner, slot, in: search, at: now)
    guard renewed.isSameVisit(as: offer) else { throw Refusal.conflict(.offerOutdated) }
    return renewed
  }
}
