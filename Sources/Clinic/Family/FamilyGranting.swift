public import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Asks somebody by letter to act for the visitor, or to be the other parent of a child of theirs. Asked again, the same address
  /// has what was asked last. Nobody is told whether an account has the address.
  ///
  /// - Throws: `Refusal.unknown` for a record that is not the visitor's to give rights to; `.invalid` at `email` for their own
  ///   address, at `scope` for nothing, at `until` for a day out of bounds; `.conflict(.familyEnough)`, `.conflict(.lettersEnough)`.
  public func invite(_ new: NewFamilyInvitation, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let now = records.now
      let subjects = try await records.ask(.familySubjects(at: now))
      guard let subject = subjects.first(where: { $0.id == new.patient }) else { throw Refusal.unknown }
      let isParent = !subject.isMyself
      let today = try records.clinic.zones.rules(for: records.visit.tenant.timeZone).local(now).day
      let scopes = isParent ? FamilyScope.allCases : new.scopes
      let until = isParent ? nil : new.until
      if scopes.isEmpty { throw Refusal.invalid([Problem("scope", "problem.family-scope")]) }
      try FamilyTie.check(until: until, today: today)
      let counts = try await records.ask(.familyCounts(of: new.patient, email: new.email, at: now))
      if counts.isOwnAddress { throw Refusal.invalid([Problem("email", "problem.family-own-address")]) }
      if counts.ties >= FamilyTie.most { throw Refusal.conflict(.familyEnough) }
      if counts.today >= FamilyInvitation.mostPerDay || counts.letters >= FamilyInvitation.lettersPerHour {
        throw Refusal.conflict(.lettersEnough)
      }
      let id: ID<FamilyInvitation> = records.clinic.newID()
      let relationship: FamilyTie.Relationship = isParent ? .parent : .delegate
      try await records.finish(
        .familyInvited, of: new.patient.uuid,
        [
          """
          INSERT INTO family_invitation AS v (id, patient_id, email, relationship, scopes, until, created_at, expires_at)
          VALUES (\(id), \(new.patient), \(new.email), \(relationship.rawValue), \(scopes.map(\.rawValue)), \(until?.sql),
                  \(now), \(now + FamilyInvitation.lifetime))
          ON CONFLICT (tenant_id, patient_id, email) WHERE state = 'open' DO UPDATE
             SET relationship = excluded.relationship, scopes = excluded.scopes, until = excluded.until,
                 invited_by = excluded.invited_by, created_at = excluded.created_at, expires_at = excluded.expires_at
          """,
          // In the language of whoever has the address, else of whoever asks.
          """
          INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
          SELECT \(records.clinic.newID() as ID<OutboxMessage>), \(LetterKind.familyInvitation.rawValue),
                 coalesce((SELECT language FROM account WHERE email = \(new.email) AND closed_at IS NULL),
                          (SELECT language FROM account WHERE id = current_account())), \(new.email), '{}', \(now), \(now)
          """,
        ], detail: FamilyTie.detail(relationship, scopes, until))
    }
  }

  /// Takes back what was asked. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for what is not the visitor's.
  public func withdraw(_ id: ID<FamilyInvitation>, by visitor: Visitor) async throws {
    try await settle(id, as: "withdrawn", .familyWithdrawn, by: visitor) { now in
      "v.patient_id = ANY (ARRAY(\(Patient.mine(for: .keep, at: now))))"
    }
  }

  /// Says no. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for what was not asked of the visitor.
  public func decline(_ id: ID<FamilyInvitation>, by visitor: Visitor) async throws {
    try await settle(id, as: "declined", .familyDeclined, by: visitor) { _ in FamilyInvitation.isToMe }
  }

  private func settle(
    _ id: ID<FamilyInvitation>, as state: String, _ act: Act, by visitor: Visitor,
    where condition: @Sendable (Date) -> SQL
  ) async throws {
    let now = clock()
    let whose = condition(now)
    let (_, found) = try await ask(
      visitor,
      Query<Bool>(
        """
        WITH theirs AS (SELECT v.id FROM family_invitation v WHERE v.id = \(id) AND \(whose)),
        settled AS (
          UPDATE family_invitation v SET state = \(state), answered_at = \(now) FROM theirs
           WHERE v.id = theirs.id AND v.state = 'open' RETURNING v.patient_id AS id
        ), \(.notingEach(act, of: "settled", visitor, at: now))
        SELECT FROM theirs
        """
      ) { !$0.isEmpty })
    if !found { throw Refusal.unknown }
  }

  /// Agrees to act for somebody. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for what was not asked of the visitor, or not any more; `.conflict(.familyBlocked)` when the clinic
  ///   has ended it before; `.conflict(.familyEnough)`.
  public func accept(_ id: ID<FamilyInvitation>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let now = records.now
      let account = try records.account.id
      guard let asked = try await records.ask(.familyAsked(id, at: now)) else { throw Refusal.unknown }
      if asked.isAccepted { return }
      guard asked.isOpen else { throw Refusal.unknown }
      if asked.isBlocked { throw Refusal.conflict(.familyBlocked) }
      if asked.others >= FamilyTie.most { throw Refusal.conflict(.familyEnough) }
      try await records.finish(
        .familyAccepted, of: asked.patient.uuid,
        [
          "UPDATE family_invitation SET state = 'accepted', answered_at = \(now) WHERE id = \(id)",
          // What held before, or is over, gives way to what was asked now; a parent stays one.
          """
          UPDATE related_person SET ended_at = \(now), ended_by = \(account), ended_side = 'actor'
           WHERE patient_id = \(asked.patient) AND account_id = \(account) AND ended_at IS NULL
             AND NOT \(FamilyTie.isParent(at: now))
          """,
          """
          INSERT INTO related_person (id, patient_id, account_id, relationship, scopes, until, granted_by, granted_at, created_at)
          SELECT \(records.clinic.newID() as ID<FamilyTie>), v.patient_id, \(account), v.relationship, v.scopes, v.until,
                 v.invited_by, v.created_at, \(now)
            FROM family_invitation v WHERE v.id = \(id)
          ON CONFLICT (tenant_id, account_id, patient_id) WHERE ended_at IS NULL DO NOTHING
          """,
          .tellingFamily(Patient.readers(of: "\(asked.patient)", for: .keep, at: now), at: now),
        ])
    }
  }
}

extension FamilyTie {
  /// - Throws: `Refusal.invalid` at `until`.
  static func check(until: Day?, today: Day) throws(Refusal) {
    guard let until else { return }
    if until < today { throw .invalid([Problem("until", "problem.day-past")]) }
    if until > today.adding(days: longest) { throw .invalid([Problem("until", "problem.family-far")]) }
  }

  static func detail(_ relationship: Relationship, _ scopes: [FamilyScope], _ until: Day?) -> String {
    ([relationship.rawValue] + scopes.map(\.rawValue) + [until.map { "until \($0)" }].compactMap(\.self))
      .joined(separator: ", ")
  }

  /// Whether row `related_person` is that of a parent of a child who is one still.
  static func isParent(at now: Date) -> SQL {
    "(relationship = 'parent' AND id IN (SELECT f.id FROM acting f WHERE f.ends_at > \(now)))"
  }

  /// Whether the clinic has ended what an account was to a patient, and has not given it back.
  static func isBlocked(_ patient: SQL, _ account: SQL) -> SQL {
    """
    coalesce((SELECT r.ended_side = 'staff' FROM related_person r
               WHERE r.patient_id = \(patient) AND r.account_id = \(account)
               ORDER BY r.ended_at IS NULL DESC, r.ended_at DESC LIMIT 1), false)
    """
  }
}

extension SQL {
  /// Of two who change who acts for a patient, one waits for the other: what follows in the same pipeline sees what was done.
  static func lockingFamily(of patient: SQL) -> SQL {
    "SELECT FROM patient WHERE id = \(patient) FOR NO KEY UPDATE"
  }

  /// A letter to each of some accounts, but to whoever does it: who acts for whom has changed, and not how.
  ///
  /// - Parameter accounts: a query of ids.
  static func tellingFamily(_ accounts: SQL, at now: Date) -> SQL {
    """
    INSERT INTO outbox_message (id, kind, language, recipient, payload, due_at, created_at)
    SELECT gen_random_uuid(), \(LetterKind.familyChanged.rawValue), a.language, a.email, '{}', \(now), \(now)
      FROM account a
     WHERE a.id IN (\(accounts)) AND a.closed_at IS NULL AND a.disabled_at IS NULL
       AND a.id IS DISTINCT FROM current_account()
    """
  }
}

/// What stands in the way of an invitation.
struct FamilyCounts: Sendable {
  let isOwnAddress: Bool
  let ties: Int
  let today: Int
  let letters: Int
}

extension Query<FamilyCounts> {
  fileprivate static func familyCounts(of patient: ID<Patient>, email: String, at now: Date) -> Self {
    Query(
      """
      SELECT \(email) = (SELECT email FROM account WHERE id = (SELECT current_account())),
             (SELECT count(*) FROM acting f WHERE f.patient_id = \(patient) AND f.ends_at > \(now)),
             (SELECT count(*) FROM audit_event e
               WHERE e.account_id = (SELECT current_account()) AND e.act = \(Act.familyInvited.rawValue)
                 AND e.at > \(now - 86_400)),
             (SELECT count(*) FROM outbox_message
               WHERE recipient = \(email) AND kind = \(LetterKind.familyInvitation.rawValue) AND created_at > \(now - 3600))
      """
    ) { rows in
      try rows.decode { row in
        try FamilyCounts(isOwnAddress: row.next(), ties: row.next(), today: row.next(), letters: row.next())
      }[0]
    }
  }
}

struct FamilyAsked: Sendable {
  let patient: ID<Patient>
  let isAccepted: Bool
  let isOpen: Bool
  let isBlocked: Bool
  /// How many others act for the patient.
  let others: Int
}

extension Query<FamilyAsked?> {
  fileprivate static func familyAsked(_ id: ID<FamilyInvitation>, at now: Date) -> Self {
    Query([
      .lockingFamily(of: "(SELECT patient_id FROM family_invitation WHERE id = \(id))"),
      """
      SELECT v.patient_id, v.state = 'accepted', \(FamilyInvitation.isOpen(at: now)),
             \(FamilyTie.isBlocked("v.patient_id", "(SELECT current_account())")),
             (SELECT count(*) FROM acting f WHERE f.patient_id = v.patient_id AND f.ends_at > \(now)
                 AND f.account_id <> (SELECT current_account()))
        FROM family_invitation v WHERE v.id = \(id) AND \(FamilyInvitation.isToMe) FOR UPDATE OF v
      """,
    ]) { rows in
      try rows[rows.startIndex + 1].decode { row in
        try FamilyAsked(
          patient: row.next(), isAccepted: row.next(), isOpen: row.next(), isBlocked: row.next(),
          others: row.next())
      }.first
    }
  }
}
