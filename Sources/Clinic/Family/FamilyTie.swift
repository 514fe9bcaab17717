public import CivilTime
public import FoundationEssentials
internal import Postgres

/// That somebody acts for a patient (FHIR R4 RelatedPerson, with the Consent that lets them).
public struct FamilyTie: Sendable {
  public let id: ID<FamilyTie>
  public let patient: ID<Patient>
  public let patientName: String
  /// Who acts.
  public let account: ID<Account>
  public let actorName: String
  public let relationship: Relationship
  public let scopes: [FamilyScope]
  /// The last day, by the clinic's calendar; nil where none was chosen.
  public let until: Day?
  public let since: Date
  /// From when on it holds no longer; nil for one that is not bounded.
  public let endsAt: Date?
  /// Whether whoever sees it is the one who acts.
  public let isMine: Bool
  /// Whether the patient is whoever sees it.
  public let isOfMyself: Bool
  /// Whether it is whoever sees it who may change it.
  public var mayChange: Bool { isOfMyself && relationship == .delegate }

  public enum Relationship: String, Sendable, CaseIterable {
    /// Has all rights until the child's record is handed over.
    case parent
    /// Whom an adult has allowed to act.
    case delegate
  }

  /// How many can act for one patient.
  public static let most = 10
  /// Days ahead that a right can be given for: two years.
  public static let longest = 731

  /// What the audit log says of an act of whoever acts for a patient; empty for the owner's and for staff's.
  ///
  /// - Parameter patient: an expression.
  static func acting(for patient: SQL, at now: Date) -> SQL {
    """
    coalesce((SELECT 'acting as ' || f.relationship FROM acting f
               WHERE f.patient_id = \(patient) AND f.account_id = (SELECT current_account())
                 AND \(FamilyRight.any.holds(at: now))), '')
    """
  }
}

extension FamilyTie {
  static let columns: SQL = """
    f.id, f.patient_id, concat_ws(' ', p.given_name, p.family_name), f.account_id, actor.display_name, f.relationship,
    f.scopes, f.until, f.created_at, nullif(f.ends_at, 'infinity'),
    f.account_id IS NOT DISTINCT FROM (SELECT current_account()),
    p.account_id IS NOT DISTINCT FROM (SELECT current_account())
    """

  static let joined: SQL = """
    acting f JOIN patient p ON p.id = f.patient_id JOIN account actor ON actor.id = f.account_id
    """

  init(row: inout Row) throws {
    (id, patient, patientName) = try (row.next(), row.next(), row.next())
    (account, actorName) = try (row.next(), row.next())
    guard let relationship = Relationship(rawValue: try row.next()) else {
      throw StoredValueFault(column: "related_person.relationship")
    }
    self.relationship = relationship
    let scopes = Set(try row.next([String].self))
    self.scopes = FamilyScope.allCases.filter { scopes.contains($0.rawValue) }
    until = try row.next(SQLDate?.self).map { try Day(sql: $0) }
    (since, endsAt, isMine, isOfMyself) = try (row.next(), row.next(), row.next(), row.next())
  }
}

extension Query<[FamilyTie]> {
  /// Who acts for the visitor and for their children, and for whom the visitor acts: those that hold now.
  public static func familyTies(at now: Date) -> Self {
    Query(
      """
      SELECT \(FamilyTie.columns) FROM \(FamilyTie.joined)
       WHERE f.ends_at > \(now)
         AND (f.account_id = (SELECT current_account()) OR f.patient_id = ANY (ARRAY(\(Patient.mine(for: .keep, at: now)))))
       ORDER BY p.birth_date, f.created_at, f.id
      """, each: FamilyTie.init(row:))
  }
}

extension Query<FamilyTie?> {
  /// One that holds now and is the visitor's to see: of their own record, of their child's, or their own right.
  public static func familyTie(_ id: ID<FamilyTie>, at now: Date) -> Self {
    Query(
      """
      SELECT \(FamilyTie.columns) FROM \(FamilyTie.joined)
       WHERE f.id = \(id) AND f.ends_at > \(now)
         AND (f.account_id = (SELECT current_account()) OR f.patient_id = ANY (ARRAY(\(Patient.mine(for: .keep, at: now)))))
      """, first: FamilyTie.init(row:))
  }
}

/// What somebody did for a patient, as the audit log has it.
public struct FamilyAct: Sendable {
  public let act: Act
  public let at: Date

  /// The latest.
  public static let most = 100
}

extension Query<[FamilyAct]> {
  /// What whoever has a right did for its patient since it was given, the latest first; none for a right that is not the visitor's to
  /// see.
  public static func acts(by tie: ID<FamilyTie>, at now: Date) -> Self {
    Query(
      """
      WITH tie AS MATERIALIZED (
        SELECT f.patient_id, f.account_id, f.created_at FROM acting f
         WHERE f.id = \(tie) AND f.patient_id = ANY (ARRAY(\(Patient.mine(for: .keep, at: now))))
      )
      SELECT e.act, e.at FROM audit_event e
       WHERE e.account_id = (SELECT account_id FROM tie) AND e.act <> 'read' AND e.act <> 'refused'
         AND e.at >= (SELECT created_at FROM tie)
         AND e.entity = ANY (ARRAY(\(AboutPatient.things(of: "SELECT patient_id FROM tie"))))
       ORDER BY e.at DESC, e.id DESC LIMIT \(FamilyAct.most)
      """
    ) { row in
      guard let act = Act(rawValue: try row.next()) else { throw StoredValueFault(column: "act") }
      return FamilyAct(act: act, at: try row.next())
    }
  }
}
