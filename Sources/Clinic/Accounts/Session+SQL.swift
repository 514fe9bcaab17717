internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension SQL {
  static func insertSession(
    _ token: Token, of account: ID<Account>, _ role: Role, stage: Session.Stage, at now: Date
  ) -> SQL {
    let limits = Session.Limits(stage, role)
    return """
      INSERT INTO session (token_hash, account_id, stage, created_at, seen_at, idle_until, expires_at)
      VALUES (\(token.hash), \(account), \(stage.rawValue), \(now), \(now),
              \(now.addingTimeInterval(limits.idle)), \(now.addingTimeInterval(limits.absolute)))
      """
  }

  static func deleteSession(_ tokenHash: [UInt8]?) -> SQL {
    "DELETE FROM session WHERE token_hash = \(tokenHash)"
  }

  static func deleteExpiredSessions(of account: ID<Account>, at now: Date) -> SQL {
    "DELETE FROM session WHERE account_id = \(account) AND (expires_at <= \(now) OR idle_until <= \(now))"
  }
}

extension Query<Int?> {
  /// Takes one try from a half-signed-in session; the session that has none left is ended.
  static func spendTry(of tokenHash: [UInt8]?) -> Self {
    Query(
      """
      WITH spent AS (
        UPDATE session SET tries_left = tries_left - 1 WHERE token_hash = \(tokenHash) AND tries_left > 1
        RETURNING tries_left
      ), ended AS (
        DELETE FROM session WHERE token_hash = \(tokenHash) AND tries_left <= 1
      )
      SELECT tries_left FROM spent
      """
    ) { row in try row.next(Int.self) }
  }
}
