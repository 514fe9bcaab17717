public import CivilTime
internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// The owner changes what somebody may do, and until when; it holds from the next statement on.
  ///
  /// - Throws: `Refusal.unknown` for what is not the visitor's to change; `.invalid` at `scope` or `until`.
  public func change(
    _ id: ID<FamilyTie>, to scopes: [FamilyScope], until: Day?, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let now = records.now
      guard let tie = try await records.ask(.familyTie(id, at: now)), tie.mayChange else {
        throw Refusal.unknown
      }
      if scopes.isEmpty { throw Refusal.invalid([Problem("scope", "problem.family-scope")]) }
      let today = try records.clinic.zones.rules(for: records.visit.tenant.timeZone).local(now).day
      try FamilyTie.check(until: until, today: today)
      if tie.scopes == scopes, tie.until == until { return }
      try await records.finish(
        .familyChanged, of: tie.patient.uuid,
        [
          """
          UPDATE related_person SET scopes = \(scopes.map(\.rawValue)), until = \(until?.sql)
           WHERE id = \(id) AND ended_at IS NULL
          """,
          .leavingVisits(of: tie.patient, tie.account, at: now),
          .tellingFamily("SELECT \(tie.account)::uuid", at: now),
        ], detail: FamilyTie.detail(tie.relationship, scopes, until))
    }
  }

  /// The owner takes back what they have allowed. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for what is not the visitor's to end: a parent's right is the clinic's.
  public func revoke(_ id: ID<FamilyTie>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let now = records.now
      guard let tie = try await records.ask(.familyTie(id, at: now)) else {
        if try await records.ask(.isEndedTie(id, of: .owner)) { return }
        throw Refusal.unknown
      }
      guard tie.mayChange else { throw Refusal.unknown }
      try await records.end(id, of: tie.patient, .owner)
    }
  }

  /// Whoever acts for somebody does so no longer. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.lastParent)` for a child who would have nobody.
  public func resign(_ id: ID<FamilyTie>, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let now = records.now
      guard let tie = try await records.ask(.familyTie(id, at: now)) else {
        if try await records.ask(.isEndedTie(id, of: .actor)) { return }
        throw Refusal.unknown
      }
      guard tie.isMine else { throw Refusal.unknown }
      if tie.relationship == .parent, try await records.ask(.isLastParent(tie, at: now)) {
        throw Refusal.conflict(.lastParent)
      }
      try await records.end(id, of: tie.patient, .actor)
    }
  }
}

extension FamilyTie {
  /// Whose hands ended it.
  enum Side: String {
    case owner, actor, staff
  }
}

extension TenantRecords {
  /// Whoever acted, and who keeps the record, are written to, but for who does it. Done twice it is done once.
  ///
  /// - Throws: `Refusal.unknown` for no such right of that patient.
  func end(
    _ id: ID<FamilyTie>, of patient: ID<Patient>, _ side: FamilyTie.Side, reason: String = ""
  ) async throws {
    let found = try await ask(
      Query<(account: ID<Account>, relationship: String, isEnded: Bool)?>([
        .lockingFamily(of: "\(patient)"),
        """
        SELECT account_id, relationship, ended_at IS NOT NULL FROM related_person
         WHERE id = \(id) AND patient_id = \(patient)
        """,
      ]) { rows in
        try rows[rows.startIndex + 1].decode {
          row -> (account: ID<Account>, relationship: String, isEnded: Bool) in
          (try row.next(), try row.next(), try row.next())
        }.first
      })
    guard let found else { throw Refusal.unknown }
    if found.isEnded { return }
    let told: SQL = """
      SELECT \(found.account)::uuid UNION \(Patient.readers(of: "\(patient)", for: .keep, at: now))
      """
    try await finish(
      .familyEnded, of: patient.uuid,
      [
        // While the right holds: who is told follows from it.
        .tellingFamily(told, at: now),
        """
        UPDATE related_person
           SET ended_at = \(now), ended_by = current_account(), ended_side = \(side.rawValue), ended_reason = \(reason)
         WHERE id = \(id) AND ended_at IS NULL
        """,
        .leavingVisits(of: patient, found.account, at: now),
      ],
      detail: "\(found.relationship), by \(side.rawValue)\(reason.isEmpty ? "" : ": \(reason)")"
        .prefixed)
  }
}

extension String {
  /// As much as the audit log takes.
  fileprivate var prefixed: String { String(prefix(400)) }
}

extension SQL {
  /// What an owner has allowed ends with their account, and what they were allowed themselves. A parent stays one.
  static func endDelegates(of account: ID<Account>, at now: Date) -> SQL {
    """
    UPDATE related_person r
       SET ended_at = \(now), ended_by = \(account),
           ended_side = CASE WHEN r.account_id = \(account) THEN 'actor' ELSE 'owner' END
     WHERE r.ended_at IS NULL AND r.relationship = 'delegate'
       AND (r.account_id = \(account) OR r.patient_id IN (SELECT id FROM patient WHERE account_id = \(account)))
    """
  }

  /// A record that its owner has is no longer their parents' for good, whatever age the clinic hands over at later on.
  static func endParents(of patient: ID<Patient>, by owner: ID<Account>, at now: Date) -> SQL {
    """
    UPDATE related_person SET ended_at = \(now), ended_by = \(owner), ended_side = 'owner'
     WHERE patient_id = \(patient) AND relationship = 'parent' AND ended_at IS NULL
    """
  }

  static func withdrawFamilyInvitations(by account: ID<Account>, at now: Date) -> SQL {
    """
    UPDATE family_invitation SET state = 'withdrawn', answered_at = \(now)
     WHERE invited_by = \(account) AND state = 'open'
    """
  }

  /// Whoever may not be in a patient's visits any more is out of those that go on.
  static func leavingVisits(of patient: ID<Patient>, _ account: ID<Account>, at now: Date) -> SQL {
    """
    UPDATE visit_participant v SET left_at = \(now)
      FROM appointment a
     WHERE a.id = v.appointment_id AND a.patient_id = \(patient) AND v.account_id = \(account) AND v.side = 'patient'
       AND v.left_at IS NULL
       AND NOT EXISTS (SELECT FROM acting f WHERE f.patient_id = \(patient) AND f.account_id = \(account)
                          AND \(FamilyRight.attend.holds(at: now)))
    """
  }
}

extension Query<Bool> {
  fileprivate static func isEndedTie(_ id: ID<FamilyTie>, of side: FamilyTie.Side) -> Self {
    Query(
      """
      SELECT FROM related_person
       WHERE id = \(id) AND ended_by = (SELECT current_account()) AND ended_side = \(side.rawValue)
      """
    ) { !$0.isEmpty }
  }

  /// Locks the parents of a child: of two who give up at once, one is the last.
  fileprivate static func isLastParent(_ tie: FamilyTie, at now: Date) -> Self {
    Query([
      "SELECT FROM related_person WHERE patient_id = \(tie.patient) FOR NO KEY UPDATE",
      """
      SELECT FROM acting f
       WHERE f.patient_id = \(tie.patient) AND f.id <> \(tie.id) AND \(FamilyRight.keep.holds(at: now))
      """,
    ]) { rows in rows[rows.startIndex + 1].isEmpty }
  }
}
