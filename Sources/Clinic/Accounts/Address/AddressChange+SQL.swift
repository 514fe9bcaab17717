public import FoundationEssentials
internal import Postgres

struct WaitingAddress: Sendable {
  let id: ID<AddressChange>
  let email: String
  let codeHash: String?
  let codeExpires: Date
  let triesLeft: Int
  let sendingsLeft: Int
}

extension Query<WaitingAddress?> {
  /// Locks the row: two tries at once are counted one after the other.
  static func ownAddressChange(at now: Date) -> Self {
    Query(
      """
      SELECT id, email, code_hash, code_expires_at, tries_left, sendings_left FROM address_change
       WHERE account_id = (SELECT current_account()) AND expires_at > \(now)
         FOR UPDATE
      """
    ) { row in
      try WaitingAddress(
        id: row.next(), email: row.next(), codeHash: row.next(), codeExpires: row.next(),
        triesLeft: row.next(), sendingsLeft: row.next())
    }
  }
}

extension Query<AddressChange.Pending?> {
  /// The change that waits for its code, of whoever is signed in.
  public static func pendingAddressChange(at now: Date) -> Self {
    Query(
      """
      SELECT email, sendings_left FROM address_change
       WHERE account_id = (SELECT current_account()) AND expires_at > \(now)
      """
    ) { row in try AddressChange.Pending(email: row.next(), sendingsLeft: row.next()) }
  }
}

extension SQL {
  /// One change at a time: a later one takes the place of the earlier.
  static func insertAddressChange(
    _ id: ID<AddressChange>, of account: ID<Account>, to email: String, codeHash: String?, at now: Date
  ) -> SQL {
    """
    INSERT INTO address_change (id, account_id, email, code_hash, code_expires_at, expires_at)
    VALUES (\(id), \(account), \(email), \(codeHash), \(now + AddressChange.codeLifetime),
            \(now + AddressChange.lifetime))
    ON CONFLICT (tenant_id, account_id) DO UPDATE
       SET id = excluded.id, email = excluded.email, code_hash = excluded.code_hash,
           code_expires_at = excluded.code_expires_at, expires_at = excluded.expires_at, tries_left = DEFAULT,
           sendings_left = DEFAULT
    """
  }

  static func renewAddressChange(_ id: ID<AddressChange>, codeHash: String?, at now: Date) -> SQL {
    """
    UPDATE address_change
       SET code_hash = \(codeHash), code_expires_at = \(now + AddressChange.codeLifetime), tries_left = 5,
           sendings_left = sendings_left - 1
     WHERE id = \(id)
    """
  }

  static func spendTry(of id: ID<AddressChange>) -> SQL {
    "UPDATE address_change SET tries_left = tries_left - 1 WHERE id = \(id)"
  }

  static func deleteAddressChange(of account: ID<Account>) -> SQL {
    "DELETE FROM address_change WHERE account_id = \(account)"
  }
}
