public import Credentials
public import FoundationEssentials
internal import Postgres

extension SQL {
  /// Nothing for an address that has no account, or has had as many letters within the hour as it may: nobody kills the
  /// link in the last letter by asking for more. Locks the row: an address that is being changed or freed at the same
  /// moment gets no link any more.
  static func reset(_ email: String, _ token: Token, expires: Date) -> SQL {
    """
    INSERT INTO password_reset (token_hash, account_id, expires_at)
    SELECT \(token.hash), id, \(expires) FROM account
     WHERE email = \(email) AND disabled_at IS NULL
       AND (SELECT count(*) FROM outbox_message
             WHERE recipient = \(email) AND kind = \(LetterKind.passwordReset.rawValue)
               AND created_at > \(expires - PasswordReset.lifetime - 3600)) < \(PasswordReset.lettersPerHour)
       FOR KEY SHARE
    ON CONFLICT (tenant_id, account_id) DO UPDATE
       SET token_hash = excluded.token_hash, expires_at = excluded.expires_at
    """
  }

  static func deleteResets(of account: ID<Account>) -> SQL {
    "DELETE FROM password_reset WHERE account_id = \(account)"
  }

  static func deleteSessions(of account: ID<Account>) -> SQL {
    "DELETE FROM session WHERE account_id = \(account)"
  }

  /// - Parameter own: the session that goes on.
  static func deleteSessions(of account: ID<Account>, but own: [UInt8]?) -> SQL {
    "DELETE FROM session WHERE account_id = \(account) AND token_hash <> \(own)"
  }
}

extension Query<ID<Account>?> {
  static func account(of email: String) -> Self {
    Query("SELECT id FROM account WHERE email = \(email) AND disabled_at IS NULL") { row in try row.next() }
  }

  /// Uses a link up: the row is gone for whoever comes second.
  static func redeem(_ tokenHash: [UInt8], at now: Date) -> Self {
    Query(
      """
      DELETE FROM password_reset WHERE token_hash = \(tokenHash) AND expires_at > \(now) RETURNING account_id
      """
    ) { row in try row.next() }
  }
}

extension Query<[String]> {
  /// By name, whose new password is being thought of: who is signed in's, or theirs to whom a link was mailed.
  public static func passwordOwner(_ link: Token?, at now: Date) -> Self {
    Query(
      """
      SELECT display_name FROM account WHERE id = (SELECT current_account())
      UNION ALL
      SELECT a.display_name FROM password_reset r JOIN account a ON a.id = r.account_id
       WHERE r.token_hash = \(link?.hash) AND r.expires_at > \(now)
      UNION ALL
      SELECT concat_ws(' ', given_name, family_name) FROM invitation
       WHERE token_hash = \(link?.hash) AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > \(now)
      """
    ) { row in try row.next(String.self) }
  }
}

extension Query<PasswordReset.Owner?> {
  static func resetOwner(_ tokenHash: [UInt8], at now: Date) -> Self {
    Query(
      """
      SELECT a.display_name, a.email FROM password_reset r JOIN account a ON a.id = r.account_id
       WHERE r.token_hash = \(tokenHash) AND r.expires_at > \(now)
      """
    ) { row in try PasswordReset.Owner(name: row.next(), email: row.next()) }
  }

  static func owner(of account: ID<Account>) -> Self {
    Query("SELECT display_name, email FROM account WHERE id = \(account)") { row in
      try PasswordReset.Owner(name: row.next(), email: row.next())
    }
  }
}
