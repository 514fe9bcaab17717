internal import FoundationEssentials
internal import Postgres
internal import WebAuthn

extension Query<[Passkey]> {
  /// Those of the signed-in account.
  public static var ownPasskeys: Self {
    Query(
      """
      SELECT id, name, created_at, used_at, is_backed_up, host FROM passkey
       WHERE account_id = (SELECT current_account())
       ORDER BY created_at
      """
    ) { row in
      try Passkey(
        id: row.next(), name: row.next(), createdAt: row.next(), usedAt: row.next(), isBackedUp: row.next(),
        host: row.next())
    }
  }
}

extension Query<[StoredPasskey]> {
  private static var columns: SQL {
    "p.id, p.account_id, p.credential_id, p.public_key, p.sign_count, p.is_backup_eligible, p.transports, p.host"
  }

  private static func read(_ row: inout Row) throws -> StoredPasskey {
    try StoredPasskey(
      id: row.next(), account: row.next(),
      record: PasskeyRecord(
        credentialID: row.next(), publicKey: row.next(), signCount: UInt32(clamping: row.next(Int64.self)),
        isBackupEligible: row.next(), transports: Transport.known(among: row.next([String].self))),
      host: row.next())
  }

  /// Those of the account that is signed in, or half so.
  static var ownStoredPasskeys: Self {
    Query(
      "SELECT \(columns) FROM passkey p WHERE p.account_id = (SELECT current_account()) ORDER BY p.created_at"
    ) { rows in try rows.decode(read) }
  }

  /// The one of that id. Its account's row is locked: of two assertions at once, the second is held against the first
  /// one's counter.
  static func passkey(_ credentialID: [UInt8]) -> Self {
    Query(
      """
      SELECT \(columns) FROM passkey p WHERE p.credential_id = \(credentialID)
      """
    ) { rows in try rows.decode(read) }
  }
}

extension Query<ID<Account>?> {
  static func owner(ofPasskey credentialID: [UInt8]) -> Self {
    Query("SELECT account_id FROM passkey WHERE credential_id = \(credentialID)") { row in try row.next() }
  }
}

extension Query<Bool> {
  /// False for a challenge that was answered before.
  static func spend(_ terms: PasskeyTerms) -> Self {
    Query(
      """
      INSERT INTO spent_challenge (challenge, expires_at) VALUES (\(terms.challenge), \(terms.expires))
      ON CONFLICT DO NOTHING
      RETURNING 1
      """
    ) { !$0.isEmpty }
  }
}

extension SQL {
  static func insert(
    _ passkey: NewPasskey, _ id: ID<Passkey>, named name: String, of account: ID<Account>, at host: String,
    _ now: Date
  ) -> SQL {
    let record = passkey.record
    return """
      INSERT INTO passkey (id, account_id, name, credential_id, public_key, sign_count, is_backup_eligible, is_backed_up,
                           transports, created_at, host)
      VALUES (\(id), \(account), \(name), \(record.credentialID), \(record.publicKey), \(Int64(record.signCount)),
              \(record.isBackupEligible), \(passkey.isBackedUp), \(record.transports.map(\.rawValue)), \(now), \(host))
      """
  }

  static func note(_ assertion: VerifiedAssertion, by passkey: ID<Passkey>, at now: Date) -> SQL {
    """
    UPDATE passkey
       SET sign_count = \(Int64(assertion.signCount)), is_backed_up = \(assertion.isBackedUp), used_at = \(now)
     WHERE id = \(passkey)
    """
  }
}
