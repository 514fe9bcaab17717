internal import CivilTime
internal import FoundationEssentials
internal import Postgres

/// Whose record is a practitioner's work: that of the patients of their own visits, and one that they opened in an emergency
/// (``OpenedRecord/Basis``).
enum RecordReach {
  /// - Parameter patient: an expression, of a patient's id.
  static func opens(_ patient: SQL, at now: Date) -> SQL {
    "(\(treats(patient, at: now)) OR \(opened(patient, at: now)))"
  }

  static func treats(_ patient: SQL, at now: Date) -> SQL {
    """
    EXISTS (SELECT FROM appointment a
             WHERE a.patient_id = \(patient) AND a.status <> 'cancelled' AND \(Visiting.mine)
               AND a.starts_at > \(now - OpenedRecord.treatmentLasts))
    """
  }

  private static func opened(_ patient: SQL, at now: Date) -> SQL {
    """
    EXISTS (SELECT FROM emergency_access x
             WHERE x.patient_id = \(patient) AND x.account_id = (SELECT current_account())
               AND x.opened_at <= \(now) AND x.ends_at > \(now))
    """
  }

  /// Notes that the record of patient `id` was looked at, and by what right; of one that is not open, nothing. A query of the
  /// patient's id, where it is.
  static func looking(at id: ID<Patient>, by visitor: Visitor, at now: Date) -> SQL {
    """
    right_to AS (
      SELECT p.id, \(treats("p.id", at: now)) AS is_treated,
             (SELECT x.reason FROM emergency_access x
               WHERE x.patient_id = p.id AND x.account_id = (SELECT current_account())
                 AND x.opened_at <= \(now) AND x.ends_at > \(now)
               ORDER BY x.ends_at DESC LIMIT 1) AS reason
        FROM patient p WHERE p.id = \(id) AND \(opens("p.id", at: now))
    ), noted AS (
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, detail, at)
      SELECT gen_random_uuid(), \(Act.read.rawValue),
             CASE WHEN is_treated THEN \(Purpose.schedule.rawValue) ELSE \(Purpose.emergency.rawValue) END, id,
             \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent),
             CASE WHEN is_treated THEN '' ELSE reason END, \(now)
        FROM right_to
    )
    """
  }
}

extension TenantRecords {
  /// Lets a practitioner write into a patient's record. Of two who do so at once, the second waits, and then sees what the first left.
  ///
  /// - Returns: when the patient was born: nothing was measured or found before.
  /// - Throws: `Refusal.forbidden` for another role; `.unknown` for a record that is not their work; `.conflict(.recordRetired)`.
  @discardableResult
  func openForWriting(_ patient: ID<Patient>) async throws -> Day {
    guard try account.role.may(.openRecords) else { throw Refusal.forbidden }
    let found = try await ask(
      Query<(isRetired: Bool, born: Day)?>(
        """
        SELECT p.retired_at IS NOT NULL, p.birth_date FROM patient p
         WHERE p.id = \(patient) AND \(RecordReach.opens("p.id", at: now)) FOR NO KEY UPDATE OF p
        """, first: { row in (try row.next(), try Day(sql: row.next())) }))
    guard let found else { throw Refusal.unknown }
    if found.isRetired { throw Refusal.conflict(.recordRetired) }
    return found.born
  }

  var seal: Seal { Seal(box: clinic.secrets.box, tenant: visit.tenant.id) }

  /// By the clinic's clock.
  var surroundings: Surroundings {
    get throws {
      let zone = try clinic.zones.rules(for: visit.tenant.timeZone)
      return Surroundings(currency: "", today: zone.local(now).day)
    }
  }
}
