public import CivilTime
public import FoundationEssentials
internal import Postgres

extension Query<DeskDay.Visits> {
  /// All visits of a day but for cancelled ones, in the order of their beginnings. That each patient's record was looked at
  /// is noted beside, once an hour for whoever looks again and again.
  ///
  /// - Parameters:
  ///   - time: the day's, in instants.
  ///   - known: which edition the caller has: it is not read anew.
  public static func visits(
    on day: Day, _ time: Range<Date>, unless known: String? = nil, by visitor: Visitor, at now: Date
  ) -> Self {
    Query(
      """
      WITH shown AS MATERIALIZED (
        SELECT a.id, a.starts_at, a.ends_at, a.status, a.practitioner_id, a.location_id, a.service_id, a.patient_id,
               a.left_at, a.xmin AS written_by
          FROM appointment a
         WHERE a.starts_at >= \(time.lowerBound) AND a.starts_at < \(time.upperBound) AND a.status <> 'cancelled'
         ORDER BY a.starts_at
         LIMIT \(DeskDay.mostVisits)
      ), \(DeskDay.edition(of: "shown")), \(
        DeskDay.noting(from: "shown", on: day, edition: "(SELECT edition FROM current)", by: visitor, at: now))
      SELECT edition, NULL AS id, NULL AS starts_at, NULL, '', false, NULL, NULL, NULL, '' FROM current
      UNION ALL
      SELECT NULL, a.id, a.starts_at, a.ends_at, a.status, a.left_at IS NOT NULL, a.practitioner_id, a.location_id, a.service_id,
             concat_ws(' ', pt.given_name, pt.family_name)
        FROM shown a JOIN patient pt ON pt.id = a.patient_id
       WHERE (SELECT edition FROM current) IS DISTINCT FROM \(known)
       ORDER BY starts_at NULLS FIRST, id
      """
    ) { rows in
      var edition: String?
      var visits: [DeskDay.Visit] = []
      _ = try rows.decode { row in
        if let first = try row.next(String?.self) {
          edition = first
        } else {
          try visits.append(DeskDay.Visit(row: &row))
        }
      }
      guard let edition else { throw StoredValueFault(column: "appointment.xmin") }
      return DeskDay.Visits(edition: edition, all: edition == known ? nil : visits)
    }
  }
}

extension DeskDay.Visit {
  fileprivate init(row: inout Row) throws {
    try self.init(
      id: row.next(), start: row.next(), end: row.next(),
      status: Appointment.Status(rawValue: row.next()) ?? .pending, hasLeft: row.next(),
      practitioner: row.next(),
      location: row.next(), service: row.next(), patientName: row.next())
  }
}

extension DeskDay {
  /// The table expression `current (edition)`: another one after every change to a visit that is shown, or to any patient.
  ///
  /// `xmin` is the transaction that wrote a row (PostgreSQL documentation, system columns).
  fileprivate static func edition(of shown: SQL) -> SQL {
    """
    current AS MATERIALIZED (
      SELECT concat_ws(' ', current_tenant(), count(*), bit_xor(uuid_hash_extended(id, written_by::text::bigint)),
                       (SELECT revision FROM patient_revision)) AS edition
        FROM \(shown)
    )
    """
  }

  /// The table expressions that note a look at each patient whom `shown` yields, once an hour.
  ///
  /// - Parameter edition: of what is shown, where it has one: all of its patients are noted then.
  static func noting(
    from shown: SQL, on day: Day, edition: SQL? = nil, by visitor: Visitor, at now: Date
  ) -> SQL {
    let isNew: SQL = edition.map { "(SELECT edition FROM look) IS DISTINCT FROM \($0)" } ?? "false"
    return """
      look AS (
        SELECT patients, edition FROM day_look
         WHERE account_id = (SELECT current_account()) AND day = \(day.sql) AND looked_at > \(now - DeskDay.lookLasts)
      ), seen AS (
        SELECT DISTINCT patient_id FROM \(shown)
         WHERE \(edition == nil ? "true" : isNew) AND patient_id IS NOT NULL
           AND patient_id NOT IN (SELECT unnest(patients) FROM look)
      ), noted AS (
        INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
        SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id,
               \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
          FROM seen
      ), kept AS (
        INSERT INTO day_look AS own (day, looked_at, patients, edition)
        SELECT \(day.sql), \(now), coalesce(array_agg(patient_id), '{}'), \(edition ?? "NULL")
          FROM seen HAVING count(*) > 0 OR (\(isNew) AND current_tenant() IS NOT NULL)
        ON CONFLICT (tenant_id, account_id, day) DO UPDATE
           SET looked_at = CASE WHEN EXISTS (SELECT FROM look) THEN own.looked_at ELSE excluded.looked_at END,
               patients = CASE WHEN EXISTS (SELECT FROM look) THEN own.patients || excluded.patients
                               ELSE excluded.patients END,
               edition = CASE WHEN EXISTS (SELECT FROM look) THEN coalesce(excluded.edition, own.edition)
                              ELSE excluded.edition END
      )
      """
  }
}

extension Query<[DeskDay.Doctor]> {
  /// Who works on a day, or has visits then, by name, with their hours and absences in the clinic's local time.
  public static func practitioners(on day: Day, _ time: Range<Date>) -> Self {
    let weekday = Int16(day.weekday.rawValue)
    return Query(
      """
      WITH planned AS (
        SELECT practitioner_id, opens, closes FROM dated_hours WHERE day = \(day.sql)
        UNION ALL
        SELECT a.practitioner_id, a.opens, a.closes FROM availability a
         WHERE a.weekday = \(weekday) AND a.valid_from <= \(day.sql)
           AND (a.valid_until IS NULL OR a.valid_until >= \(day.sql))
           AND NOT EXISTS (SELECT FROM dated_hours d
                            WHERE d.practitioner_id = a.practitioner_id AND d.day = \(day.sql) AND d.replaces)
           AND NOT EXISTS (SELECT FROM holiday WHERE day = \(day.sql))
      ), worked AS (
        SELECT practitioner_id, array_agg(left(opens::text, 5) || ' ' || left(closes::text, 5) ORDER BY opens, closes)
                 AS times
          FROM planned GROUP BY practitioner_id
      ), away AS (
        SELECT practitioner_id, array_agg(left(starts::text, 5) || ' ' || left(ends::text, 5) ORDER BY starts, ends)
                 AS times
          FROM absence
         WHERE practitioner_id IS NOT NULL AND \(day.sql) BETWEEN first_day AND last_day AND withdrawn_at IS NULL
           AND (weekdays = '{}' OR \(weekday) = ANY (weekdays))
         GROUP BY practitioner_id
      )
      SELECT p.id, p.prefix, p.given_name, p.family_name, coalesce(worked.times, '{}'), coalesce(away.times, '{}')
        FROM practitioner p
        LEFT JOIN worked ON worked.practitioner_id = p.id
        LEFT JOIN away ON away.practitioner_id = p.id
       WHERE p.kind = ''
         AND (worked.times IS NOT NULL
              OR p.id IN (SELECT practitioner_id FROM appointment
                           WHERE starts_at >= \(time.lowerBound) AND starts_at < \(time.upperBound)
                             AND status <> 'cancelled'))
       ORDER BY p.family_name, p.given_name, p.id
       LIMIT 200
      """
    ) { row in
      try DeskDay.Doctor(
        id: row.next(), name: Practitioner.name(row.next(), row.next(), row.next()),
        hours: row.next([String].self).map(DeskDay.Times.init(stored:)),
        absences: row.next([String].self).map(DeskDay.Times.init(stored:)))
    }
  }
}

extension DeskDay.Times {
  /// `09:00 12:30`
  fileprivate init(stored text: String) throws {
    let times = text.split(separator: " ").compactMap { TimeOfDay(iso: $0) }
    guard times.count == 2 else { throw StoredValueFault(column: "availability") }
    self.init(from: times[0], until: times[1])
  }
}
