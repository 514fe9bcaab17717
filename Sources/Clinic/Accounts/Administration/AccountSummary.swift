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

/// An account in the list of all.
public struct ListedAccount: Sendable {
  public let id: ID<Account>
  public let name: String
  public let email: String
  public let role: Role
  public let isDisabled: Bool
}

extension AccountSearch {
  /// By name or address, without regard to accents and case. Accounts that their owners have closed are over.
  fileprivate var condition: SQL {
    let words = text.split(separator: " ").prefix(5).map(String.init)
    let ofRole: SQL = role.map { "a.closed_at IS NULL AND a.role = \($0.rawValue)" } ?? "a.closed_at IS NULL"
    return words.reduce(ofRole) { condition, word in
      "\(condition) AND strpos(folded(a.display_name || ' ' || a.email), folded(\(word))) > 0"
    }
  }
}

extension Query<[ListedAccount]> {
  public static func accounts(_ search: AccountSearch) -> Self {
    Query(
      """
      SELECT a.id, a.display_name, a.email, a.role, a.disabled_at IS NOT NULL FROM account a
       WHERE \(search.condition)
       ORDER BY a.display_name, a.id
       LIMIT \(AccountSearch.pageSize) OFFSET \((search.page - 1) * AccountSearch.pageSize)
      """
    ) { row in
      try ListedAccount(
        id: row.next(), name: row.next(), email: row.next(), role: Role(rawValue: row.next()) ?? .patient,
        isDisabled: row.next())
    }
  }
}

extension Query<Int> {
  /// How many accounts the search finds on all its pages.
  public static func count(_ search: AccountSearch) -> Self {
    Query("SELECT count(*) FROM account a WHERE \(search.condition)") { rows in
      try rows.decode { row in try row.next(Int.self) }[0]
    }
  }
}

extension Query<AccountSummary?> {
  public static func account(_ id: ID<Account>, at now: Date) -> Self {
    Query(
      "SELECT \(AccountSummary.columns(at: now)) FROM account a WHERE a.id = \(id) AND a.closed_at IS NULL",
      first: AccountSummary.init(row:))
  }
}
