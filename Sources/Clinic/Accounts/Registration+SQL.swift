internal import FoundationEssentials
internal import Postgres

struct PendingRegistration: Sendable {
  let id: ID<Registration>
  let email: String
  let passwordHash: String
  let person: SignUp.Person
  let language: String
  let codeHash: String?
  let codeExpires: Date
  let triesLeft: Int
  let sendingsLeft: Int
}

extension Query<Bool> {
  static func accountExists(_ email: String) -> Self {
    Query("SELECT FROM account WHERE email = \(email)") { !$0.isEmpty }
  }
}

extension Query<PendingRegistration?> {
  /// Locks the row: two tries at once are counted one after the other.
  static func registration(of visitHash: [UInt8]?, at now: Date) -> Self {
    Query(
      """
      SELECT id, email, password_hash, person, language, code_hash, code_expires_at, tries_left, sendings_left
        FROM registration WHERE visit_hash = \(visitHash) AND expires_at > \(now)
         FOR UPDATE
      """
    ) { row in
      try PendingRegistration(
        id: row.next(), email: row.next(), passwordHash: row.next(),
        person: JSONDecoder().decode(SignUp.Person.self, from: Data(row.next(JSONB.self).utf8)),
        language: row.next(), codeHash: row.next(), codeExpires: row.next(), triesLeft: row.next(),
        sendingsLeft: row.next())
    }
  }
}

extension Query<String?> {
  /// The address that this browser's sign-up waits for.
  public static func pendingAddress(of visitor: Visitor) -> Self {
    Query("SELECT email FROM registration WHERE visit_hash = \(visitor.tokenHash)") { row in
      try row.next(String.self)
    }
  }
}

extension SQL {
  static func insert(
    _ signUp: SignUp, _ id: ID<Registration>, passwordHash: String, visitHash: [UInt8]?, codeHash: String?,
    at now: Date
  ) throws -> SQL {
    """
    INSERT INTO registration (id, visit_hash, email, password_hash, person, language, code_hash, code_expires_at,
                              expires_at)
    VALUES (\(id), \(visitHash), \(signUp.email), \(passwordHash), \(try JSONB(encoding: signUp.person)),
            \(signUp.language), \(codeHash), \(now + Registration.codeLifetime), \(now + Registration.lifetime))
    ON CONFLICT (tenant_id, visit_hash) DO UPDATE
       SET id = excluded.id, email = excluded.email, password_hash = excluded.password_hash,
           person = excluded.person, language = excluded.language, code_hash = excluded.code_hash,
           code_expires_at = excluded.code_expires_at, expires_at = excluded.expires_at,
           tries_left = DEFAULT, sendings_left = DEFAULT
    """
  }

  static func delete(registrationOf visitHash: [UInt8]?) -> SQL {
    "DELETE FROM registration WHERE visit_hash = \(visitHash)"
  }

  static func renew(_ id: ID<Registration>, codeHash: String?, at now: Date) -> SQL {
    """
    UPDATE registration
       SET code_hash = \(codeHash), tries_left = 5, sendings_left = sendings_left - 1,
           code_expires_at = \(now + Registration.codeLifetime)
     WHERE id = \(id)
    """
  }

  static func spendTry(of id: ID<Registration>) -> SQL {
    "UPDATE registration SET tries_left = tries_left - 1 WHERE id = \(id)"
  }
}

extension JSONB {
  init(encoding value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    self.init(utf8: Array(try encoder.encode(value)))
  }
}
