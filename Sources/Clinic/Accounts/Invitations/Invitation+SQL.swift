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
         AND coalesce(\(Invitation.opening), '-infinity') <= \(now)
      RETURNING id, email, role, concat_ws(' ', given_name, family_name), practitioner_id, patient_id
      """
    ) { row in
      try AcceptedInvitation(
        id: row.next(), email: row.next(), role: Role(rawValue: row.next()) ?? .patient, name: row.next(),
        practitioner: row.next(), patient: row.next())
    }
  }
}

extension Invitation {
  /// When the record that a row of `invitation` is for becomes its owner's; NULL for one that is for none.
  fileprivate static let opening: SQL = """
    (SELECT \(Handover.instant(of: "p.birth_date")) FROM patient p JOIN tenant t ON t.id = p.tenant_id
      WHERE p.id = invitation.patient_id)
    """

  /// Until when a link that is sent now is good: its days begin when it can be used.
  ///
  /// - Parameter opening: an expression; NULL for now.
  static func expiry(of opening: SQL, at now: Date) -> SQL {
    "greatest(\(now)::timestamptz, \(opening)) + \(lifetime)::float8 * interval '1 second'"
  }
}

/// What a date of birth says of who has a link.
enum BirthDate {
  case right, wrong
  /// It is theirs, but the record is not yet.
  case early
}

extension Query<BirthDate> {
  /// Whether a date of birth is that of whose record a link is for. A wrong one is charged by the statement that judges it. Who does
  /// not know it is not told whether the link works already: that would be a birthday.
  static func judge(_ day: Day?, _ tokenHash: [UInt8], at now: Date) -> Self {
    Query(
      """
      UPDATE invitation SET birth_dates = birth_dates + (p.birth_date IS DISTINCT FROM \(day?.sql)::date)::int
        FROM patient p
       WHERE token_hash = \(tokenHash) AND p.id = invitation.patient_id AND birth_dates < \(Invitation.mostBirthDates)
      RETURNING p.birth_date IS NOT DISTINCT FROM \(day?.sql)::date, \(Invitation.opening) > \(now)
      """
    ) { rows in
      let found = try rows.decode { row in (try row.next(Bool.self), try row.next(Bool.self)) }.first
      guard let (isRight, isEarly) = found, isRight else { return .wrong }
      return isEarly ? .early : .right
    }
  }
}

extension Query<Bool> {
  /// Whether a record is in use and nobody's account has it. It stays so until the transaction ends.
  static func isFree(_ patient: ID<Patient>) -> Self {
    Query(
      "SELECT FROM patient WHERE id = \(patient) AND account_id IS NULL AND retired_at IS NULL FOR UPDATE"
    ) {
      !$0.isEmpty
    }
  }
}

extension Query<(new: NewInvitation, isEarly: Bool)?> {
  static func renew(_ id: ID<Invitation>, _ token: Token, at now: Date) -> Self {
    Query(
      """
      UPDATE invitation
         SET token_hash = \(token.hash), birth_dates = 0, sent_at = \(now),
             expires_at = \(Invitation.expiry(of: Invitation.opening, at: now))
       WHERE id = \(id) AND accepted_at IS NULL AND withdrawn_at IS NULL
      RETURNING email, role, given_name, family_name, practitioner_id, language,
                coalesce(\(Invitation.opening) > \(now), false)
      """
    ) { row in
      let new = try NewInvitation(
        email: row.next(), role: Role(rawValue: row.next()) ?? .patient, givenName: row.next(),
        familyName: row.next(), practitioner: row.next(), language: row.next())
      return (new, try row.next())
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
