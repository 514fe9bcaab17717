public import CivilTime
public import FoundationEssentials
internal import Postgres

/// That somebody was asked to act for a patient, and has not answered yet.
public struct FamilyInvitation: Sendable {
  public let id: ID<FamilyInvitation>
  public let patient: ID<Patient>
  public let patientName: String
  /// To which the letter went. Whether an account has it is not told.
  public let email: String
  public let relationship: FamilyTie.Relationship
  public let scopes: [FamilyScope]
  public let until: Day?
  public let expires: Date
  /// Whether it is for whoever sees it to answer.
  public let isToMe: Bool
  /// Who asks.
  public let inviter: String

  /// Seconds until which it can be answered.
  public static let lifetime: TimeInterval = 14 * 86_400
  /// Letters that may go to one address within the hour.
  static let lettersPerHour = 3
  /// Invitations of one account within a day.
  public static let mostPerDay = 10
}

/// What somebody allows: checked already.
public struct NewFamilyInvitation: Sendable {
  public let patient: ID<Patient>
  public let email: String
  /// Empty for a parent, who has all.
  public let scopes: [FamilyScope]
  public let until: Day?

  public init(patient: ID<Patient>, email: String, scopes: [FamilyScope], until: Day?) {
    self.patient = patient
    self.email = email
    self.scopes = scopes
    self.until = until
  }
}

extension FamilyInvitation {
  /// Whether invitation `v` is open still, and whoever sent it may ask so still.
  static func isOpen(at now: Date) -> SQL {
    """
    (v.state = 'open' AND v.expires_at > \(now)
     AND v.invited_by IN (\(Patient.readers(of: "v.patient_id", for: .keep, at: now)))
     AND EXISTS (SELECT FROM patient x WHERE x.id = v.patient_id AND x.retired_at IS NULL))
    """
  }

  /// Whether invitation `v` went to the address of whoever is signed in.
  static let isToMe: SQL = "v.email = (SELECT email FROM account WHERE id = (SELECT current_account()))"

  fileprivate static let columns: SQL = """
    v.id, v.patient_id, concat_ws(' ', p.given_name, p.family_name), v.email, v.relationship, v.scopes, v.until,
    v.expires_at, v.invited_by IS DISTINCT FROM (SELECT current_account()) AND \(isToMe), inviter.display_name
    """

  fileprivate init(row: inout Row) throws {
    (id, patient, patientName, email) = try (row.next(), row.next(), row.next(), row.next())
    guard let relationship = FamilyTie.Relationship(rawValue: try row.next()) else {
      throw StoredValueFault(column: "family_invitation.relationship")
    }
    self.relationship = relationship
    let scopes = Set(try row.next([String].self))
    self.scopes = FamilyScope.allCases.filter { scopes.contains($0.rawValue) }
    until = try row.next(SQLDate?.self).map { try Day(sql: $0) }
    (expires, isToMe, inviter) = try (row.next(), row.next(), row.next())
  }
}

extension Query<[FamilyInvitation]> {
  /// Those that wait for the visitor's answer, and those of the visitor's and their children's records that others have not answered.
  public static func familyInvitations(at now: Date) -> Self {
    Query(
      """
      SELECT \(FamilyInvitation.columns)
        FROM family_invitation v JOIN patient p ON p.id = v.patient_id JOIN account inviter ON inviter.id = v.invited_by
       WHERE \(FamilyInvitation.isOpen(at: now))
         AND (\(FamilyInvitation.isToMe) OR v.patient_id = ANY (ARRAY(\(Patient.mine(for: .keep, at: now)))))
       ORDER BY v.created_at, v.id LIMIT 50
      """, each: FamilyInvitation.init(row:))
  }
}

/// For whom somebody can be allowed to act.
public struct FamilySubject: Sendable {
  public let id: ID<Patient>
  public let name: String
  /// Whether it is the visitor; else it is a child of theirs.
  public let isMyself: Bool
  /// When the record is handed over to a child; nil for the visitor.
  public let handover: Date?
}

extension Query<[FamilySubject]> {
  /// The visitor first, then their children.
  public static func familySubjects(at now: Date) -> Self {
    Query(
      """
      SELECT p.id, concat_ws(' ', p.given_name, p.family_name), true, NULL::timestamptz, p.birth_date
        FROM patient p WHERE p.account_id = (SELECT current_account())
      UNION ALL
      SELECT p.id, concat_ws(' ', p.given_name, p.family_name), false, f.ends_at, p.birth_date
        FROM acting f JOIN patient p ON p.id = f.patient_id
       WHERE f.account_id = (SELECT current_account()) AND \(FamilyRight.keep.holds(at: now))
       ORDER BY 3 DESC, 5, 1
      """
    ) { row in
      let subject = try FamilySubject(
        id: row.next(), name: row.next(), isMyself: row.next(), handover: row.next())
      _ = try row.next(SQLDate.self)
      return subject
    }
  }
}
