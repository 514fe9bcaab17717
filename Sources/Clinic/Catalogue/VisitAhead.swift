public import CivilTime
public import FoundationEssentials
internal import Postgres

/// A visit ahead that lies outside of the hours by now. It stays: whoever changed them sees to it.
public struct VisitAhead: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let serviceName: String
  let service: ID<HealthcareService>
  let practitioner: ID<Practitioner>
  let location: ID<Location>

  /// So many visits are looked at.
  static let most = 500
}

extension Query<[VisitAhead]> {
  /// Visits ahead that an entry concerns and that nobody is there for any more, whatever absences there are: those have pages
  /// of their own.
  public static func visitsOutside<E: Entry>(
    of id: ID<E.Of>, _: E.Type = E.self, in zone: TimeZoneRules, at now: Date
  ) -> Self {
    guard let concerned = E.storage.visits else { return Query([]) { _ in [] } }
    let condition: SQL = """
      a.starts_at > \(now) AND a.status IN ('pending', 'booked') AND (\(concerned(id, zone.identifier)))
      """
    let schedule = Query<Schedule>.schedule(
      of: ScheduleScope(
        practitioners: "SELECT a.practitioner_id FROM appointment a WHERE \(condition)",
        services: "SELECT a.service_id FROM appointment a WHERE false"),
      between: now..<Day(utc: now).utc(furthest), at: now, "false")
    let visits: SQL = """
      SELECT a.id, a.during, s.name, a.service_id, a.practitioner_id, a.location_id
        FROM appointment a JOIN healthcare_service s ON s.id = a.service_id
       WHERE \(condition) AND a.starts_at < \(Day(utc: now).utc(furthest))
       ORDER BY a.starts_at LIMIT \(VisitAhead.most)
      """
    return Query(schedule.statements + [visits]) { rows in
      var rules = try schedule.read(rows.dropLast())
      rules.absences = [:]
      return try rows[rows.endIndex - 1].decode(VisitAhead.init(row:)).filter {
        !rules.leavesRoom(for: $0, in: zone)
      }
    }
  }

  /// Nothing is booked further ahead, in days.
  private static var furthest: Int { 401 }
}

extension VisitAhead {
  fileprivate init(row: inout Row) throws {
    id = try row.next()
    during = try row.next()
    serviceName = try row.next()
    service = try row.next()
    practitioner = try row.next()
    location = try row.next()
  }
}

extension Schedule {
  /// Rules 1 to 7: whether the practitioner is there for the whole visit, in its room.
  fileprivate func leavesRoom(for visit: VisitAhead, in zone: TimeZoneRules) -> Bool {
    let day = zone.local(visit.during.lowerBound).day
    let days = day.adding(days: -1)...day.adding(days: 1)
    let clock = WallClock(zone, days: days)
    let attendances = [-1, 0, 1].map { step in
      Attendance(
        of: visit.practitioner, for: visit.service, on: day.adding(days: step), in: self, clock)
    }
    let (start, end) = (visit.during.lowerBound, visit.during.upperBound)
    return attendances[1].covers(
      Int(start.timeIntervalSince1970)..<Int(end.timeIntervalSince1970), in: visit.location,
      with: [attendances[0], attendances[2]])
  }
}
