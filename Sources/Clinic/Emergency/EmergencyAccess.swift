public import FoundationEssentials
internal import Postgres

/// A patient's record, opened by somebody whose work it is not: for a reason, and for a while (FHIR R4 AuditEvent
/// purposeOfEvent `BTG`, break the glass). Its owner is told of it, and an administrator reviews it.
///
/// It is for practitioners, whose work are the patients of their own visits. The front desk's and the administrators' is
/// every patient's record already.
public struct EmergencyAccess: Sendable {
  public let id: ID<EmergencyAccess>
  public let account: ID<Account>
  public let name: String
  public let role: Role
  public let patient: ID<Patient>
  public let patientName: String
  public let patientNumber: Int
  public let reason: String
  public let opened: Date
  public let ends: Date
  /// How often the record was looked at under it.
  public let looks: Int
  public let review: Review?

  public struct Review: Sendable {
    public let verdict: Verdict
    public let name: String
    public let at: Date
    public let note: String
  }

  public enum Verdict: String, Sendable, CaseIterable {
    case justified, unjustified
  }

  /// Seconds for which the record is open.
  public static let lifetime: TimeInterval = 60 * 60
  /// Characters of a reason: a word is none.
  public static let shortestReason = 10
  public static let longestReason = 300
  public static let longestNote = 500
}

extension Clinic {
  /// Opens a record for ``EmergencyAccess/lifetime``. The same form sent again changes nothing.
  ///
  /// - Parameter reason: checked already. The patient reads it.
  /// - Throws: `Refusal.unconfirmed` unless the visitor has just proved who they are; `.unknown` for nobody's record.
  public func openInEmergency(
    _ patient: ID<Patient>, _ id: ID<EmergencyAccess>, because reason: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      try await records.requireConfirmation()
      let account = try records.account
      guard account.role.may(.openRecords) else { throw Refusal.forbidden }
      let isThere = try await records.ask(
        Query<Bool>("SELECT FROM patient WHERE id = \(patient)") { !$0.isEmpty })
      guard isThere else { throw Refusal.unknown }
      let isNew = try await records.ask(
        Query<Bool>(
          """
          INSERT INTO emergency_access (id, patient_id, reason, opened_at, ends_at)
          VALUES (\(id), \(patient), \(reason), \(records.now), \(records.now + EmergencyAccess.lifetime))
          ON CONFLICT DO NOTHING RETURNING id
          """
        ) { !$0.isEmpty })
      if isNew { try await records.finish(.emergencyOpened, of: patient.uuid, [], detail: reason) }
    }
  }

  /// Says whether it was right to open a record, which is closed with that.
  ///
  /// - Throws: `Refusal.unknown`; `.conflict(.ownEmergency)` for who opened it; `.conflict(.doneByAnother)` where somebody else
  ///   was quicker.
  public func review(
    _ id: ID<EmergencyAccess>, _ verdict: EmergencyAccess.Verdict, note: String, by visitor: Visitor
  ) async throws {
    try await open(visitor) { records in
      let found = try await records.ask(
        Query<(account: ID<Account>, patient: ID<Patient>, isReviewed: Bool)?>(
          """
          SELECT account_id, patient_id, reviewed_at IS NOT NULL FROM emergency_access WHERE id = \(id) FOR UPDATE
          """, first: { row in (try row.next(), try row.next(), try row.next()) }))
      guard let found else { throw Refusal.unknown }
      let reviewer = try records.account.id
      if found.account == reviewer { throw Refusal.conflict(.ownEmergency) }
      if found.isReviewed { throw Refusal.conflict(.doneByAnother) }
      try await records.finish(
        .emergencyReviewed, of: found.patient.uuid,
        [
          """
          UPDATE emergency_access
             SET reviewed_by = \(reviewer), reviewed_at = \(records.now), verdict = \(verdict.rawValue), note = \(note),
                 ends_at = least(ends_at, \(records.now))
           WHERE id = \(id)
          """
        ], detail: verdict.rawValue)
    }
  }
}

extension Query<EmergencyAccess?> {
  /// One, to be reviewed.
  public static func emergency(_ id: ID<EmergencyAccess>) -> Self {
    Query(
      """
      SELECT x.id, x.account_id, a.display_name, a.role, x.patient_id, concat_ws(' ', pt.given_name, pt.family_name),
             pt.number, x.reason, x.opened_at, x.ends_at,
             (SELECT count(*) FROM audit_event e
               WHERE e.entity = x.patient_id AND e.account_id = x.account_id AND e.purpose = 'emergency'
                 AND e.act = \(Act.read.rawValue) AND e.at >= x.opened_at AND e.at < x.ends_at),
             x.verdict, coalesce(r.display_name, ''), x.reviewed_at, x.note
        FROM emergency_access x
        JOIN account a ON a.id = x.account_id
        JOIN patient pt ON pt.id = x.patient_id
        LEFT JOIN account r ON r.id = x.reviewed_by
       WHERE x.id = \(id)
      """, first: EmergencyAccess.init(row:))
  }
}

extension EmergencyAccess {
  fileprivate init(row: inout Row) throws {
    (id, account, name) = try (row.next(), row.next(), row.next())
    guard let role = Role(rawValue: try row.next()) else { throw StoredValueFault(column: "role") }
    self.role = role
    (patient, patientName, patientNumber) = try (row.next(), row.next(), row.next())
    (reason, opened, ends, looks) = try (row.next(), row.next(), row.next(), row.next())
    let verdict = try row.next(String?.self).flatMap(Verdict.init)
    let (reviewer, at, note) = try (row.next(String.self), row.next(Date?.self), row.next(String.self))
    review =
      if let verdict, let at { Review(verdict: verdict, name: reviewer, at: at, note: note) } else { nil }
  }
}
