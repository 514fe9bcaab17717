internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension DirectorySearch {
  /// The common table expression `found`, of practitioners: how many of the words lead to them, how many of these as
  /// they were typed, and how closely.
  ///
  /// A word leads to somebody by their name, a specialty or what people call it, or a service. As typed is better
  /// than nearly (by the trigrams of whole words, so that `heart` does not find a hearing test), and a name better
  /// than what many share. What many share is compared once, and no index is asked: a clinic has few texts (a
  /// thousand doctors are compared in 10 ms).
  static func found(by words: [String]) -> SQL {
    """
    word AS MATERIALIZED (
      SELECT n, folded(word) AS word FROM unnest(\(words)) WITH ORDINALITY AS typed (word, n)
    ), written AS MATERIALIZED (
      SELECT of, id, weight, \(Self.plain("text")) AS text
        FROM (SELECT 'practitioner' AS of, id, 3 AS weight, concat_ws(' ', prefix, given_name, family_name) AS text
                FROM practitioner WHERE active AND kind = ''
              UNION ALL SELECT 'specialty', id, 2.5, name FROM specialty
              UNION ALL SELECT 'specialty', specialty_id, 2, words FROM specialty_synonym
              UNION ALL SELECT 'service', id, 2, name FROM healthcare_service WHERE active) AS texts
    ), near AS MATERIALIZED (
      SELECT of, id, n, max(closeness) AS closeness
        FROM (SELECT of, id, n,
                     CASE WHEN strpos(text, ' ' || word || ' ') > 0 THEN weight + 1.5
                          WHEN strpos(text, ' ' || word) > 0 THEN weight + 1
                          WHEN length(word) >= 3 AND strpos(text, word) > 0 THEN weight
                          WHEN length(word) >= 4 THEN strict_word_similarity(word, text)
                          ELSE 0 END AS closeness
                FROM written, word) AS compared
       WHERE closeness >= \(Self.nearest)
       GROUP BY of, id, n
    ), hit AS (
      SELECT practitioner_id, n, max(closeness) AS closeness
        FROM (SELECT id AS practitioner_id, n, closeness FROM near WHERE of = 'practitioner'
              UNION ALL
              SELECT x.practitioner_id, n, closeness
                FROM near JOIN practitioner_specialty x ON x.specialty_id = near.id WHERE of = 'specialty'
              UNION ALL
              SELECT x.practitioner_id, n, closeness
                FROM near JOIN practitioner_service x ON x.service_id = near.id WHERE of = 'service') AS hits
       GROUP BY practitioner_id, n
    ), found AS (
      SELECT practitioner_id, count(*) AS hits, count(*) FILTER (WHERE closeness >= 2) AS as_typed,
             sum(closeness) AS closeness
        FROM hit GROUP BY practitioner_id
    )
    """
  }

  /// What is searched, as `words` are: without accents, capitals and apostrophes, words apart by one space and one at
  /// either end.
  private static func plain(_ text: SQL) -> SQL {
    "' ' || translate(folded(\(text)), '-./,''', '    ') || ' '"
  }

  /// Of 1. `Hadad` is 0.62 of `Haddad`, `adeyeim` 0.45 of `Adeyemi`; `heart` is 0.4 of `hearing`.
  private static let nearest = 0.42

  /// Whether practitioner `p` passes all that was chosen.
  func filter(at now: Date) -> SQL {
    // Which day it is depends on the clinic's zone: that somebody left yesterday does not matter here.
    let today = Day(daysSinceEpoch: Int(now.timeIntervalSince1970 / 86_400)) ?? .first
    var conditions: [SQL] = ["p.active AND p.kind = ''"]
    if let specialty {
      conditions.append(
        """
        EXISTS (SELECT FROM practitioner_specialty x
                 WHERE x.practitioner_id = p.id AND x.specialty_id = \(specialty))
        """)
    }
    if let language { conditions.append("\(language) = ANY (p.languages)") }
    if let gender { conditions.append("p.gender = \(gender.rawValue)") }
    if service != nil || online { conditions.append("s.id IS NOT NULL") }
    if let place {
      let rooms: SQL = "(SELECT id FROM location WHERE part_of = \(place) AND active)"
      conditions.append(
        """
        (EXISTS (SELECT FROM availability x WHERE x.practitioner_id = p.id AND x.location_id IN \(rooms)
                    AND coalesce(x.valid_until >= \(today.sql), true))
         OR EXISTS (SELECT FROM dated_hours x WHERE x.practitioner_id = p.id AND x.location_id IN \(rooms)
                       AND x.day >= \(today.sql)))
        """)
    }
    return conditions.joined(separator: " AND ")
  }
}
