internal import Credentials
public import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Declines a request: whoever asked reads why.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.ownErasure)` for who asked; `.conflict(.doneByAnother)` when it was decided.
  public func declineErasure(
    _ id: ID<ErasureRequest>, _ basis: ErasureRequest.Basis, words: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let request = try await records.erasureToDecide(id)
      try await records.finish(
        .erasureDeclined, of: request.patient.uuid,
        [
          """
          UPDATE erasure_request SET state = 'declined', basis = \(basis.rawValue), words = \(words),
                                     decided_by = current_account(), decided_at = \(records.now)
           WHERE id = \(id)
          """
        ], detail: basis.rawValue)
    }
  }

  /// Carries a request out: all rows in one transaction, in which visits ahead are cancelled, and work that removes what is stored.
  /// Whoever asked gets a letter with the link to the receipt; its address leaves the outbox with it.
  ///
  /// - Parameter name: as the record says it, so that nobody erases another's by a slip.
  /// - Throws: `Refusal.unconfirmed`; `.unknown`; `.conflict(.ownErasure)` for who asked, `.conflict(.doneByAnother)` when it was
  ///   decided, `.conflict(.tooEarly)` before the days are over in which it can be taken back; `.invalid` at `name`.
  public func carryOutErasure(_ id: ID<ErasureRequest>, named name: String, by visitor: Visitor) async throws
  {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      let now = records.now
      let request = try await records.erasureToDecide(id)
      if now < request.ripeAt { throw Refusal.conflict(.tooEarly) }
      guard !request.name.isEmpty, name == request.name else {
        throw Refusal.invalid([Problem("name", "problem.erasure-name")])
      }
      guard let patient = try await records.ask(.standing(of: request.patient, by: visitor, at: now)) else {
        throw Refusal.unknown
      }
      let cancelled = patient.visits.map { visit in
        Query<Bool>.change(
          visit.id, by: .cancel, seen: visit.sequence, time: .beforeItBegins, whose: "true", isTold: false,
          visitor: visitor, at: now, newID: records.clinic.newID)
      }
      let rows = try await records.transaction.pipeline(cancelled.flatMap(\.statements))
      guard rows.allSatisfy({ !$0.isEmpty }) else { throw Refusal.conflict(.changedMeanwhile) }
      try await records.finish(
        .erasureCarriedOut, of: request.patient.uuid, try await records.carryingOut(request))
    }
  }
}

extension TenantRecords {
  /// - Throws: as the acts say.
  fileprivate func erasureToDecide(_ id: ID<ErasureRequest>) async throws -> ErasureRequest {
    guard try account.role.may(.decideErasures) else { throw Refusal.forbidden }
    guard let request = try await ask(.erasureLocked(id)) else { throw Refusal.unknown }
    if request.isAskers { throw Refusal.conflict(.ownErasure) }
    guard request.state == .asked else { throw Refusal.conflict(.doneByAnother) }
    return request
  }

  fileprivate func carryingOut(_ request: ErasureRequest) async throws -> [SQL] {
    let asker = try await ask(
      Query<(email: String, language: String)?>(
        """
        SELECT a.email, a.language FROM account a JOIN erasure_request q ON q.account_id = a.id
         WHERE q.id = \(request.id) AND a.closed_at IS NULL
        """, first: { row in (try row.next(), try row.next()) }))
    let link = clinic.newToken()
    let job: ID<Job> = clinic.newID()
    let counters: [SQL] =
      asker.map { [.clear(guess(at: .password, $0.email))] } ?? []
    return [
      "SELECT erase_person(\(request.id), \(now))",
      """
      UPDATE erasure_request SET link_hash = \(link.hash), link_until = \(now + ErasureRequest.linkLifetime)
       WHERE id = \(request.id)
      """,
      """
      INSERT INTO job (id, kind, subject, due_at, created_at)
      VALUES (\(job), \(JobKind.erasure.rawValue), \(request.id), \(now), \(now))
      ON CONFLICT ON CONSTRAINT job_once DO NOTHING
      """,
    ] + counters
      + (try asker.map {
        [try post(.erasureReceipt, to: $0.email, language: $0.language, [:], secret: link.text)]
      } ?? [])
  }
}
