public import FoundationEssentials
internal import Postgres

/// That a child's record becomes their own: their parents hear of it before, twice.
public enum Handover {
  /// Of each, from how many days before: `handover_notice.occasion`.
  static let occasions = [(name: "months", days: 60), (name: "week", days: 7)]

  /// Whether it is so near, or past, that parents are told and the desk may invite whose record it is.
  public static func isNear(_ instant: Date, at now: Date) -> Bool {
    instant.timeIntervalSince(now) <= TimeInterval(occasions[0].days) * 86_400
  }

  /// The instant, of somebody born on a day, beside `tenant t`.
  ///
  /// - Parameter born: an expression.
  static func instant(of born: SQL) -> SQL {
    "handed_over_at(\(born), t.handover_age, t.time_zone)"
  }
}

extension Clinic {
  /// Writes the letters that are due in a tenant. The row that keeps one is unique and comes with its letter or not at all, so any
  /// number of servers may do this at once. Who is told late is told of the nearest occasion alone.
  func tellOfHandovers(_ tenant: ID<Tenant>) async throws {
    _ = try await database.pipeline([.entering(tenant), .tellingOfHandovers(at: clock())])
  }
}

extension SQL {
  fileprivate static func tellingOfHandovers(at now: Date) -> SQL {
    let (far, near) = (Handover.occasions[0], Handover.occasions[1])
    return """
      WITH due AS (
        SELECT f.patient_id, f.account_id, f.ends_at,
               CASE WHEN f.ends_at <= \(now)::timestamptz + make_interval(days => \(near.days)::int) THEN \(near.name)
                    ELSE \(far.name) END AS occasion
          FROM acting f
          JOIN patient p ON p.id = f.patient_id AND p.retired_at IS NULL
          JOIN account a ON a.id = f.account_id AND a.closed_at IS NULL AND a.disabled_at IS NULL
         WHERE f.relationship = 'parent' AND f.ends_at > \(now)
           AND f.ends_at <= \(now)::timestamptz + make_interval(days => \(far.days)::int)
      ), made AS (
        INSERT INTO handover_notice (id, patient_id, account_id, occasion, ends_at, created_at)
        SELECT gen_random_uuid(), patient_id, account_id, occasion, ends_at, \(now) FROM due
        ON CONFLICT ON CONSTRAINT handover_notice_once DO NOTHING
        RETURNING patient_id, account_id, occasion
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, detail, at)
        SELECT gen_random_uuid(), \(Act.handoverTold.rawValue), \(Purpose.operation.rawValue), patient_id, occasion, \(now)
          FROM made
      )
      INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
      SELECT gen_random_uuid(), \(LetterKind.handoverNear.rawValue), a.language, a.email, '{}', \(now), \(now)
        FROM made JOIN account a ON a.id = made.account_id
      """
  }
}
