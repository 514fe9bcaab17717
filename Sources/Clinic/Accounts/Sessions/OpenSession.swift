public import FoundationEssentials
internal import Postgres

/// One browser in which an account is signed in, as its owner sees it.
public struct OpenSession: Sendable {
  public let id: ID<OpenSession>
  public let address: String
  /// What the browser calls itself (RFC 9110 section 10.1.5).
  public let agent: String
  public let since: Date
  /// To the minute.
  public let seen: Date
  /// Whether it is the one that asks.
  public let isOwn: Bool
}

extension Query<[OpenSession]> {
  /// Those of the signed-in account, the asking one first.
  public static func ownSessions(of visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      SELECT id, address, agent, created_at, seen_at, token_hash = \(visitor.tokenHash) AS own
        FROM session
       WHERE account_id = (SELECT current_account()) AND stage = 'full'
         AND idle_until > \(now) AND expires_at > \(now)
       ORDER BY own DESC, seen_at DESC
       LIMIT 100
      """
    ) { row in
      try OpenSession(
        id: row.next(), address: row.next(), agent: row.next(), since: row.next(), seen: row.next(),
        isOwn: row.next())
    }
  }
}

extension Clinic {
  /// Ends one of the account's sessions, here and on every server with its next request; nothing for one that is over.
  ///
  /// - Throws: `Refusal.unconfirmed`.
  public func endSession(_ id: ID<OpenSession>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      try await records.requireConfirmation()
      let isOpen = try await records.ask(
        Query<Bool>("DELETE FROM session WHERE id = \(id) AND account_id = \(account) RETURNING 1") {
          !$0.isEmpty
        })
      if isOpen { try await records.finish(.sessionEnded, of: account.uuid, []) }
    }
  }

  /// Ends every session of the account but the asking one.
  ///
  /// - Throws: `Refusal.unconfirmed`.
  public func endOtherSessions(by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let account = try records.account.id
      try await records.requireConfirmation()
      try await records.finish(
        .sessionEnded, of: account.uuid,
        [.deleteSessions(of: account, but: visitor.tokenHash)])
    }
  }
}
