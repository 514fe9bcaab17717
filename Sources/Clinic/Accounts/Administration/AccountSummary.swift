public import FoundationEssentials
internal import Postgres

/// One account as an administrator sees it: never what opens it.
public struct AccountSummary: Sendable {
  public let id: ID<Account>
  public let name: String
  public let email: String
  public let role: Role
  public let isDisabled: Bool
  public let createdAt: Date
  public let hasAuthenticator: Bool
  public let passkeys: Int
  public let recoveryCodes: Int
  public let sessions: Int

  init(row: inout Row) throws {
    id = try row.next()
    name = try row.next()
    email = try row.next()
    role = Role(rawValue: try row.next()) ?? .patient
    isDisabled = try row.next()
    createdAt = try row.next()
    hasAuthenticator = try row.next()
    passkeys = try row.next()
    recoveryCodes = try row.next()
    sessions = try row.next()
  }

  static func columns(at now: Date) -> SQL {
    """
    a.id, a.display_name, a.email, a.role, a.disabled_at IS NOT NULL, a.created_at, a.totp_seed IS NOT NULL,
    (SELECT count(*) FROM passkey p WHERE p.account_id = a.id),
    (SELECT count(*) FROM recovery_code c WHERE c.account_id = a.id AND c.used_at IS NULL),
    (SELECT count(*) FROM session s
      WHERE s.account_id = a.id AND s.stage = 'full' AND s.idle_until > \(now) AND s.expires_at > \(now))
    """
  }
}

extension Query<AccountSummary?> {
  public static func account(_ id: ID<Account>, at now: Date) -> Self {
    Query(
      "SELECT \(AccountSummary.columns(at: now)) FROM account a WHERE a.id = \(id) AND a.closed_at IS NULL",
      first: AccountSummary.init(row:))
  }
}
