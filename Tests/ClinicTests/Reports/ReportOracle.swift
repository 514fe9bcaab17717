import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres

@testable import Clinic

/// The same numbers by plain SQL, one statement for each, written without looking at the reports: local times by PostgreSQL's
/// own zones, percentiles by sorted arrays, hours minute by minute.
struct ReportOracle {
  let stage: ReportStage
  let question: ReportQuestion

  /// By month (`2026-03`) or id; of all together under the empty text.
  func answer(_ measure: Measure) async throws -> [String: Double] {
    let statement = measure == .hoursOffered ? offered : counted(measure)
    let rows = try await stage.test.database.asOwner(of: stage.test.riverside.id.uuid, [statement])[0]
    return Dictionary(
      uniqueKeysWithValues: try rows.decode { row in
        (try row.next(String.self), try row.next(Double?.self))
      }.compactMap { key, value in value.map { (key, $0) } })
  }

  private var local: SQL { "(a.starts_at AT TIME ZONE 'Europe/London')" }

  private var key: SQL {
    switch question.grouping {
    case .month: "to_char(\(local), 'YYYY-MM')"
    case .service: "a.service_id::text"
    case .doctor: "a.practitioner_id::text"
    case .place:
      "CASE WHEN (SELECT part_of FROM location WHERE id = a.location_id) IS NULL THEN a.location_id::text ELSE \(stage.site.description) END"
    }
  }

  private var wanted: SQL {
    var wanted: SQL = """
      \(local)::date >= \(question.days.lowerBound.sql) AND \(local)::date <= \(question.days.upperBound.sql)
      """
    if let service = question.service { wanted += " AND a.service_id = \(service)" }
    if let doctor = question.practitioner { wanted += " AND a.practitioner_id = \(doctor)" }
    if let place = question.place {
      wanted +=
        " AND (a.location_id = \(place) OR a.location_id IN (SELECT id FROM location WHERE part_of = \(place)))"
    }
    return wanted
  }

  private func counted(_ measure: Measure) -> SQL {
    """
    WITH visit AS (SELECT \(key) AS key, a.* FROM appointment a WHERE \(wanted)),
         twice AS (SELECT * FROM visit UNION ALL SELECT '', a.* FROM appointment a WHERE \(wanted))
    SELECT key, (\(expression(measure)))::float8 FROM twice GROUP BY key
    """
  }

  private func expression(_ measure: Measure) -> SQL {
    switch measure {
    case .appointments: "count(*)"
    case .asked: states("proposed", "pending")
    case .booked: states("booked")
    case .came: states("arrived", "fulfilled")
    case .missed: states("noshow")
    case .cancelled: states("cancelled")
    case .due: states("arrived", "fulfilled", "noshow")
    case .missedShare: "1.0 * \(states("noshow")) / nullif(\(states("arrived", "fulfilled", "noshow")), 0)"
    case .cancelledShare: "1.0 * \(states("cancelled")) / count(*)"
    case .leadMedian: percentile("0.5", lead)
    case .leadNinetieth: percentile("0.9", lead)
    case .leadMean: "sum(\(lead)) / count(*)"
    case .waited: "count(\(wait))"
    case .waitMedian: percentile("0.5", wait)
    case .waitNinetieth: percentile("0.9", wait)
    case .waitLongest: percentile("1", wait)
    case .hoursBooked, .fill:
      """
      (SELECT sum(hours) FROM (
         SELECT DISTINCT b ->> 'd' AS d, b ->> 's' AS s, (b ->> 'h')::float8 AS hours
           FROM unnest(array_agg(jsonb_build_object('d', practitioner_id, 's', starts_at || ' ' || ends_at, 'h',
                (extract(epoch FROM ends_at) - extract(epoch FROM starts_at)) / 3600, 'x', status))) b
          WHERE b ->> 'x' NOT IN ('cancelled', 'proposed')) once)
      """
    case .hoursOffered: "0"
    case .completed: "count(CASE WHEN status = 'fulfilled' AND currency = 'GBP' THEN 1 END)"
    case .revenue: "sum(CASE WHEN status = 'fulfilled' AND currency = 'GBP' THEN price_minor ELSE 0 END)"
    case .revenueMean: "avg(CASE WHEN status = 'fulfilled' AND currency = 'GBP' THEN price_minor END)"
    }
  }

  private func states(_ states: String...) -> SQL {
    "sum(CASE WHEN \(states.map { "status = \($0)" as SQL }.joined(separator: " OR ")) THEN 1 ELSE 0 END)"
  }

  private var lead: SQL {
    "CASE WHEN booked_at < starts_at THEN (extract(epoch FROM starts_at) - extract(epoch FROM booked_at)) / 86400 ELSE 0 END"
  }

  private var wait: SQL {
    """
    CASE WHEN arrived_at IS NOT NULL AND started_at IS NOT NULL AND started_at >= arrived_at
         THEN (extract(epoch FROM started_at) - extract(epoch FROM arrived_at)) / 60 END
    """
  }

  /// Between the two values that it falls between.
  private func percentile(_ share: SQL, _ value: SQL) -> SQL {
    """
    (SELECT v[floor(at)::int + 1] + (at - floor(at)) * (v[ceil(at)::int + 1] - v[floor(at)::int + 1])
       FROM (SELECT v, \(share) * (cardinality(v) - 1) AS at
               FROM (SELECT array_remove(array_agg(\(value) ORDER BY \(value)), NULL) AS v) AS sorted) AS placed)
    """
  }

  /// Every five minutes: is this doctor there then? All hours of the stage begin and end at such a minute.
  private var offered: SQL {
    let place: SQL = question.place.map { "AND coalesce(l.part_of, l.id) = \($0)" } ?? ""
    let doctor: SQL = question.practitioner.map { "AND p.id = \($0)" } ?? ""
    let key: SQL =
      switch question.grouping {
      case .month: "to_char(clock, 'YYYY-MM')"
      case .service: "'service'"
      case .doctor: "doctor::text"
      case .place: "place::text"
      }
    return """
      WITH tick AS (
        SELECT tick, tick AT TIME ZONE 'Europe/London' AS clock
          FROM generate_series(\(question.days.lowerBound.sql)::timestamp AT TIME ZONE 'UTC' - interval '1 day',
                               \(question.days.upperBound.sql)::timestamp AT TIME ZONE 'UTC' + interval '2 days',
                               interval '5 minutes') AS tick
      ), there AS (
        SELECT DISTINCT tick.tick, tick.clock, p.id AS doctor, coalesce(l.part_of, l.id) AS place
          FROM tick CROSS JOIN practitioner p
          JOIN (SELECT practitioner_id, location_id, opens, closes, weekday, valid_from, valid_until, NULL::date AS day
                  FROM availability
                UNION ALL
                SELECT practitioner_id, location_id, opens, closes, NULL, NULL, NULL, day FROM dated_hours) h
            ON h.practitioner_id = p.id AND clock::time >= h.opens AND (h.closes = '24:00' OR clock::time < h.closes)
          JOIN location l ON l.id = h.location_id
         WHERE clock::date BETWEEN \(question.days.lowerBound.sql) AND \(question.days.upperBound.sql)
           AND CASE WHEN h.day IS NOT NULL THEN h.day = clock::date
                    ELSE extract(isodow FROM clock) = h.weekday AND clock::date >= h.valid_from
                         AND clock::date <= coalesce(h.valid_until, 'infinity'::date)
                         AND clock::date NOT IN (SELECT day FROM holiday)
                         AND NOT EXISTS (SELECT FROM dated_hours r WHERE r.practitioner_id = p.id AND r.replaces
                                                                      AND r.day = clock::date) END
           AND NOT EXISTS (
                 SELECT FROM absence x
                  WHERE (x.practitioner_id = p.id OR x.location_id = h.location_id) AND x.withdrawn_at IS NULL
                    AND clock::date >= x.first_day AND clock::date <= x.last_day
                    AND (x.weekdays = '{}' OR extract(isodow FROM clock) = ANY (x.weekdays))
                    AND clock::time >= x.starts AND (x.ends = '24:00' OR clock::time < x.ends))
           AND (NOT EXISTS (SELECT FROM opening_hours o WHERE o.location_id IN (l.id, l.part_of))
                OR EXISTS (SELECT FROM opening_hours o
                            WHERE o.location_id IN (l.id, l.part_of) AND o.weekday = extract(isodow FROM clock)
                              AND clock::time >= o.opens AND (o.closes = '24:00' OR clock::time < o.closes)))
           \(place) \(doctor)
      )
      SELECT \(key), (count(DISTINCT (tick, doctor)) / 12.0)::float8 FROM there GROUP BY 1
      UNION ALL SELECT '', (count(DISTINCT (tick, doctor)) / 12.0)::float8 FROM there
      """
  }
}
