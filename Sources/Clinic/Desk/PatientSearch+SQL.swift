internal import CivilTime
public import FoundationEssentials
internal import Postgres

extension Query<[FoundPatient]> {
  /// Asks nothing.
  public static var nobody: Self { Query([]) { _ in [] } }

  /// Who fits all that was typed, the closest first: at most one more than are shown. That it was searched, and whose records
  /// were seen, is noted beside.
  public static func patients(_ search: PatientSearch, by visitor: Visitor, at now: Date) -> Self {
    if search.isEmpty { return .nobody }
    return Query(
      """
      WITH \(search.found) shown AS MATERIALIZED (
        SELECT p.id, p.number, concat_ws(' ', p.given_name, p.family_name) AS name, p.birth_date, p.phone,
               \(NeedAtSight.column(of: "p")) AS needs, found.closeness, p.family_name, p.given_name
          FROM \(search.source)
         WHERE p.retired_at IS NULL AND \(search.condition)
         ORDER BY found.closeness DESC, p.family_name, p.given_name, p.id
         LIMIT \(PatientSearch.mostHits + 1)
      ), searched AS (
        INSERT INTO audit_event (id, act, purpose, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.patientsSearched.rawValue), \(visitor.purpose.rawValue), \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
         WHERE current_tenant() IS NOT NULL
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM shown
      )
      SELECT id, number, name, birth_date, phone,
             (SELECT min(a.starts_at) FROM appointment a
               WHERE a.patient_id = shown.id AND a.starts_at >= \(now) AND a.status IN ('booked', 'pending')), needs
        FROM shown ORDER BY closeness DESC, family_name, given_name, id
      """, each: FoundPatient.init(row:))
  }
}

extension Query<FoundPatient?> {
  /// Any patient, for whom something is to be booked. That their record was looked at is noted beside.
  public static func patient(_ id: ID<Patient>?, by visitor: Visitor, at now: Date) -> Self {
    Query(
      """
      WITH shown AS (
        SELECT p.id, p.number, concat_ws(' ', p.given_name, p.family_name) AS name, p.birth_date, p.phone,
               \(NeedAtSight.column(of: "p")) AS needs
          FROM patient p WHERE p.id = \(id)
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM shown
      )
      SELECT id, number, name, birth_date, phone,
             (SELECT min(a.starts_at) FROM appointment a
               WHERE a.patient_id = shown.id AND a.starts_at >= \(now) AND a.status IN ('booked', 'pending')), needs
        FROM shown
      """, first: FoundPatient.init(row:))
  }
}

extension FoundPatient {
  fileprivate init(row: inout Row) throws {
    try self.init(
      id: row.next(), number: row.next(), name: row.next(), birthDate: Day(sql: row.next()),
      phone: row.next(),
      next: row.next(), needs: row.needsAtSight())
  }
}

extension PatientSearch {
  /// A query of the ids of those who fit best, so many at most: for lists in which patients stand.
  func ids(atMost limit: Int = 200) -> SQL {
    """
    WITH \(found) fitting AS (
      SELECT p.id, found.closeness FROM \(source) WHERE \(condition)
       ORDER BY found.closeness DESC, p.id
       LIMIT \(unsafe: "\(limit)")
    )
    SELECT id FROM fitting ORDER BY closeness DESC, id
    """
  }

  /// The table expression `found` (patient_id, closeness), where a word was typed: whose names have a word for each that was typed.
  ///
  /// A word is compared with each different word of the clinic's names once, and of those that are close only so many are
  /// followed: of patients there are many more. How many letters may be changed, added or left out (Levenshtein) follows from
  /// how many there are.
  fileprivate var found: SQL {
    if words.isEmpty { return "" }
    return """
      typed AS (
        SELECT n, word, CASE WHEN length(word) >= 5 THEN 2 WHEN length(word) >= 3 THEN 1 ELSE 0 END AS slips
          FROM (SELECT n, folded(word) AS word FROM (VALUES \(typed)) AS t (n, word)) AS plain
      ), near AS MATERIALIZED (
        SELECT typed.n, known.word, known.closeness
          FROM typed, LATERAL (
            SELECT word, closeness
              FROM (SELECT w.word,
                           CASE WHEN w.word = typed.word THEN 3
                                WHEN starts_with(w.word, typed.word) THEN 2
                                WHEN typed.slips = 0 THEN 0
                                ELSE (1 + typed.slips - levenshtein_less_equal(w.word, typed.word, typed.slips)) * 0.5
                           END AS closeness
                      FROM name_word w) AS compared
             WHERE closeness > 0
             ORDER BY closeness DESC, length(word), word
             LIMIT 50) AS known
      ), hit AS (
        SELECT x.patient_id, near.n, max(near.closeness) AS closeness
          FROM near JOIN patient_word x ON x.word = near.word
         GROUP BY 1, 2
      ), found AS (
        SELECT patient_id, sum(closeness) AS closeness FROM hit
         GROUP BY 1 HAVING count(*) = \(unsafe: "\(words.count)")
      ),
      """
  }

  /// Rows of their own: what an array holds PostgreSQL does not know, and would plan each search anew.
  private var typed: SQL {
    words.enumerated().map { n, word in "(\(unsafe: "\(n)"), \(word))" as SQL }.joined(separator: ", ")
  }

  fileprivate var source: SQL {
    words.isEmpty
      ? "patient p CROSS JOIN (SELECT 0 AS closeness) AS found"
      : "found JOIN patient p ON p.id = found.patient_id"
  }

  fileprivate var condition: SQL {
    var conditions: [SQL] = ["true"]
    if let birthDate { conditions.append("p.birth_date = \(birthDate.sql)") }
    if let number { conditions.append("p.number = \(Int32(number))") }
    return conditions.joined(separator: " AND ")
  }
}
