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
      _ = try rows.decode { row in try schedule.read(&row) }
      schedule.sort()
      return schedule
    }
  }
}

extension Query<Schedule> {
  /// Asks nothing.
  public static var empty: Self { Query([]) { _ in Schedule() } }
}

extension SQL {
  /// One row for each rule, and one for each resource with all its times that are taken. The first column says which kind:
  /// `Schedule.read`.
  ///
  /// Times are in the binary format of their columns one after the other: a directory's page has thousands. Of most of
  /// them it is enough to know when; more has to be known of groups, and where visits are counted.
  fileprivate static func schedule(
    of scope: ScheduleScope, between time: Range<Date>, at now: Date, _ counts: SQL, withRecords: Bool
  ) -> SQL {
    let during: SQL = "timestamptz_send(starts_at) || timestamptz_send(ends_at)"
    let isTold: SQL =
      withRecords
      ? "true"
      : "o.seats > 1 OR o.service_id = ANY(ARRAY(SELECT id FROM healthcare_service WHERE most_per_day IS NOT NULL))"
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
       WHERE a.practitioner_id IN (SELECT id FROM works) AND a.valid_from <= \(last)
         AND (a.valid_until IS NULL OR a.valid_until >= \(first))
      UNION ALL
      SELECT 2, id, practitioner_id, location_id, NULL, opens, closes, day, NULL, NULL, replaces, '', NULL, NULL
        FROM dated_hours WHERE practitioner_id IN (SELECT id FROM works) AND day BETWEEN \(first) AND \(last)
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
        FROM resource r, LATERAL (
          SELECT string_agg(\(during), '') FILTER (WHERE NOT coalesce(\(isTold), false)),
                 string_agg(\(during) || uuid_send(coalesce(service_id, \(ID<Busy>.unstored))) || uuid_send(session_id)
                            || int2send(seats) || boolsend(hold_id IS NOT NULL), '') FILTER (WHERE \(isTold))
            FROM occupancy o
           WHERE o.resource_id = r.id AND o.ends_at > \(time.lowerBound) AND o.starts_at < \(time.upperBound)
             AND \(counts)) AS taken
      """
  }
}

extension Schedule {
  fileprivate mutating func read(_ row: inout Row) throws {
    let kind = try row.next(Int.self)
    let id = try row.next(UUID?.self) ?? ID<Schedule>.unstored.uuid
    let resource = try row.next(UUID?.self) ?? ID<Schedule>.unstored.uuid
    let location = try row.next(UUID?.self) ?? ID<Schedule>.unstored.uuid
    let weekdays = try row.next([Int16]?.self)?.compactMap { Weekday(rawValue: Int($0)) } ?? []
    let opens = try row.next(SQLTime?.self).map(TimeOfDay.init(sql:)) ?? .midnight
    let closes = try row.next(SQLTime?.self).map(TimeOfDay.init(sql:)) ?? .endOfDay
    let first = try row.next(SQLDate?.self).map(Day.init(sql:))
    let last = try row.next(SQLDate?.self).map(Day.init(sql:))
    let others = try row.next([UUID]?.self) ?? []
    let replaces = try row.next(Bool?.self) ?? false
    let text = try row.next(String.self)
    switch kind {
    case 1:
      guard let weekday = weekdays.first, let first else { throw StoredValueFault(column: "availability") }
      weekly[ID(resource), default: []].append(
        WeeklyHours(
          id: ID(id), location: ID(location), weekday: weekday, opens: opens, closes: closes,
          validFrom: first,
          validUntil: last, services: Set(others.map(ID.init))))
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
      for location in others {
        openings[location, default: []].append(
          OpeningHours(id: ID(id), weekday: weekday, opens: opens, closes: closes))
      }
      openWeekdays.insert(weekday)
    case 6:
      let words = text.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2, let of = Pool.Of(rawValue: words[0]) else {
        throw StoredValueFault(column: "service_requirement")
      }
      pools[Pool(of, words[1]), default: []].append(resource)
    default:
      let (untold, told) = try (row.next([UInt8]?.self), row.next([UInt8]?.self))
      var taken: [Busy] = []
      if let untold { try taken.read(untold, isTold: false) }
      if let told { try taken.read(told, isTold: true) }
      if !taken.isEmpty { busy[resource] = taken }
    }
  }

  /// Rows come in no order.
  fileprivate mutating func sort() {
    for index in pools.values.indices { pools.values[index].sort() }
    for index in busy.values.indices where !busy.values[index].isInOrder {
      busy.values[index].sort { $0.during.lowerBound < $1.during.lowerBound }
    }
  }
}

extension [Busy] {
  fileprivate var isInOrder: Bool {
    zip(self, dropFirst()).allSatisfy { $0.during.lowerBound <= $1.during.lowerBound }
  }
}

extension [Busy] {
  /// Adds what is in PostgreSQL's binary format (`timestamptz_send` and others): big-endian, times in microseconds since
  /// 2000.
  fileprivate mutating func read(_ bytes: [UInt8], isTold: Bool) throws {
    let size = isTold ? 51 : 16
    guard bytes.count.isMultiple(of: size) else { throw StoredValueFault(column: "occupancy.starts_at") }
    reserveCapacity(count + bytes.count / size)
    try bytes.withUnsafeBytes { bytes in
      for offset in stride(from: 0, to: bytes.count, by: size) {
        func seconds(at place: Int) -> Int {
          let microseconds = Int64(
            bigEndian: bytes.loadUnaligned(fromByteOffset: offset + place, as: Int64.self))
          return Int(microseconds / 1_000_000) + 946_684_800
        }
        func uuid(at place: Int) -> UUID {
          UUID(uuid: bytes.loadUnaligned(fromByteOffset: offset + place, as: uuid_t.self))
        }
        let (start, end) = (seconds(at: 0), seconds(at: 8))
        guard start < end else { throw StoredValueFault(column: "occupancy.starts_at") }
        var one = Busy(during: start..<end, service: nil, session: ID<Busy>.unstored.uuid)
        if isTold {
          let service = ID<HealthcareService>(uuid(at: 16))
          one.service = service == .unstored ? nil : service
          one.session = uuid(at: 32)
          one.seats = Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 48, as: Int16.self)))
          one.isHeld = bytes[offset + 50] == 1
        }
        append(one)
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
