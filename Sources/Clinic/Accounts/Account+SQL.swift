internal import CivilTime
internal import FoundationEssentials
internal import Postgres

/// What sign-in needs of an account.
struct AccountCredentials: Sendable {
  let id: ID<Account>
  let role: Role
  let passwordHash: String
  /// Sealed.
  let seed: [UInt8]?
  let lastStep: Int64
  let name: String
  let email: String
  let hasPasskeys: Bool
  /// To write to its owner in.
  let language: String

  init(row: inout Row) throws {
    id = try row.next()
    role = Role(rawValue: try row.next()) ?? .patient
    passwordHash = try row.next()
    seed = try row.next()
    lastStep = try row.next()
    name = try row.next()
    email = try row.next()
    hasPasskeys = try row.next()
    language = try row.next()
  }
}

extension Query<AccountCredentials?> {
  private static var columns: SQL {
    """
    id, role, password_hash, totp_seed, totp_last_step, display_name, email,
    EXISTS (SELECT FROM passkey WHERE account_id = account.id), language
    """
  }

  static func credentials(of email: String) -> Self {
    Query(
      "SELECT \(columns) FROM account WHERE email = \(email) AND disabled_at IS NULL",
      first: AccountCredentials.init(row:))
  }

  static var ownCredentials: Self {
    Query(
      "SELECT \(columns) FROM account WHERE id = (SELECT current_account())",
      first: AccountCredentials.init(row:))
  }

  static func credentialsLocked(of account: ID<Account>) -> Self {
    Query(
      "SELECT \(columns) FROM account WHERE id = \(account) AND disabled_at IS NULL FOR UPDATE",
      first: AccountCredentials.init(row:))
  }

  /// Locks the row: of two uses of one code at once, the second sees the step that the first took.
  static var ownCredentialsLocked: Self {
    Query(
      "SELECT \(columns) FROM account WHERE id = (SELECT current_account()) FOR UPDATE",
      first: AccountCredentials.init(row:))
  }
}

extension SQL {
  static func insertAccount(
    _ id: ID<Account>, email: String, passwordHash: String, role: Role, name: String, language: String,
    at now: Date
  ) -> SQL {
    """
    INSERT INTO account (id, email, password_hash, role, display_name, language, created_at)
    VALUES (\(id), \(email), \(passwordHash), \(role.rawValue), \(name), \(language), \(now))
    """
  }

  static func setPasswordHash(_ hash: String, of account: ID<Account>) -> SQL {
    "UPDATE account SET password_hash = \(hash) WHERE id = \(account)"
  }

  static func removeSeed(of account: ID<Account>) -> SQL {
    "UPDATE account SET totp_seed = NULL, totp_last_step = 0 WHERE id = \(account)"
  }

  static func acceptStep(_ step: Int64, of account: ID<Account>) -> SQL {
    "UPDATE account SET totp_last_step = \(step) WHERE id = \(account)"
  }

  static func enrol(_ sealed: [UInt8], of account: ID<Account>, step: Int64) -> SQL {
    "UPDATE account SET totp_seed = \(sealed), totp_last_step = \(step) WHERE id = \(account)"
  }
}
