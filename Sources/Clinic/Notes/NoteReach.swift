public import FoundationEssentials
internal import Postgres

/// Whose notes a practitioner reads and writes: of the patients of their own visits, or of a record that is open to them in an
/// emergency, as the record itself (`RecordReach`). What they began themselves they can always finish.
enum NoteReach {
  static let me: SQL = "(SELECT id FROM practitioner WHERE account_id = (SELECT current_account()))"

  /// Whether composition `c` is the visitor's to read and to write on.
  static func reaches(at now: Date) -> SQL {
    "(\(RecordReach.opens("c.patient_id", at: now)) OR c.author_id = \(me))"
  }

  /// What a patient is shown of composition `c`, themselves and their children.
  static func own(at now: Date) -> SQL {
    "(c.released_at IS NOT NULL AND c.patient_id IN (\(Patient.mine(for: .see, at: now))))"
  }

  /// That somebody looked, and by what right.
  ///
  /// - Parameters:
  ///   - entity, patient: expressions of `source`.
  ///   - source: of what a row is noted for each.
  static func noting(_ entity: SQL, of patient: SQL, _ source: SQL, by visitor: Visitor, at now: Date) -> SQL
  {
    """
    INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, detail, at)
    SELECT gen_random_uuid(), \(Act.read.rawValue),
           CASE WHEN open.reason IS NULL OR \(RecordReach.treats(patient, at: now)) THEN \(visitor.purpose.rawValue)
                ELSE \(Purpose.emergency.rawValue) END,
           \(entity), \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent),
           CASE WHEN \(RecordReach.treats(patient, at: now)) THEN '' ELSE coalesce(open.reason, '') END, \(now)
      FROM \(source)
      LEFT JOIN LATERAL (
        SELECT x.reason FROM emergency_access x
         WHERE x.patient_id = \(patient) AND x.account_id = (SELECT current_account())
           AND x.opened_at <= \(now) AND x.ends_at > \(now)
         ORDER BY x.ends_at DESC LIMIT 1) AS open ON true
    """
  }
}
