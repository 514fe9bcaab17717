internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Moves many visits in one transaction, as the plan under the locks says: each as the clinic moves one that can't take place
  /// as booked, so no deadline holds, the price stays, and each patient is written to.
  ///
  /// - Parameters:
  ///   - visits: as they were seen.
  ///   - isWhole: all of them or none; else as many as can be.
  /// - Returns: how many are where they should be.
  /// - Throws: `Refusal.conflict(.changedMeanwhile)` when one of them is no longer as it was seen; `.conflict(.timeTaken)` where
  ///   all should be and one can't. Then nothing is moved.
  public func move(
    _ visits: [SeenVisit], to target: MoveTarget, isWhole: Bool, by visitor: Visitor
  ) async throws -> Int {
    guard visitor.actsForPatients else { throw Refusal.forbidden }
    return try await open(visitor) { records in
      let now = records.now
      _ = try await records.transaction.pipeline([.queueForCalendar, .endLapsedHolds(visitor, at: now)])
      let matter = try await records.ask(
        .moveMatter(visits.map(\.id), to: target.practitioner, by: visitor, at: now))
      let seen = Dictionary(visits.map { ($0.id, $0.sequence) }) { first, _ in first }
      let zone = try records.clinic.zones.rules(for: records.visit.tenant.timeZone)
      let plan = matter.plan(target, zone: zone, at: now)
      guard plan.moves.allSatisfy({ seen[$0.visit.id] == $0.visit.sequence }) else {
        throw Refusal.conflict(.changedMeanwhile)
      }
      if isWhole, !plan.isWhole || plan.steps.count < visits.count { throw Refusal.conflict(.timeTaken) }
      let moves = plan.moves.map { visit, offer in
        Query.move(
          visit.id, to: offer, seen: visit.sequence, right: .clinics("true"), by: visitor.asNewBrowser,
          at: now,
          newID: records.clinic.newID)
      }
      let rows = try await records.transaction.pipeline(moves.flatMap(\.statements))
      for (index, move) in moves.enumerated() {
        guard case .done = try move.read(rows[index...index]) else { throw Refusal.conflict(.timeTaken) }
      }
      // Each was noted beside its move.
      try await records.transaction.finish([])
      return plan.steps.count(where: \.canBe)
    }
  }
}
