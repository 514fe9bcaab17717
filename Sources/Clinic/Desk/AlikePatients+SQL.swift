internal import CivilTime
public import FoundationEssentials
internal import Postgres

/// Somebody who has a record already, and may be the one who is to be registered.
public struct AlikePatient: Sendable {
  public let patient: FoundPatient
  public let signs: [Sign]

  /// What both have in common.
  public enum Sign: String, Sendable, CaseIterable {
    /// The birth date, and a name but for a letter or two.
    case person
    case email
    case phone
  }

  public static let most = 5
}

extension Query<[AlikePatient]> {
  /// Asks nothing.
  public static var nobodyAlike: Self { Query([]) { _ in [] } }

  /// Who may be the same person, the closest first. That their records were seen is noted beside.
  public static func patients(
    like patient: NewPatient, but id: ID<Patient>, by visitor: Visitor, at now: Date
  ) -> Self {
    Query(
      """
      WITH \(patient.alike(but: id)), shown AS MATERIALIZED (
        SELECT patient_id, array_agg(sign ORDER BY sign DESC) AS signs FROM alike GROUP BY 1
         ORDER BY count(*) DESC, 2 DESC, 1 LIMIT \(AlikePatient.most)
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id, \(visitor.requestID),
               \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM shown
      )
      SELECT p.id, p.number, concat_ws(' ', p.given_name, p.family_name), p.birth_date, p.phone,
             (SELECT min(a.starts_at) FROM appointment a
               WHERE a.patient_id = p.id AND a.starts_at >= \(now) AND a.status IN ('booked', 'pending')),
             shown.signs
        FROM shown JOIN patient p ON p.id = shown.patient_id
       ORDER BY cardinality(shown.signs) DESC, shown.signs DESC, p.id
      """
    ) { row in
      let found = try FoundPatient(
        id: row.next(), number: row.next(), name: row.next(), birthDate: Day(sql: row.next()),
        phone: row.next(),
        next: row.next())
      return AlikePatient(
        patient: found, signs: try row.next([String].self).compactMap(AlikePatient.Sign.init))
    }
  }
}

extension NewPatient {
  /// The table expression `alike` (patient_id, sign): a row for each thing that somebody else has in common with them.
  ///
  /// Under row-level security an index is asked only what leakproof functions say: each branch begins with an equality.
  func alike(but id: ID<Patient>) -> SQL {
    """
    typed AS (
      SELECT word, CASE WHEN length(word) >= 5 THEN 2 WHEN length(word) >= 3 THEN 1 ELSE 0 END AS slips
        FROM words_of_name(\(familyName), \(givenName), '') AS word
    ), alike AS (
      SELECT p.id AS patient_id, 'person' AS sign FROM patient p
       WHERE p.birth_date = \(birthDate.sql) AND p.id <> \(id)
         AND EXISTS (SELECT FROM patient_word w, typed
                      WHERE w.patient_id = p.id
                        AND levenshtein_less_equal(w.word, typed.word, typed.slips) <= typed.slips)
      UNION
      SELECT p.id, 'email' FROM patient p
       WHERE p.email = nullif(\(email), '') AND p.id <> \(id)
      UNION
      SELECT p.id, 'phone' FROM patient p
       WHERE p.phone_end = nullif(right(\(phone.filter(\.isNumber)), 9), '') AND p.id <> \(id)
    )
    """
  }
}
