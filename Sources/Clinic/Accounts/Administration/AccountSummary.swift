public import FoundationEssentials
internal import Postgres

/// An account as an administrator sees it: never what opens it.
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

/// What an administrator looks for among the accounts.
public struct AccountSearch: Hashable, Sendable {
  public var text: String
  public var role: Role?
  /// From 1.
  public var page: Int

  public static let pageSize = 25
  public static let longestText = 100

  public init(text: String = "", role: Role? = nil, page: Int = 1) {
    self.text = text
    self.role = role
    self.page = page
  }
}

/// One page of accounts, and how many there are in all.
public struct AccountList: Sendable {
  public let accounts: [AccountSummary]
  public let total: Int
}

extension Query<AccountList> {
  /// By name or address, without regard to accents and case.
  public static func accounts(_ search: AccountSearch, at now: Date) -> Self {
    let words = search.text.split(separator: " ").prefix(5).map(String.init)
    let matches = words.reduce("true" as SQL) { condition, word in
      """
      \(condition) AND strpos(folded(a.display_name || ' ' || a.email), folded(\(word))) > 0
      """
    }
    return Query(
      """
      SELECT \(AccountSummary.columns(at: now)), count(*) OVER () FROM account a
       WHERE (\(search.role?.rawValue)::text IS NULL OR a.role = \(search.role?.rawValue)) AND \(matches)
       ORDER BY a.display_name, a.id
       LIMIT \(AccountSearch.pageSize) OFFSET \((search.page - 1) * AccountSearch.pageSize)
      """
    ) { rows in
      var total = 0
      let accounts = try rows.decode { row in
        let account = try AccountSummary(row: &row)
        total = try row.next()
        return account
      }
      return AccountList(accounts: accounts, total: total)
    }
  }
}

extension Query<AccountSummary?> {
  public static func account(_ id: ID<Account>, at now: Date) -> Self {
    Query(
      "SELECT \(AccountSummary.columns(at: now)) FROM account a WHERE a.id = \(id)",
      first: AccountSummary.init(row:))
  }
}
