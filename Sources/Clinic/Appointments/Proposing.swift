internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Proposes another time for what a patient asked for: it is kept for them, and a letter with a link asks whether it suits.
  /// The time that was asked for stays theirs until they have answered. Done twice it is done once.
  ///
  /// A proposal is a `Rebooking`: accepting it, letting its deadline pass and settling it by telephone are the same acts.
  ///
  /// - Parameter sequence: of the request as it was seen.
  /// - Throws: `Refusal.unknown` for a request that is not the visitor's to answer; `.conflict(.otherState)` for one that was
  ///   answered, or for which a time is proposed already; `.conflict(.changedMeanwhile)`, `.conflict(.timeTaken)`,
  ///   `.conflict(.offerOutdated)`.
  public func propose(
    _ offer: Offer, for id: ID<Appointment>, seen sequence: Int, by visitor: Visitor
  ) async throws {
    try await carryingOut(offer, by: visitor) { offer in
      try await open(visitor) { records in
        guard let request = try await records.locked(id, offer) else { throw Refusal.unknown }
        if request.isProposed { return .done(()) }
        guard request.status == .pending, !request.isAsked, records.now < request.visit.during.lowerBound
        else {
          throw Refusal.conflict(.otherState)
        }
        if request.sequence != sequence { throw Refusal.conflict(.changedMeanwhile) }
        guard request.stands else { return .outdated }
        let proposal = RebookingPlan.Proposal(
          practitioner: offer.practitioner, slot: offer.slot, offer: offer)
        let kept = try await records.transaction.pipeline([
          try records.rebooking(of: request.visit, proposal, nil),
          "SELECT FROM rebooking WHERE appointment_id = \(id) AND answers_request AND proposed = \(offer.slot.during)",
        ])
        if kept[1].isEmpty { throw Refusal.conflict(.timeTaken) }
        return .done(())
      }
    }
  }
}

/// A request, and what a proposal has to know of it.
private struct RequestedVisit {
  let visit: AffectedVisit
  let status: Appointment.Status
  let sequence: Int
  /// This very time is proposed already.
  let isProposed: Bool
  /// The patient was asked about it, and has not answered.
  let isAsked: Bool
  /// The rules still offer the time.
  let stands: Bool
}

extension TenantRecords {
  /// Whoever acts on the request or the time waits until this transaction is over.
  fileprivate func locked(_ id: ID<Appointment>, _ offer: Offer) async throws -> RequestedVisit? {
    let rows = try await transaction.pipeline(
      Query.queue(for: offer.queueNames).statements + [
        .endLapsedHolds(visitor, at: now),
        """
        SELECT a.id, a.during, NULL::tstzrange, a.practitioner_id, a.patient_id,
               concat_ws(' ', pt.given_name, pt.family_name), coalesce(nullif(pt.preferred_name, ''), pt.given_name),
               a.service_id, service.name,
               \(LetterReader.address(of: "pt", bookedBy: "a.booked_by", at: now)),
               \(LetterReader.language(of: "pt", bookedBy: "a.booked_by", at: now)),
               a.status, a.sequence,
               EXISTS (SELECT FROM rebooking r WHERE r.appointment_id = a.id AND r.state IN ('open', 'task')
                          AND r.answers_request AND r.proposed = \(offer.slot.during)),
               EXISTS (SELECT FROM rebooking r WHERE r.appointment_id = a.id AND r.state IN ('open', 'task')),
               EXISTS (SELECT FROM practitioner p
                         JOIN practitioner_service ps ON ps.practitioner_id = p.id
                         JOIN healthcare_service s ON s.id = ps.service_id
                         JOIN location l ON l.id = \(offer.slot.location)
                        WHERE \(offer.stands(at: now)))
          FROM appointment a
          JOIN patient pt ON pt.id = a.patient_id
          JOIN healthcare_service service ON service.id = a.service_id
         WHERE a.id = \(id) AND a.service_id = \(offer.service) AND \(Visiting.seenTo)
           AND (a.practitioner_id = \(offer.practitioner) OR (\(Visiting.mine)) IS NOT TRUE)
           FOR UPDATE OF a
        """,
      ])
    return try rows[rows.count - 1].decode { row in
      try RequestedVisit(
        visit: AffectedVisit(row: &row), status: Appointment.Status(rawValue: row.next()) ?? .cancelled,
        sequence: row.next(), isProposed: row.next(), isAsked: row.next(), stands: row.next())
    }.first
  }
}
