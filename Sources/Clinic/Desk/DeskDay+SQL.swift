public import CivilTime
public import FoundationEssentials
internal import Postgres

extension Query<[DeskDay.Visit]> {
  /// All visits of a day but for cancelled ones, in the order of their beginnings. That each patient's record was looked at
  /// is noted beside, once an hour for whoever looks again and again.
  ///
  /// - Parameter time: the day's, in instants.
  public static func visits(
    on day: Day, _ time: Range<Date>, by visitor: Visitor, at now: Date
  ) -> Self {
    Query(
      """
      WITH shown AS MATERIALIZED (
        SELECT a.id, a.starts_at, a.ends_at, a.status, a.practitioner_id, a.location_id, a.service_id, a.patient_id
          FROM appointment a
         WHERE a.starts_at >= \(time.lowerBound) AND a.starts_at < \(time.upperBound) AND a.status <> 'cancelled'
         ORDER BY a.starts_at
         LIMIT \(DeskDay.mostVisits)
      ), \(DeskDay.noting(from: "shown", on: day, by: visitor, at: now))
      SELECT a.id, a.starts_at, a.ends_at, a.status, a.practitioner_id, a.location_id, a.service_id,
             concat_ws(' ', pt.given_name, pt.family_name)
        FROM shown a JOIN patient pt ON pt.id = a.patient_id
       ORDER BY a.starts_at, a.id
      """
    ) { row in
      try DeskDay.Visit(
        id: row.next(), start: row.next(), end: row.next(),
        status: Appointment.Status(rawValue: row.next()) ?? .pending, practitioner: row.next(),
        location: row.next(), service: row.next(), patientName: row.next())
    }
  }
}

extension DeskDay {
  /// The table expressions that note a look at each patient whom `shown` yields, once an hour.
  static func noting(from shown: SQL, on day: Day, by visitor: Visitor, at now: Date) -> SQL {
    """
    look AS (
      SELECT patients FROM day_look
       WHERE account_id = (SELECT current_account()) AND day = \(day.sql) AND looked_at > \(now - DeskDay.lookLasts)
    ), seen AS (
      SELECT DISTINCT patient_id FROM \(shown)
       WHERE patient_id IS NOT NULL AND patient_id NOT IN (SELECT unnest(patients) FROM look)
    ), noted AS (
      INSERT INTO audit_event (id, act, purpose, entity, request_id, address, agent, at)
      SELECT gen_random_uuid(), \(Act.read.rawValue), \(visitor.purpose.rawValue), patient_id,
             \(visitor.requestID), \(visitor.client.address), \(visitor.client.agent), \(now)
        FROM seen
    ), kept AS (
      INSERT INTO day_look AS own (day, looked_at, patients)
      SELECT \(day.sql), \(now), array_agg(patient_id) FROM seen HAVING count(*) > 0
      ON CONFLICT (tenant_id, account_id, day) DO UPDATE
         SET looked_at = CASE WHEN EXISTS (SELECT FROM look) THEN own.looked_at ELSE excluded.looked_at END,
             patients = CASE WHEN EXISTS (SELECT FROM look) THEN own.patients || excluded.patients
                             ELSE excluded.patients END
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
      SELECT * FROM (
        SELECT p.id, p.prefix, p.given_name, p.family_name,
               ARRAY(
                 SELECT left(opens::text, 5) || ' ' || left(closes::text, 5)
                   FROM (SELECT opens, closes FROM dated_hours
                          WHERE practitioner_id = p.id AND day = \(day.sql)
                         UNION ALL
                         SELECT opens, closes FROM availability
                          WHERE practitioner_id = p.id AND weekday = \(weekday)
                            AND valid_from <= \(day.sql) AND (valid_until IS NULL OR valid_until >= \(day.sql))
                            AND NOT EXISTS (SELECT FROM dated_hours d
                                             WHERE d.practitioner_id = p.id AND d.day = \(day.sql) AND d.replaces)
                            AND NOT EXISTS (SELECT FROM holiday WHERE day = \(day.sql))) AS hours
                  ORDER BY opens, closes) AS hours,
               ARRAY(
                 SELECT left(starts::text, 5) || ' ' || left(ends::text, 5) FROM absence
                  WHERE practitioner_id = p.id AND \(day.sql) BETWEEN first_day AND last_day
                    AND (weekdays = '{}' OR \(weekday) = ANY (weekdays))
                  ORDER BY starts, ends) AS absences
          FROM practitioner p
         WHERE p.kind = ''
      ) AS staff
       WHERE hours <> '{}'
          OR id IN (SELECT practitioner_id FROM appointment
                     WHERE starts_at >= \(time.lowerBound) AND starts_at < \(time.upperBound) AND status <> 'cancelled')
       ORDER BY family_name, given_name, id
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

/// What is called how: services and rooms, for views of many visits.
public struct NamesAtDesk: Sendable {
  public let services: [ID<HealthcareService>: String]
  /// Those that can be booked, by name.
  public let bookable: [(id: ID<HealthcareService>, name: String)]
  /// By name; sites, too.
  public let rooms: [(id: ID<Location>, name: String)]
}

extension Query<NamesAtDesk> {
  public static var namesAtDesk: Self {
    Query(
      """
      SELECT true, id, name, active FROM healthcare_service
      UNION ALL
      SELECT false, id, name, active FROM location
       ORDER BY 3
      """
    ) { rows in
      var services: [ID<HealthcareService>: String] = [:]
      var bookable: [(id: ID<HealthcareService>, name: String)] = []
      var rooms: [(id: ID<Location>, name: String)] = []
      _ = try rows.decode { row in
        let (isService, id, name, isActive) = try (
          row.next(Bool.self), row.next(UUID.self), row.next(String.self), row.next(Bool.self)
        )
        if isService {
          services[ID(id)] = name
          if isActive { bookable.append((ID(id), name)) }
        } else {
          rooms.append((ID(id), name))
        }
      }
      return NamesAtDesk(services: services, bookable: bookable, rooms: rooms)
    }
  }
}
