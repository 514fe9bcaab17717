internal import Credentials
public import FoundationEssentials
internal import Postgres

/// What patients see of their own record, or of a child's: what the clinic has made sure of, and results that are released.
public struct OwnHealth: Sendable {
  /// Whoever is signed in, and their children.
  public let people: [OwnPerson]
  /// Whose it is.
  public let person: OwnPerson
  /// Without those that were found not to be.
  public let allergies: [Version<AllergyIntolerance>]
  /// Those that are confirmed.
  public let conditions: [Version<Condition>]
  public let medications: [Version<MedicationStatement>]
  /// The latest ``mostVitals`` of each kind.
  public let vitals: [Observation]
  /// Of each result the version that was released last.
  public let results: [DiagnosticReport]

  public static let mostVitals = 6
  public static let mostResults = 50
}

extension Clinic {
  /// Nil for whose record is not the visitor's to see.
  ///
  /// - Parameter id: nil for their own, or the eldest child's where they have none.
  public func ownHealth(of id: ID<Patient>?, by visitor: Visitor, at now: Date) -> Query<OwnHealth?> {
    let box = secrets.box
    let first: SQL = """
      (SELECT id FROM patient WHERE id IN (\(Patient.mine(for: .see, at: now)))
        ORDER BY account_id IS DISTINCT FROM (SELECT current_account()), birth_date, id LIMIT 1)
      """
    let whose: SQL =
      id.map {
        "(SELECT p.id FROM patient p WHERE p.id = \($0) AND p.id IN (\(Patient.mine(for: .see, at: now))))"
      }
      ?? first
    let people = Query<[OwnPerson]>.ownPeople(for: .see, at: now)
    let chosen = Query<ID<Patient>?>("SELECT \(whose)") { rows in
      try rows.decode { row in try row.next(ID<Patient>?.self) }.first ?? nil
    }
    let allergies = AllergyIntolerance.released(whose, box, "e.verification_status <> 'refuted'")
    let conditions = Condition.released(whose, box, "e.verification_status = 'confirmed'")
    let medications = MedicationStatement.released(whose, box, "e.status <> 'not-taken'")
    let vitals = Query<[Observation]>.vitals(whose, box)
    let results = DiagnosticReport.all(
      """
      SELECT id FROM (
        SELECT DISTINCT ON (thread) id, effective_at FROM diagnostic_report
         WHERE patient_id = \(whose) AND released_at IS NOT NULL
         ORDER BY thread, recorded_at DESC, id DESC) AS last
       ORDER BY effective_at DESC, id DESC LIMIT \(OwnHealth.mostResults)
      """, box)
    let parts = Parts([
      people.statements, chosen.statements, allergies.statements, conditions.statements,
      medications.statements, vitals.statements, results.statements,
    ])
    return Query(parts.statements) { rows in
      let people = try people.read(parts.rows(0, rows))
      guard let id = try chosen.read(parts.rows(1, rows)), let person = people.first(where: { $0.id == id })
      else { return nil }
      return OwnHealth(
        people: people, person: person, allergies: try allergies.read(parts.rows(2, rows)),
        conditions: try conditions.read(parts.rows(3, rows)),
        medications: try medications.read(parts.rows(4, rows)), vitals: try vitals.read(parts.rows(5, rows)),
        results: try results.read(parts.rows(6, rows)))
    }
  }
}

extension RecordEntry {
  /// - Parameter whose: an expression, of a patient's id.
  fileprivate static func released(_ whose: SQL, _ box: SecretBox, _ condition: SQL) -> Query<[Version<Self>]>
  {
    Query(
      """
      \(selection) WHERE e.patient_id = \(whose) AND e.superseded_at IS NULL AND \(condition)
       ORDER BY e.\(unsafe: storage.columns[0]) NOT IN ('active', 'recurrence', 'relapse', 'intended', 'on-hold'),
                e.recorded_at DESC, e.id DESC LIMIT 100
      """, each: { row in try Version(row: &row, box) })
  }
}

extension Query<[Observation]> {
  fileprivate static func vitals(_ whose: SQL, _ box: SecretBox) -> Self {
    Query(
      """
      SELECT \(Observation.columns)
        FROM unnest(\(Vital.allCases.map(\.rawValue))) WITH ORDINALITY AS kind (code, place)
        CROSS JOIN LATERAL (
          SELECT * FROM observation x
           WHERE x.patient_id = \(whose) AND x.category = 'vital-signs' AND x.code = kind.code AND x.superseded_at IS NULL
           ORDER BY x.effective_at DESC, x.id DESC LIMIT \(OwnHealth.mostVitals)) AS o
        JOIN account author ON author.id = o.recorded_by
       ORDER BY kind.place, o.effective_at DESC, o.id DESC
      """, each: { row in try Observation(row: &row, box) })
  }
}
