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
  let pendingSeed: [UInt8]?
  let lastStep: Int64
  let name: String
  let email: String

  init(row: inout Row) throws {
    id = try row.next()
    role = Role(rawValue: try row.next()) ?? .patient
    passwordHash = try row.next()
    seed = try row.next()
    pendingSeed = try row.next()
    lastStep = try row.next()
    name = try row.next()
    email = try row.next()
  }
}

extension Query<AccountCredentials?> {
  private static var columns: SQL {
    "id, role, password_hash, totp_seed, totp_pending, totp_last_step, display_name, email"
  }

  static func credentials(of email: String) -> Self {
    Query("SELECT \(columns) FROM account WHERE email = \(email)", first: AccountCredentials.init(row:))
  }

  static var ownCredentials: Self {
    Query(
      "SELECT \(columns) FROM account WHERE id = (SELECT current_account())",
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
    _ id: ID<Account>, email: String, passwordHash: String, role: Role, name: String, seed: [UInt8]?,
    pending: [UInt8]?, at now: Date
  ) -> SQL {
    """
    INSERT INTO account (id, email, password_hash, role, display_name, totp_seed, totp_pending, created_at)
    VALUES (\(id), \(email), \(passwordHash), \(role.rawValue), \(name), \(seed), \(pending), \(now))
    """
  }

  static func acceptStep(_ step: Int64, of account: ID<Account>) -> SQL {
    "UPDATE account SET totp_last_step = \(step) WHERE id = \(account)"
  }

  static func enrolPendingSeed(of account: ID<Account>, step: Int64) -> SQL {
    """
    UPDATE account SET totp_seed = totp_pending, totp_pending = NULL, totp_last_step = \(step)
     WHERE id = \(account)
    """
  }

  static func setPendingSeed(_ sealed: [UInt8], of account: ID<Account>) -> SQL {
    "UPDATE account SET totp_pending = \(sealed) WHERE id = \(account)"
  }
}
