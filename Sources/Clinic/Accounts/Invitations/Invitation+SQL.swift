internal import CivilTime
internal import Credentials
internal import FoundationEssentials
internal import Postgres

extension Query<Invitation?> {
  static func invitation(_ tokenHash: [UInt8], at now: Date) -> Self {
    Query(
      """
      SELECT id, email, role, given_name, family_name, sent_at, expires_at, patient_id IS NOT NULL FROM invitation
       WHERE token_hash = \(tokenHash) AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > \(now)
         AND birth_dates < \(Invitation.mostBirthDates)
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
    isForRecord = try row.next()
  }
}

/// An invitation that is just being accepted.
struct AcceptedInvitation: Sendable {
  let id: ID<Invitation>
  let email: String
  let role: Role
  let name: String
  let practitioner: ID<Practitioner>?
  /// Whose record the account is for, where it is there already.
  let patient: ID<Patient>?
}

extension Query<AcceptedInvitation?> {
  /// Uses a link up: whoever comes second finds it used.
  static func accept(_ tokenHash: [UInt8], at now: Date) -> Self {
    Query(
      """
      UPDATE invitation SET accepted_at = \(now)
       WHERE token_hash = \(tokenHash) AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > \(now)
      RETURNING id, email, role, concat_ws(' ', given_name, family_name), practitioner_id, patient_id
      """
    ) { row in
      try AcceptedInvitation(
        id: row.next(), email: row.next(), role: Role(rawValue: row.next()) ?? .patient, name: row.next(),
        practitioner: row.next(), patient: row.next())
    }
  }
}

extension Query<Bool> {
  /// Whether a date of birth is that of whose record a link is for. It is charged before it is judged.
  static func isBorn(_ day: Day?, _ tokenHash: [UInt8]) -> Self {
    Query(
      """
      UPDATE invitation i SET birth_dates = birth_dates + 1 FROM patient p
       WHERE i.token_hash = \(tokenHash) AND p.id = i.patient_id AND i.birth_dates < \(Invitation.mostBirthDates)
      RETURNING p.birth_date = \(day?.sql)
      """
    ) { rows in try rows.decode { row in try row.next(Bool?.self) }.first.flatMap { $0 } ?? false }
  }

  /// Whether a record is in use and nobody's account has it. It stays so until the transaction ends.
  static func isFree(_ patient: ID<Patient>) -> Self {
    Query(
      "SELECT FROM patient WHERE id = \(patient) AND account_id IS NULL AND retired_at IS NULL FOR UPDATE"
    ) {
      !$0.isEmpty
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
