public import CivilTime
public import Credentials
public import FoundationEssentials
internal import Postgres

/// Who acts, or has acted, for a patient, as the front desk keeps it.
public struct FamilyAtDesk: Sendable {
  public let name: String
  public let number: Int
  public let hasAccount: Bool
  public let isRetired: Bool
  /// When the record becomes the patient's own, or did.
  public let handover: Date
  /// Those that hold first, then the latest.
  public let ties: [Tie]

  public struct Tie: Sendable {
    public let id: ID<FamilyTie>
    public let actorName: String
    public let relationship: FamilyTie.Relationship
    public let scopes: [FamilyScope]
    public let until: Day?
    public let since: Date
    /// When it was over, or will be; nil for never.
    public let endsAt: Date?
    /// Who entered it had seen this; empty for one that the family made.
    public let documentSeen: String
    public let ended: Ended?

    /// Whether it is the patient who is written to, as well.
    public struct Ended: Sendable {
      public let at: Date
      public let byClinic: Bool
      public let reason: String
    }
  }

  static let mostTies = 100
}

extension Query<FamilyAtDesk?> {
  /// That the record was looked at is noted beside.
  public static func family(of id: ID<Patient>, by visitor: Visitor, at now: Date) -> Self {
    Query([
      """
      WITH seen AS (SELECT id FROM patient WHERE id = \(id)),
      noted AS (\(SQL.notingLook(.read, "seen.id", "seen", visitor, at: now)))
      SELECT concat_ws(' ', p.given_name, p.family_name), p.number, p.account_id IS NOT NULL, p.retired_at IS NOT NULL,
             \(Handover.instant(of: "p.birth_date"))
        FROM patient p JOIN tenant t ON t.id = p.tenant_id WHERE p.id = \(id)
      """,
      """
      SELECT r.id, actor.display_name, r.relationship, r.scopes, r.until, r.created_at, nullif(f.ends_at, 'infinity'),
             r.document_seen, r.ended_at, coalesce(r.ended_side = 'staff', false), r.ended_reason
        FROM related_person r JOIN account actor ON actor.id = r.account_id LEFT JOIN acting f ON f.id = r.id
       WHERE r.patient_id = \(id)
       ORDER BY r.ended_at IS NOT NULL, f.ends_at <= \(now), r.created_at DESC, r.id LIMIT \(FamilyAtDesk.mostTies)
      """,
    ]) { rows in
      let ties = try rows[rows.startIndex + 1].decode(FamilyAtDesk.Tie.init(row:))
      return try rows[rows.startIndex].decode { row in
        try FamilyAtDesk(
          name: row.next(), number: row.next(), hasAccount: row.next(), isRetired: row.next(),
          handover: row.next(), ties: ties)
      }.first
    }
  }
}

extension FamilyAtDesk.Tie {
  fileprivate init(row: inout Row) throws {
    (id, actorName) = try (row.next(), row.next())
    guard let relationship = FamilyTie.Relationship(rawValue: try row.next()) else {
      throw StoredValueFault(column: "related_person.relationship")
    }
    self.relationship = relationship
    let scopes = Set(try row.next([String].self))
    self.scopes = FamilyScope.allCases.filter { scopes.contains($0.rawValue) }
    until = try row.next(SQLDate?.self).map { try Day(sql: $0) }
    (since, endsAt, documentSeen) = try (row.next(), row.next(), row.next())
    let (at, byClinic, reason) = try (row.next(Date?.self), row.next(Bool.self), row.next(String.self))
    ended = at.map { Ended(at: $0, byClinic: byClinic, reason: reason) }
  }
}

extension Clinic {
  /// The clinic ends what somebody is to a patient: in a dispute, or where it was told to. It is the clinic's to give back. Both are
  /// written to. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for no such right of that patient.
  public func endFamily(
    _ id: ID<FamilyTie>, of patient: ID<Patient>, because reason: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      try await records.end(id, of: patient, .staff, reason: reason)
    }
  }

  /// The clinic enters a parent of a child whose record is not handed over yet, having seen a document. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`; `.invalid` at `email` where no patient's account has it, or it is the child's own; `.conflict(.tooLate)`
  ///   for who has come of age; `.conflict(.familyEnough)`.
  public func addParent(
    of patient: ID<Patient>, email: String, documentSeen: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let now = records.now
      _ = try await records.transaction.pipeline([.lockingFamily(of: "\(patient)")])
      guard let family = try await records.ask(.family(of: patient, by: visitor, at: now)), !family.isRetired
      else { throw Refusal.unknown }
      if family.handover <= now { throw Refusal.conflict(.tooLate) }
      let account = try await records.ask(
        Query<(id: ID<Account>, isParent: Bool)?>(
          """
          SELECT a.id, EXISTS (SELECT FROM acting f
                                WHERE f.account_id = a.id AND f.patient_id = \(patient) AND f.relationship = 'parent')
            FROM account a
           WHERE a.email = \(email) AND a.role = 'patient' AND a.closed_at IS NULL AND a.disabled_at IS NULL
             AND NOT EXISTS (SELECT FROM patient p WHERE p.id = \(patient) AND p.account_id = a.id)
          """, first: { row in (try row.next(), try row.next()) }))
      guard let account else { throw Refusal.invalid([Problem("email", "problem.family-no-account")]) }
      if account.isParent { return }
      let holding = family.ties.filter { $0.ended == nil && $0.endsAt.map { $0 > now } ?? true }
      if holding.count >= FamilyTie.most { throw Refusal.conflict(.familyEnough) }
      let told: SQL = """
        SELECT \(account.id)::uuid UNION \(Patient.readers(of: "\(patient)", for: .keep, at: now))
        """
      try await records.finish(
        .familyAdded, of: patient.uuid,
        [
          """
          UPDATE related_person SET ended_at = \(now), ended_by = current_account(), ended_side = 'owner'
           WHERE patient_id = \(patient) AND account_id = \(account.id) AND ended_at IS NULL
          """,
          """
          INSERT INTO related_person (id, patient_id, account_id, relationship, granted_by, granted_at, document_seen, created_at)
          VALUES (\(records.clinic.newID() as ID<FamilyTie>), \(patient), \(account.id), 'parent', current_account(), \(now),
                  \(documentSeen), \(now))
          """,
          .tellingFamily(told, at: now),
        ], detail: String("parent, seen: \(documentSeen)".prefix(400)))
    }
  }

  /// Mails a link by which the owner of a record makes the account that it is theirs with: somebody who has come of age or is about
  /// to, or was only at the desk so far. They prove themselves by their date of birth. The link makes no account before that day.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.otherState)` for a record with an account, or one that is a child's for longer still;
  ///   `.invalid` at `email` when the address has an account or an invitation already; `.conflict(.lettersEnough)`.
  public func inviteOwner(of patient: ID<Patient>, email: String, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let now = records.now
      guard let family = try await records.ask(.family(of: patient, by: visitor, at: now)), !family.isRetired
      else { throw Refusal.unknown }
      if family.hasAccount || !Handover.isNear(family.handover, at: now) {
        throw Refusal.conflict(.otherState)
      }
      if try await records.ask(.accountExists(email)) {
        throw Refusal.invalid([Problem("email", "problem.invite-account")])
      }
      if try await records.ask(.letters(.invitation, to: email, since: now - 3600))
        >= Invitation.lettersPerHour
      {
        throw Refusal.conflict(.lettersEnough)
      }
      let id: ID<Invitation> = records.clinic.newID()
      let token = records.clinic.newToken()
      try await records.finish(
        .invitationSent, of: patient.uuid,
        [
          // Another address than before, or another letter: the older link dies.
          """
          UPDATE invitation SET withdrawn_at = \(now)
           WHERE patient_id = \(patient) AND accepted_at IS NULL AND withdrawn_at IS NULL
          """,
          """
          INSERT INTO invitation (id, email, role, given_name, family_name, language, token_hash, invited_by, patient_id,
                                  created_at, sent_at, expires_at)
          SELECT \(id), \(email), 'patient', coalesce(nullif(p.given_name, ''), p.family_name),
                 coalesce(nullif(p.family_name, ''), p.given_name), t.language, \(token.hash), current_account(), p.id,
                 \(now), \(now), \(Invitation.expiry(of: Handover.instant(of: "p.birth_date"), at: now))
            FROM patient p JOIN tenant t ON t.id = p.tenant_id WHERE p.id = \(patient)
          """,
          try records.letter(
            of: token, to: email, role: .patient, language: records.visit.tenant.language,
            isEarly: family.handover > now),
        ], detail: Role.patient.rawValue)
    }
  }
}
