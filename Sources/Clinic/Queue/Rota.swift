internal import CivilTime
internal import FoundationEssentials
internal import Postgres

/// Who is there today, where and when, as booking knows it: docs/scheduling.md, rules 1 to 6.
struct Rota {
  private let schedule: Schedule
  private let places: [ID<Location>: ID<WaitingRoom>]
  private let day: Day
  private let clock: WallClock
  private let now: Date
  private var known: [Giver: [(location: ID<Location>, spans: Spans)]] = [:]

  private struct Giver: Hashable {
    let doctor: ID<Practitioner>
    let service: ID<HealthcareService>
  }

  /// - Parameter places: where people wait for each room.
  init(_ schedule: Schedule, _ places: [ID<Location>: ID<WaitingRoom>], on today: Today, at now: Date) {
    self.schedule = schedule
    self.places = places
    self.now = now
    day = today.day
    clock = WallClock(today.zone, days: day...day)
  }

  /// When one who gives a service is at a place on what is left of the day.
  mutating func hands(
    of doctor: ID<Practitioner>, for service: ID<HealthcareService>, at place: ID<WaitingRoom>
  ) -> [Range<Date>] {
    attendance(Giver(doctor: doctor, service: service)).filter { places[$0.location] == place }
      .reduce(Spans()) { $0.union($1.spans) }.ranges
      .map { Date(seconds: $0.lowerBound)..<Date(seconds: $0.upperBound) }
      .filter { $0.upperBound > now }
  }

  private mutating func attendance(_ giver: Giver) -> [(location: ID<Location>, spans: Spans)] {
    if let found = known[giver] { return found }
    let found = Attendance(of: giver.doctor, for: giver.service, on: day, in: schedule, clock).left
    known[giver] = found
    return found
  }
}

extension Query<Rota> {
  /// Of whoever can see somebody who waits today.
  static func rota(on today: Today, at now: Date) -> Self {
    let waiting: SQL = "FROM queue_ticket t WHERE t.day = \(today.day.sql) AND t.state = 'waiting'"
    let scope = ScheduleScope(
      practitioners: """
        SELECT practitioner_id FROM practitioner_service WHERE service_id IN (SELECT t.service_id \(waiting))
        UNION SELECT t.practitioner_id \(waiting) AND t.practitioner_id IS NOT NULL
        """,
      services: "SELECT NULL::uuid WHERE false")
    // What is booked is in the queue, or expected.
    let hours: Query<Schedule> = .schedule(of: scope, between: today.time, at: now, "false")
    return Query(["SELECT l.id, \(WaitingRoom.ofLocation) FROM location l"] + hours.statements) { rows in
      let places = try rows[rows.startIndex].decode { row in
        (try row.next(ID<Location>.self), try row.next(ID<WaitingRoom>.self))
      }
      return Rota(
        try hours.read(rows.dropFirst()), Dictionary(places) { one, _ in one }, on: today, at: now)
    }
  }
}
