internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Patient {
  /// Whose appointments are the visitor's to see and to make: their own record, and their children's.
  ///
  /// - Parameter account: whose, where it is not the visitor's: a calendar program signs in nowhere.
  static func mine(at now: Date, of account: SQL = "(SELECT current_account())") -> SQL {
    """
    SELECT id FROM patient WHERE account_id = \(account)
    UNION ALL
    SELECT child.id FROM related_person r JOIN patient child ON child.id = r.patient_id
     WHERE r.account_id = \(account) AND \(Child.isUnderAge(at: now))
    """
  }

  /// Whose patient somebody is: the other way round, a query of accounts.
  ///
  /// - Parameter patient: an expression.
  static func readers(of patient: SQL, at now: Date) -> SQL {
    """
    SELECT account_id FROM patient WHERE id = \(patient) AND account_id IS NOT NULL
    UNION
    SELECT r.account_id FROM related_person r JOIN patient child ON child.id = r.patient_id
     WHERE r.patient_id = \(patient) AND \(Child.isUnderAge(at: now))
    """
  }
}

extension Child {
  /// Whether patient `child` has not come of age yet.
  static func isUnderAge(at now: Date) -> SQL {
    "child.birth_date + make_interval(years => \(fullAge)::int) > \(now)::timestamptz AT TIME ZONE 'UTC'"
  }
}

extension Query<[Child]> {
  /// The children of whoever is signed in, the eldest first.
  public static func children(at now: Date) -> Self {
    Query(
      """
      SELECT child.id, child.given_name, child.family_name, child.birth_date
        FROM related_person r JOIN patient child ON child.id = r.patient_id
       WHERE r.account_id = (SELECT current_account()) AND \(Child.isUnderAge(at: now))
       ORDER BY child.birth_date, child.given_name, child.id
      """
    ) { row in
      try Child(
        id: row.next(), givenName: row.next(), familyName: row.next(), birthDate: Day(sql: row.next()))
    }
  }
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
  /// Grown up or not.
  static var childCount: Self {
    Query("SELECT count(*) FROM related_person WHERE account_id = (SELECT current_account())") { rows in
      try rows.decode { row in try row.next(Int.self) }[0]
    }
  }
}

extension Query<Bool> {
  /// Whether a patient is one whom the visitor books for. At the front desk a record that is out of use is nobody's; its owner is told
  /// that it is.
  static func mayBook(for patient: ID<Patient>, _ visitor: Visitor, at now: Date) -> Self {
    let whose: SQL = visitor.actsForPatients ? "retired_at IS NULL" : "id IN (\(Patient.mine(at: now)))"
    return Query("SELECT FROM patient WHERE id = \(patient) AND \(whose)") {
      !$0.isEmpty
    }
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
         WHERE (SELECT count(*) FROM related_person WHERE account_id = (SELECT current_account()))
               < \(Child.mostPerAccount)
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
