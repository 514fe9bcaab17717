internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Does what has come due in every tenant: an unanswered rebooking becomes the front desk's task, and the time that was
  /// kept for it is free; a request whose time has passed without an answer is declined; a time that became free is offered
  /// to whoever waits for one.
  ///
  /// Any number of processes may do this at once: each row is one's.
  public func doWhatIsDue() async throws {
    for tenant in try await tenantsForWork() { try await doWhatIsDue(tenant) }
  }

  func doWhatIsDue(_ tenant: ID<Tenant>) async throws {
    _ = try await database.pipeline([.entering(tenant), .passOnUnanswered(at: clock())])
    try await declineUnanswered(of: tenant)
    try await offerFreedTimes(of: tenant)
    try await releaseDueNotes(of: tenant)
  }
}

extension SQL {
  fileprivate static func passOnUnanswered(at now: Date) -> SQL {
    """
    WITH due AS (
      SELECT id FROM rebooking WHERE state = 'open' AND answer_until <= \(now)
       ORDER BY answer_until LIMIT 500 FOR UPDATE SKIP LOCKED
    ), passed AS (
      UPDATE rebooking r SET state = 'task', why = 'unanswered' FROM due WHERE r.id = due.id
      RETURNING r.appointment_id, r.token_hash
    ), ended AS (
      DELETE FROM hold USING passed WHERE hold.browser_hash = passed.token_hash
    )
    INSERT INTO audit_event (id, act, purpose, entity, at)
    SELECT gen_random_uuid(), \(Act.rebookingLapsed.rawValue), \(Purpose.operation.rawValue), appointment_id, \(now)
      FROM passed
    """
  }
}
