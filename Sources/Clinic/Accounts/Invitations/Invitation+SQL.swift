internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Query<Invitation?> {
  static func invitation(_ tokenHash: [UInt8], at now: Date) -> Self {
    Query(
      """
      SELECT id, email, role, given_name, family_name, sent_at, expires_at FROM invitation
       WHERE token_hash = \(tokenHash) AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > \(now)
      """, first: Invitation.init(row:))
  }
}

extension Invitation {
  init(row: inout Row) throws {
    id = try row.next()
    email = try row.next()
    role = Role(rawValue: try row.next()) ?? .patient
    givenName = try row.next()
    familyName = try row.next()
    sentAt = try row.next()
    expiresAt = try row.next()
  }
}

/// An invitation that is just being accepted.
struct AcceptedInvitation: Sendable {
  let id: ID<Invitation>
  let email: String
  let role: Role
  let name: String
  let practitioner: ID<Practitioner>?
}

extension Query<AcceptedInvitation?> {
  /// Uses a link up: whoever comes second finds it used.
  static func accept(_ tokenHash: [UInt8], at now: Date) -> Self {
    Query(
      """
      UPDATE invitation SET accepted_at = \(now)
       WHERE token_hash = \(tokenHash) AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > \(now)
      RETURNING id, email, role, concat_ws(' ', given_name, family_name), practitioner_id
      """
    ) { row in
      try AcceptedInvitation(
        id: row.next(), email: row.next(), role: Role(rawValue: row.next()) ?? .patient, name: row.next(),
        practitioner: row.next())
    }
  }
}

extension Query<NewInvitation?> {
  static func renew(_ id: ID<Invitation>, _ token: Token, at now: Date) -> Self {
    Query(
      """
      UPDATE invitation SET token_hash = \(token.hash), sent_at = \(now), expires_at = \(now + Invitation.lifetime)
       WHERE id = \(id) AND accepted_at IS NULL AND withdrawn_at IS NULL
      RETURNING email, role, given_name, family_name, practitioner_id, language
      """
    ) { row in
      try NewInvitation(
        email: row.next(), role: Role(rawValue: row.next()) ?? .patient, givenName: row.next(),
        familyName: row.next(), practitioner: row.next(), language: row.next())
    }
  }
}

extension Query<Bool> {
  static func withdraw(_ id: ID<Invitation>, at now: Date) -> Self {
    Query(
      """
      UPDATE invitation SET withdrawn_at = \(now)
       WHERE id = \(id) AND accepted_at IS NULL AND withdrawn_at IS NULL
      RETURNING 1
      """
    ) { !$0.isEmpty }
  }
}

extension SQL {
  /// Whoever may invite no longer leaves nobody a way in.
  static func withdrawInvitations(by account: ID<Account>, at now: Date) -> SQL {
    """
    UPDATE invitation SET withdrawn_at = \(now)
     WHERE invited_by = \(account) AND accepted_at IS NULL AND withdrawn_at IS NULL
    """
  }

  static func insert(
    _ new: NewInvitation, _ id: ID<Invitation>, _ token: Token, by inviter: ID<Account>?, at now: Date
  ) -> SQL {
    """
    INSERT INTO invitation (id, email, role, given_name, family_name, practitioner_id, language, token_hash, invited_by,
                            created_at, sent_at, expires_at)
    VALUES (\(id), \(new.email), \(new.role.rawValue), \(new.givenName), \(new.familyName), \(new.practitioner),
            \(new.language), \(token.hash), \(inviter), \(now), \(now), \(now + Invitation.lifetime))
    """
  }
}
