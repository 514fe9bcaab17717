internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Removes what is over in every tenant: sessions, whose end is noted, times that were kept, and sign-ups that nobody
  /// finished, with what was typed for them.
  ///
  /// Any number of processes may do this at once.
  public func tidyUp() async throws {
    for tenant in try await tenantsForWork() { try await tidyUp(tenant) }
  }

  func tidyUp(_ tenant: ID<Tenant>) async throws {
    let now = clock()
    _ = try await database.pipeline([
      .entering(tenant),
      .endLapsedSessions(at: now),
      "DELETE FROM registration WHERE expires_at <= \(now)",
      "DELETE FROM password_reset WHERE expires_at <= \(now)",
      "DELETE FROM spent_challenge WHERE expires_at <= \(now)",
      "DELETE FROM address_change WHERE expires_at <= \(now)",
      "DELETE FROM known_device WHERE expires_at <= \(now)",
      "DELETE FROM guess WHERE forgotten_at <= \(now)",
      "DELETE FROM hold_grant WHERE granted_at <= \(now - HoldGrant.remembered)",
      "DELETE FROM import_file WHERE made_at <= \(now - ImportFile.lifetime)",
      "DELETE FROM unsent_form WHERE kept_at <= \(now - UnsentForm.lifetime)",
      "DELETE FROM day_look WHERE looked_at <= \(now - DeskDay.lookLasts)",
      .emptyingImports(at: now),
      """
      WITH ended AS (DELETE FROM hold WHERE held_until <= \(now) RETURNING id)
      INSERT INTO audit_event (id, act, purpose, entity, at)
      SELECT gen_random_uuid(), \(Act.holdReleased.rawValue), \(Purpose.operation.rawValue), id, \(now) FROM ended
      """,
    ])
    // By themselves, so that what there is too much of at once is no hindrance to what is above.
    for sweep in Retention.sweeps(at: now) { _ = try await database.pipeline([.entering(tenant), sweep]) }
    try await removeArchives(of: tenant)
    try await eraseOverdue(of: tenant)
    try await archiveAudit(of: tenant)
  }
}

extension SQL {
  /// Of files of patients their counts are kept, and no line; one that was never carried out is stopped.
  fileprivate static func emptyingImports(at now: Date) -> SQL {
    Retention.noted(
      "lines of imports",
      """
      old AS (
        UPDATE patient_import
           SET emptied_at = \(now), lines_key = NULL, state = CASE WHEN state = 'done' THEN 'done' ELSE 'cancelled' END
         WHERE emptied_at IS NULL AND touched_at <= \(now - PatientImport.lifetime)
           AND state NOT IN ('checking', 'applying')
        RETURNING id
      ),
      """, "DELETE FROM patient_import_line l USING old WHERE l.import_id = old.id", at: now)
  }

  /// Noted as of the instant at which each ended, with the browser that it was in. A session that was whole goes a day later:
  /// it tells whose a form is that comes after it.
  fileprivate static func endLapsedSessions(at now: Date) -> SQL {
    """
    WITH lapsed AS (
      UPDATE session SET lapsed_at = least(expires_at, idle_until)
       WHERE (expires_at <= \(now) OR idle_until <= \(now)) AND stage = 'full' AND lapsed_at IS NULL
      RETURNING account_id, address, agent, lapsed_at
    ), gone AS (
      DELETE FROM session
       WHERE (expires_at <= \(now) OR idle_until <= \(now)) AND stage <> 'full'
          OR lapsed_at <= \(now - UnsentForm.lifetime)
    )
    INSERT INTO audit_event (id, account_id, act, purpose, entity, address, agent, at)
    SELECT gen_random_uuid(), NULL, \(Act.sessionLapsed.rawValue), \(Purpose.account.rawValue), account_id, address, agent,
           lapsed_at
      FROM lapsed
    """
  }
}
