public import CivilTime
public import FoundationEssentials
internal import Postgres

/// Whose times are looked for: practitioners and services, each as a query of ids.
public struct ScheduleScope: Sendable {
  let practitioners: SQL
  let services: SQL
  /// Further resources whose hours and times count; nil for none.
  let beside: SQL?

  init(practitioners: SQL, services: SQL, beside: SQL? = nil) {
    self.practitioners = practitioners
    self.services = services
    self.beside = beside
  }

  public static func one(_ practitioner: ID<Practitioner>, _ service: ID<HealthcareService>) -> Self {
    ScheduleScope(practitioners: "SELECT \(practitioner)", services: "SELECT \(service)")
  }

  /// Everybody who gives a service.
  public static func everybody(giving service: ID<HealthcareService>) -> Self {
    ScheduleScope(
      practitioners: """
        SELECT ps.practitioner_id FROM practitioner_service ps JOIN practitioner p ON p.id = ps.practitioner_id
         WHERE ps.service_id = \(service) AND p.active
        """,
      services: "SELECT \(service)")
  }
}

extension Query<Schedule> {
  /// The rules, and what is taken between two instants. What is kept for the visitor's own browser is free for it.
  ///
  /// - Parameters:
  ///   - own: an appointment that is to be moved: what it occupies is free.
  ///   - withRecords: also which record stands behind each time that is taken.
  public static func schedule(
    of scope: ScheduleScope, between time: Range<Date>, for visitor: Visitor, at now: Date,
    moving own: ID<Appointment>? = nil, withRecords: Bool = false
  ) -> Self {
    schedule(
      of: scope, between: time, at: now, SQL.counts(for: visitor, at: now, moving: own),
      withRecords: withRecords)
  }

  /// - Parameter counts: which of the occupancy `o` is in the way.
  static func schedule(
    of scope: ScheduleScope, between time: Range<Date>, at now: Date, _ counts: SQL, withRecords: Bool = false
  ) -> Self {
    Query(.schedule(of: scope, between: time, at: now, counts, withRecords: withRecords)) { rows in
      var schedule = Schedule()
      schedule.loaded = time
      try schedule.read(rows)
      return schedule
    }
  }
}

extension Query<Schedule?> {
  /// As `Query<Schedule>.schedule`, with the rules of before as long as the database confirms their edition: reading
  /// these is half of the work. Nil when they have changed, or somebody else is looked for.
  ///
  /// - Parameter before: of the same services and the same day in UTC; nil reads all.
  public static func schedule(
    of scope: ScheduleScope, between time: Range<Date>, for visitor: Visitor, at now: Date,
    after before: Schedule?
  ) -> Self {
    let counts = SQL.counts(for: visitor, at: now)
    guard let before else {
      return Query(.schedule(of: scope, between: time, at: now, counts, withRecords: false)) { rows in
        var schedule = Schedule()
        schedule.loaded = time
        try schedule.read(rows)
        return schedule
      }
    }
    return Query(.taken(beside: before, of: scope, between: time, counts)) { rows in
      var schedule = before.rules
      schedule.loaded = time
      try schedule.read(rows)
      return schedule.edition == before.edition ? schedule : nil
    }
  }
}

extension Query<Schedule?> {
  /// Asks nothing.
  public static var noSchedule: Self { Query([]) { _ in nil } }
}

extension SQL {
  /// One row for each rule, and one for each resource with all its times that are taken. The first column says which kind:
  /// `Schedule.read`.
  fileprivate static func schedule(
    of scope: ScheduleScope, between time: Range<Date>, at now: Date, _ counts: SQL, withRecords: Bool
  ) -> SQL {
    // Two days more on either side: no zone is further from UTC.
    let first = Day(utc: time.lowerBound).adding(days: -2).sql
    let last = Day(utc: time.upperBound).adding(days: 2).sql
    // Working days are counted from today on, whatever days are looked at.
    let today = Day(utc: min(now, time.lowerBound)).adding(days: -2).sql
    let beside: SQL = scope.beside.map { "UNION (\($0))" } ?? ""
    return """
      WITH who (id) AS (\(scope.practitioners)
      ), pooled AS (
        SELECT DISTINCT r.needs, r.kind FROM service_requirement r
         WHERE r.service_id IN (\(scope.services)) AND r.kind <> ''
      ), member AS (
        SELECT pooled.needs, pooled.kind, p.id FROM pooled JOIN practitioner p ON p.kind = pooled.kind AND p.active
         WHERE pooled.needs = 'staff'
        UNION ALL
        SELECT pooled.needs, pooled.kind, l.id FROM pooled JOIN location l ON l.kind = pooled.kind AND l.active
         WHERE pooled.needs = 'location'
        UNION ALL
        SELECT pooled.needs, pooled.kind, d.id FROM pooled JOIN device d ON d.kind = pooled.kind AND d.active
         WHERE pooled.needs = 'device'
      ), works AS (
        SELECT id FROM who UNION SELECT id FROM member WHERE needs = 'staff' \(beside)
      ), used (id) AS (
        SELECT id FROM location WHERE active
      ), resource AS (
        SELECT id FROM who
        UNION SELECT location_id FROM availability WHERE practitioner_id IN (SELECT id FROM who)
        UNION SELECT location_id FROM dated_hours WHERE practitioner_id IN (SELECT id FROM who)
        UNION SELECT id FROM member \(beside)
      )
      SELECT 1, a.id, a.practitioner_id, a.location_id, ARRAY[a.weekday], a.opens, a.closes, a.valid_from,
             a.valid_until, x.services, NULL, '', NULL::bytea, NULL::bytea
        FROM availability a
        LEFT JOIN (SELECT availability_id, array_agg(service_id) AS services
                     FROM availability_service GROUP BY availability_id) x ON x.availability_id = a.id
       WHERE a.practitioner_id IN (SELECT id FROM works) AND a.location_id IN (SELECT id FROM used)
         AND a.valid_from <= \(last)
         AND (a.valid_until IS NULL OR a.valid_until >= \(first))
      UNION ALL
      SELECT 2, id, practitioner_id, location_id, NULL, opens, closes, day, NULL, NULL, replaces, '', NULL, NULL
        FROM dated_hours
       WHERE practitioner_id IN (SELECT id FROM works) AND location_id IN (SELECT id FROM used)
         AND day BETWEEN \(first) AND \(last)
      UNION ALL
      SELECT 3, id, coalesce(practitioner_id, location_id, device_id), NULL, weekdays, starts, ends, first_day, last_day,
             NULL, NULL, '', NULL, NULL
        FROM absence
       WHERE (practitioner_id IS NULL OR practitioner_id IN (SELECT id FROM works))
         AND last_day >= \(first) AND first_day <= \(last) AND withdrawn_at IS NULL
      UNION ALL
      SELECT 4, NULL, NULL, NULL, NULL, NULL, NULL, day, NULL, NULL, NULL, name, NULL, NULL
        FROM holiday WHERE day >= \(today)
      UNION ALL
      SELECT 5, o.id, NULL, NULL, ARRAY[o.weekday], o.opens, o.closes, NULL, NULL, x.rooms || o.location_id, NULL, '',
             NULL, NULL
        FROM opening_hours o
        LEFT JOIN (SELECT l.part_of, array_agg(l.id) AS rooms
                     FROM location l
                    WHERE NOT EXISTS (SELECT FROM opening_hours own WHERE own.location_id = l.id)
                    GROUP BY l.part_of) x ON x.part_of = o.location_id
      UNION ALL
      SELECT 6, NULL, id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, concat_ws(' ', needs, kind), NULL, NULL
        FROM member
      UNION ALL
      SELECT 7, NULL, r.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', taken.*
        FROM resource r, LATERAL (\(taken(between: time, counts, withRecords: withRecords))) AS taken
      UNION ALL
      SELECT 8, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', (\(edition)), NULL
      """
  }

  /// Only what is taken, of the resources of before, if their rules are of the same edition. The columns are those of
  /// `schedule`.
  fileprivate static func taken(
    beside before: Schedule, of scope: ScheduleScope, between time: Range<Date>, _ counts: SQL
  ) -> SQL {
    """
    WITH who (id) AS (\(scope.practitioners)), now AS MATERIALIZED (SELECT (\(edition)) AS edition)
    SELECT 7, NULL, r.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', taken.*
      FROM unnest(\(before.resources)::uuid[]) AS r (id), LATERAL (\(taken(between: time, counts, withRecords: false))) AS taken
     WHERE (SELECT edition FROM now) = \(before.edition)
    UNION ALL
    SELECT 8, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '', edition, NULL FROM now
    """
  }

  /// Of the practitioners `who`: whatever changes the rules changes the version of everybody whom they touch.
  private static var edition: SQL {
    """
    SELECT coalesce(string_agg(uuid_send(p.id) || int4send(p.schedule_version), '' ORDER BY p.id), '')
      FROM practitioner p WHERE p.id IN (SELECT id FROM who)
    """
  }

  /// The times of resource `r` in the binary format of their columns one after the other: a directory's page has
  /// thousands. Of most of them it is enough to know when; more has to be known of groups, and where visits are counted.
  private static func taken(between time: Range<Date>, _ counts: SQL, withRecords: Bool) -> SQL {
    let during: SQL = "timestamptz_send(starts_at) || timestamptz_send(ends_at)"
    let isTold: SQL =
      withRecords
      ? "true"
      : "o.seats > 1 OR o.service_id = ANY(ARRAY(SELECT id FROM healthcare_service WHERE most_per_day IS NOT NULL))"
    return """
      SELECT string_agg(\(during), '') FILTER (WHERE NOT coalesce(\(isTold), false)),
             string_agg(\(during) || uuid_send(coalesce(service_id, \(ID<Busy>.unstored))) || uuid_send(session_id)
                        || int2send(seats) || boolsend(hold_id IS NOT NULL), '') FILTER (WHERE \(isTold))
        FROM occupancy o
       WHERE o.resource_id = r.id AND o.ends_at > \(time.lowerBound) AND o.starts_at < \(time.upperBound)
         AND \(counts)
      """
  }
}

extension Day {
  /// The day it is in UTC: within one of the day it is anywhere.
  public init(utc instant: Date) {
    let days = Int((instant.timeIntervalSince1970 / 86_400).rounded(.down))
    self = Day(daysSinceEpoch: days) ?? (days < 0 ? .first : .last)
  }

  /// Midnight UTC, so many days later.
  public func utc(_ days: Int) -> Date {
    Date(timeIntervalSince1970: TimeInterval(adding(days: days).daysSinceEpoch) * 86_400)
  }
}
