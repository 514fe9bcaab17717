public import CivilTime
public import FoundationEssentials
internal import Postgres

/// Whose times are looked for: practitioners and services, each as a query of ids.
public struct ScheduleScope: Sendable {
  let practitioners: SQL
  let services: SQL

  init(practitioners: SQL, services: SQL) {
    self.practitioners = practitioners
    self.services = services
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
    let counts = SQL.counts(for: visitor, at: now, moving: own)
    return Query([
      .rules(of: scope, between: time, at: now), .busy(of: scope, between: time, counts, withRecords: withRecords),
    ]) { rows in
      var schedule = Schedule()
      schedule.loaded = time
      _ = try rows[rows.startIndex].decode { row in try schedule.read(rule: &row) }
      _ = try rows[rows.startIndex + 1].decode { row in try schedule.read(busy: &row) }
      schedule.sortBusy()
      return schedule
    }
  }
}

extension SQL {
  /// One row for each rule. The first column says which kind: `Schedule.read(rule:)`.
  fileprivate static func rules(of scope: ScheduleScope, between time: Range<Date>, at now: Date) -> SQL {
    // Two days more on either side: no zone is further from UTC.
    let first = Day(utc: time.lowerBound).adding(days: -2).sql
    let last = Day(utc: time.upperBound).adding(days: 2).sql
    // Working days are counted from today on, whatever days are looked at.
    let today = Day(utc: min(now, time.lowerBound)).adding(days: -2).sql
    return """
      WITH who AS (\(scope.practitioners)
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
        SELECT * FROM who UNION SELECT id FROM member WHERE needs = 'staff'
      )
      SELECT 1, a.id, a.practitioner_id, a.location_id, ARRAY[a.weekday], a.opens, a.closes, a.valid_from,
             a.valid_until, ARRAY(SELECT service_id FROM availability_service x WHERE x.availability_id = a.id), NULL, ''
        FROM availability a
       WHERE a.practitioner_id IN (SELECT * FROM works) AND a.valid_from <= \(last)
         AND (a.valid_until IS NULL OR a.valid_until >= \(first))
      UNION ALL
      SELECT 2, id, practitioner_id, location_id, NULL, opens, closes, day, NULL, NULL, replaces, ''
        FROM dated_hours WHERE practitioner_id IN (SELECT * FROM works) AND day BETWEEN \(first) AND \(last)
      UNION ALL
      SELECT 3, id, coalesce(practitioner_id, location_id, device_id), NULL, weekdays, starts, ends, first_day, last_day,
             NULL, NULL, ''
        FROM absence
       WHERE (practitioner_id IS NULL OR practitioner_id IN (SELECT * FROM works))
         AND last_day >= \(first) AND first_day <= \(last)
      UNION ALL
      SELECT 4, NULL, NULL, NULL, NULL, NULL, NULL, day, NULL, NULL, NULL, name
        FROM holiday WHERE day >= \(today)
      UNION ALL
      SELECT 5, o.id, l.id, NULL, ARRAY[o.weekday], o.opens, o.closes, NULL, NULL, NULL, NULL, ''
        FROM opening_hours o
        JOIN location l ON l.id = o.location_id
             OR l.part_of = o.location_id AND NOT EXISTS (SELECT FROM opening_hours own WHERE own.location_id = l.id)
      UNION ALL
      SELECT 6, NULL, id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, concat_ws(' ', needs, kind) FROM member
       ORDER BY 1, 3
      """
  }

  /// One row for all times of a resource, in the binary format of ranges, one after the other: a directory's page has
  /// thousands. Those of which more has to be known have rows of their own: of groups, and where visits are counted.
  fileprivate static func busy(
    of scope: ScheduleScope, between time: Range<Date>, _ counts: SQL, withRecords: Bool
  ) -> SQL {
    let alone: SQL =
      withRecords
      ? "true"
      : "o.seats > 1 OR o.service_id IN (SELECT id FROM healthcare_service WHERE most_per_day IS NOT NULL)"
    return """
      WITH who AS (\(scope.practitioners)
      ), resource AS (
        SELECT * FROM who
        UNION SELECT location_id FROM availability WHERE practitioner_id IN (SELECT * FROM who)
        UNION SELECT location_id FROM dated_hours WHERE practitioner_id IN (SELECT * FROM who)
        UNION SELECT coalesce(p.id, l.id, d.id)
          FROM service_requirement r
          LEFT JOIN practitioner p ON r.needs = 'staff' AND p.kind = r.kind AND p.active
          LEFT JOIN location l ON r.needs = 'location' AND l.kind = r.kind AND l.active
          LEFT JOIN device d ON r.needs = 'device' AND d.kind = r.kind AND d.active
         WHERE r.kind <> '' AND r.service_id IN (\(scope.services))
      ), taken AS MATERIALIZED (
        SELECT o.resource_id, o.during, o.service_id, o.session_id, o.seats, o.hold_id IS NOT NULL AS is_held,
               coalesce(\(alone), false) AS is_alone
          FROM resource r (id) JOIN occupancy o ON o.resource_id = r.id
         WHERE upper(o.during) > \(time.lowerBound) AND lower(o.during) < \(time.upperBound) AND \(counts)
      )
      SELECT resource_id, string_agg(range_send(during), ''::bytea), NULL::tstzrange, NULL::uuid, NULL::uuid,
             NULL::smallint, NULL::bool
        FROM taken WHERE NOT is_alone GROUP BY resource_id
      UNION ALL
      SELECT resource_id, NULL, during, service_id, session_id, seats, is_held FROM taken WHERE is_alone
      """
  }
}

extension Schedule {
  fileprivate mutating func read(rule row: inout Row) throws {
    let kind = try row.next(Int.self)
    let id = try row.next(UUID?.self) ?? ID<Schedule>.unstored.uuid
    let resource = try row.next(UUID?.self) ?? ID<Schedule>.unstored.uuid
    let location = try row.next(UUID?.self) ?? ID<Schedule>.unstored.uuid
    let weekdays = try row.next([Int16]?.self)?.compactMap { Weekday(rawValue: Int($0)) } ?? []
    let opens = try row.next(SQLTime?.self).map(TimeOfDay.init(sql:)) ?? .midnight
    let closes = try row.next(SQLTime?.self).map(TimeOfDay.init(sql:)) ?? .endOfDay
    let first = try row.next(SQLDate?.self).map(Day.init(sql:))
    let last = try row.next(SQLDate?.self).map(Day.init(sql:))
    let services = try row.next([UUID]?.self) ?? []
    let replaces = try row.next(Bool?.self) ?? false
    let text = try row.next(String.self)
    switch kind {
    case 1:
      guard let weekday = weekdays.first, let first else { throw StoredValueFault(column: "availability") }
      weekly[ID(resource), default: []].append(
        WeeklyHours(
          id: ID(id), location: ID(location), weekday: weekday, opens: opens, closes: closes,
          validFrom: first,
          validUntil: last, services: Set(services.map(ID.init))))
    case 2:
      guard let first else { throw StoredValueFault(column: "dated_hours") }
      dated[ID(resource), default: []].append(
        DatedHours(
          id: ID(id), location: ID(location), day: first, opens: opens, closes: closes, replaces: replaces))
    case 3:
      guard let first, let last, first <= last else { throw StoredValueFault(column: "absence") }
      absences[resource, default: []].append(
        Absence(id: ID(id), days: first...last, weekdays: Set(weekdays), starts: opens, ends: closes))
    case 4:
      guard let first else { throw StoredValueFault(column: "holiday") }
      holidays[first] = Holiday(day: first, name: text)
    case 5:
      guard let weekday = weekdays.first else { throw StoredValueFault(column: "opening_hours") }
      openings[resource, default: []].append(
        OpeningHours(id: ID(id), weekday: weekday, opens: opens, closes: closes))
      openWeekdays.insert(weekday)
    default:
      let words = text.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2, let of = Pool.Of(rawValue: words[0]) else {
        throw StoredValueFault(column: "service_requirement")
      }
      pools[Pool(of, words[1]), default: []].append(resource)
    }
  }

  fileprivate mutating func read(busy row: inout Row) throws {
    let resource = try row.next(UUID.self)
    if let ranges = try row.next([UInt8]?.self) {
      busy[resource, default: []] += try Busy.times(ranges)
      return
    }
    let during = try row.next(Range<Date>.self)
    let taken = try Busy(
      during: Int(during.lowerBound.timeIntervalSince1970)..<Int(during.upperBound.timeIntervalSince1970),
      service: row.next(UUID?.self).map(ID.init), session: row.next(), seats: row.next(),
      isHeld: row.next())
    busy[resource, default: []].append(taken)
  }

  fileprivate mutating func sortBusy() {
    for resource in busy.keys {
      busy[resource]?.sort { $0.during.lowerBound < $1.during.lowerBound }
    }
  }
}

extension Busy {
  /// Of ranges of instants as `range_send` writes them (rangetypes.c): a byte of flags, and each bound, microseconds since
  /// 2000, behind its length.
  static func times(_ bytes: [UInt8]) throws -> [Busy] {
    let size = 25
    guard bytes.count.isMultiple(of: size) else { throw StoredValueFault(column: "occupancy.during") }
    return try bytes.withUnsafeBytes { bytes in
      try stride(from: 0, to: bytes.count, by: size).map { offset in
        // Bounds there are, the lower in and the upper out.
        guard bytes[offset] == 0x02 else { throw StoredValueFault(column: "occupancy.during") }
        func seconds(_ at: Int) -> Int {
          let microseconds = Int64(
            bigEndian: bytes.loadUnaligned(fromByteOffset: offset + at, as: Int64.self))
          return Int(microseconds / 1_000_000) + 946_684_800
        }
        return Busy(during: seconds(5)..<seconds(17), service: nil, session: ID<Busy>.unstored.uuid)
      }
    }
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
