internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension TenantRecords {
  /// - Parameter pending: the seed, sealed, that the browser is shown while it enrols.
  func insertSession(
    _ token: Token, of account: ID<Account>, _ role: Role, stage: Session.Stage, pending: [UInt8]? = nil
  ) -> SQL {
    let limits = Session.Limits(stage, role, visit.rules)
    let client = visitor.client
    return """
      INSERT INTO session (token_hash, account_id, stage, totp_pending, address, agent, created_at, seen_at,
                           confirmed_at, idle_until, expires_at)
      VALUES (\(token.hash), \(account), \(stage.rawValue), \(pending), \(client.address), \(client.agent), \(now),
              \(now), \(now), \(now.addingTimeInterval(limits.idle)),
              \(now.addingTimeInterval(limits.absolute)))
      """
  }
}

extension SQL {
  /// The session goes on under a new token, as confirmed and as old as it was.
  static func rotate(_ tokenHash: [UInt8]?, to token: Token) -> SQL {
    "UPDATE session SET token_hash = \(token.hash) WHERE token_hash = \(tokenHash)"
  }

  static func deleteSession(_ tokenHash: [UInt8]?) -> SQL {
    "DELETE FROM session WHERE token_hash = \(tokenHash)"
  }
}

extension Query<Int?> {
  /// Takes one of a half-signed-in session's tries, before the try is judged: however many come at once, no more are
  /// judged than there were. None comes back when the session has ended or has none left.
  static func takeTry(of tokenHash: [UInt8]?) -> Self {
    Query(
      """
      UPDATE session SET tries_left = tries_left - 1 WHERE token_hash = \(tokenHash) AND tries_left > 0
      RETURNING tries_left
      """
    ) { row in try row.next(Int.self) }
  }
}

extension Query<[UInt8]?> {
  /// The seed, sealed, that the session's browser is being shown.
  static func pendingSeed(of tokenHash: [UInt8]?) -> Self {
    Query("SELECT totp_pending FROM session WHERE token_hash = \(tokenHash)") { rows in
      try rows.decode { row in try row.next([UInt8]?.self) }.first ?? nil
    }
  }
}
