internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Patient {
  /// Whose record is the visitor's for something: their own, and those of whom they act for with that right. The one rule is the view
  /// `acting`; nothing that asks keeps its answer, so that a right which is ended is gone at the next statement.
  ///
  /// - Parameter account: whose, where it is not the visitor's: a calendar program signs in nowhere.
  static func mine(
    for right: FamilyRight, at now: Date, of account: SQL = "(SELECT current_account())"
  ) -> SQL {
    """
    SELECT id FROM patient WHERE account_id = \(account)
    UNION ALL
    SELECT f.patient_id FROM acting f WHERE f.account_id = \(account) AND \(right.holds(at: now))
    """
  }

  /// ` AND` that a column names this very patient; nothing where nobody is chosen.
  static func only(_ person: ID<Patient>?, _ column: SQL) -> SQL {
    person.map { " AND \(column) = \($0)" } ?? ""
  }

  /// Whose patient somebody is for something: the other way round, a query of accounts.
  ///
  /// - Parameter patient: an expression.
  static func readers(of patient: SQL, for right: FamilyRight, at now: Date) -> SQL {
    """
    SELECT account_id FROM patient WHERE id = \(patient) AND account_id IS NOT NULL
    UNION
    SELECT f.account_id FROM acting f WHERE f.patient_id = \(patient) AND \(right.holds(at: now))
    """
  }
}

extension Query<[Child]> {
  /// The children of whoever is signed in, the eldest first.
  public static func children(at now: Date) -> Self {
    Query(
      """
      SELECT child.id, child.given_name, child.family_name, child.birth_date
        FROM acting f JOIN patient child ON child.id = f.patient_id
       WHERE f.account_id = (SELECT current_account()) AND \(FamilyRight.keep.holds(at: now))
       ORDER BY child.birth_date, child.given_name, child.id
      """
    ) { row in
      try Child(
        id: row.next(), givenName: row.next(), familyName: row.next(), birthDate: Day(sql: row.next()))
    }
  }
}

extension Child {
  /// How many records the account's owner has made as a parent.
  fileprivate static let counting: SQL = """
    (SELECT count(*) FROM related_person
      WHERE account_id = (SELECT current_account()) AND relationship = 'parent' AND granted_by IS NULL)
    """
}

extension Query<Void> {
  /// Waits until the account's owner is not at work on their children in another window: what follows in the same pipeline
  /// counts them all.
  static var queueForChildren: Self {
    Query(
      """
      SELECT pg_advisory_xact_lock(hashtextextended('children of ' || current_account(), 0))
       WHERE current_account() IS NOT NULL
      """
    ) { _ in }
  }
}

extension Query<Int> {
  /// Years at which the clinic hands a child's record over.
  public static var handoverAge: Self {
    Query("SELECT handover_age FROM tenant WHERE id = (SELECT current_tenant())") { rows in
      try rows.decode { row in try row.next(Int.self) }[0]
    }
  }

  /// Grown up or not.
  static var childCount: Self {
    Query("SELECT \(Child.counting)") { rows in try rows.decode { row in try row.next(Int.self) }[0] }
  }
}

extension Query<Bool> {
  /// Whether a patient is one for whom the visitor books. At the front desk a record that is out of use is nobody's; its owner is told
  /// that it is.
  static func mayBook(for patient: ID<Patient>, _ visitor: Visitor, at now: Date) -> Self {
    let whose: SQL =
      visitor.actsForPatients ? "retired_at IS NULL" : "id IN (\(Patient.mine(for: .book, at: now)))"
    return Query("SELECT FROM patient WHERE id = \(patient) AND \(whose)") {
      !$0.isEmpty
    }
  }

  /// Whether somebody born on a day is a child by the clinic's own age of handing over.
  static func isUnderAge(born day: Day, at now: Date) -> Self {
    Query(
      """
      SELECT FROM tenant t
       WHERE t.id = (SELECT current_tenant())
         AND \(Handover.instant(of: "\(day.sql)::date")) > \(now)::timestamptz
      """
    ) { !$0.isEmpty }
  }

  static func isChild(_ id: ID<Patient>) -> Self {
    Query(
      """
      SELECT FROM related_person WHERE account_id = (SELECT current_account()) AND patient_id = \(id)
      """
    ) { !$0.isEmpty }
  }

  /// Record, relation and audit in one statement. Only who was made by it is related: a known id makes nobody a parent.
  static func add(
    _ child: NewChild, _ id: ID<Patient>, by visitor: Visitor, at now: Date, newID: () -> ID<Patient>
  ) -> Self {
    Query(
      """
      WITH added AS (
        INSERT INTO patient (id, family_name, given_name, birth_date, gender, created_at)
        SELECT \(id), \(child.familyName), \(child.givenName), \(child.birthDate.sql),
               \(AdministrativeGender.unknown.rawValue), \(now)
          FROM tenant t
         WHERE t.id = (SELECT current_tenant()) AND \(Child.counting) < \(Child.mostPerAccount)
           AND \(Handover.instant(of: "\(child.birthDate.sql)::date")) > \(now)::timestamptz
        ON CONFLICT DO NOTHING
        RETURNING id
      ), related AS (
        INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
        SELECT \(newID()), id, current_account(), 'parent', \(now) FROM added
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT \(newID()), \(Act.childAdded.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM added
      )
      SELECT FROM added
      """
    ) { !$0.isEmpty }
  }
}
