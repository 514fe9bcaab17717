import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres

@testable import Clinic

/// A clinic with too few doctors and rooms for all who want them.
struct ProofStage: Sendable {
  let test: TestClinic
  let doctors: [ID<Practitioner>]
  let rooms: [ID<Location>]
  let services: [Service]
  /// Midnights of the days on which everything happens; London's winter, so that a day has 24 hours.
  let days: [Date]
  let administrator: Visitor
  /// As of the last stop. Who brings an older version has the rules looked at again.
  private(set) var versions: [ID<Practitioner>: Int] = [:]
  private(set) var away: [Away] = []

  struct Service: Sendable {
    let id: ID<HealthcareService>
    let minutes: Int
    let before: Int
    let after: Int
    let priceMinor: Int64
    let cancellationMinutes: Int
    let needsApproval: Bool
  }

  /// Each doctor is in one room in the morning and in another in the afternoon, and none has a room alone.
  struct Half: Sendable {
    let room: ID<Location>
    let opens: Int
    let closes: Int
  }

  static let grid = 5

  static func set(_ test: TestClinic) async throws -> ProofStage {
    let tenant = test.riverside
    var rooms = [tenant.room]
    for number in 1...2 { rooms.append(try await test.room("Room of proof \(number)", at: tenant)) }
    var doctors: [ID<Practitioner>] = []
    for number in 0..<4 {
      doctors.append(
        try await test.practitioner(
          named: "Doctor \(number)", at: tenant, hours: halves(of: number, rooms).flatMap(hours)))
    }
    let services = try await test.database.asOwner(
      of: tenant.id.uuid,
      [
        """
        UPDATE healthcare_service
           SET grid_minutes = \(Int32(grid)),
               buffer_before_minutes = CASE WHEN duration_minutes = 30 THEN 5 ELSE 0 END,
               buffer_after_minutes = CASE WHEN duration_minutes >= 30 THEN 10 ELSE 0 END
        """,
        """
        SELECT id, duration_minutes, buffer_before_minutes, buffer_after_minutes, price_minor,
               cancellation_minutes, needs_approval
          FROM healthcare_service
         ORDER BY duration_minutes
        """,
      ]
    )[1].decode { row in
      try Service(
        id: row.next(), minutes: Int(row.next(Int32.self)), before: Int(row.next(Int32.self)),
        after: Int(row.next(Int32.self)), priceMinor: row.next(),
        cancellationMinutes: row.next(), needsApproval: row.next())
    }
    let today = (test.clock.now.timeIntervalSince1970 / 86_400).rounded(.down)
    var stage = ProofStage(
      test: test, doctors: doctors, rooms: rooms, services: services,
      days: (7...10).map { Date(timeIntervalSince1970: (today + TimeInterval($0)) * 86_400) },
      administrator: try await test.visitor(DemoCast.dana, to: .administration))
    try await stage.readVersions()
    return stage
  }

  static func halves(of number: Int, _ rooms: [ID<Location>]) -> [Half] {
    [
      Half(room: rooms[number % rooms.count], opens: 8 * 60, closes: 13 * 60),
      Half(room: rooms[(number + 1) % rooms.count], opens: 13 * 60, closes: 18 * 60),
    ]
  }

  private static func hours(_ half: Half) -> [WeeklyHours] {
    Weekday.allCases.map {
      WeeklyHours(
        location: half.room, weekday: $0, opens: TimeOfDay(minutesSinceMidnight: half.opens) ?? .midnight,
        closes: TimeOfDay(minutesSinceMidnight: half.closes) ?? .endOfDay, validFrom: .first, validUntil: nil)
    }
  }

  /// What the clinic's pages know from now on.
  ///
  /// - Parameter away: when whom nobody is offered.
  mutating func readVersions(_ away: [Away] = []) async throws {
    self.away = away
    let rows = try await test.database.asOwner(
      of: test.riverside.id.uuid, ["SELECT id, schedule_version FROM practitioner"])[0]
    versions = Dictionary(
      uniqueKeysWithValues: try rows.decode { row in (try row.next(), Int(try row.next(Int32.self))) })
  }

  /// A patient with a browser, from a network of their own.
  func person(from address: String) async throws -> Lane.Person {
    let browser = Token(from: .system)
    let visitor = try await test.newcomer(at: test.riverside, to: .booking).from(address, holding: browser)
    let patient = try await test.clinic.database.pipeline([
      visitor.entering(at: test.clock.now), "SELECT id FROM patient WHERE account_id = current_account()",
    ])[1].decode { try $0.next(UUID.self) }[0]
    return Lane.Person(patient: patient, visitor: visitor, browser: browser)
  }

  /// Any time that the rules offered at the last stop, whoever has it.
  ///
  /// - Parameter moved: to be had with the same doctor and for the same service.
  func offer(from generator: inout SeededGenerator, moving moved: Offer? = nil) -> Offer {
    while true {
      let offer = anyOffer(from: &generator, moved)
      let isAway = away.contains { away in
        offer.slot.during.overlaps(away.during)
          && (away.resource == offer.practitioner.uuid || away.resource == offer.slot.location.uuid)
      }
      if !isAway { return offer }
    }
  }

  private func anyOffer(from generator: inout SeededGenerator, _ moved: Offer?) -> Offer {
    let number =
      moved.flatMap { doctors.firstIndex(of: $0.practitioner) }
      ?? Int.random(in: doctors.indices, using: &generator)
    let half = Self.halves(of: number, rooms)[Int.random(in: 0...1, using: &generator)]
    let service =
      services.first { $0.id == moved?.service }
      ?? services[Int.random(in: services.indices, using: &generator)]
    let last = (half.closes - half.opens - service.minutes) / Self.grid
    let minute = half.opens + Self.grid * Int.random(in: 0...last, using: &generator)
    let start = days[Int.random(in: days.indices, using: &generator)] + TimeInterval(minute * 60)
    let (from, until) = (-service.before * 60, (service.minutes + service.after) * 60)
    return Offer(
      practitioner: doctors[number], service: service.id,
      slot: Slot(
        location: half.room, during: start..<(start + TimeInterval(service.minutes * 60)),
        needs: [.init(.practitioner, from: from, until: until), .init(.room, from: from, until: until)]),
      scheduleVersion: versions[doctors[number]] ?? 0, priceMinor: service.priceMinor,
      cancellationMinutes: service.cancellationMinutes, needsApproval: service.needsApproval,
      goodUntil: test.clock.now + 3600)
  }

  /// A doctor or a room, and some hours of a day.
  func absence(from generator: inout SeededGenerator) -> (resource: UUID, isDoctor: Bool, during: Range<Date>)
  {
    let isDoctor = Bool.random(using: &generator)
    let resource =
      isDoctor
      ? doctors[Int.random(in: doctors.indices, using: &generator)].uuid
      : rooms[Int.random(in: rooms.indices, using: &generator)].uuid
    let start =
      days[Int.random(in: days.indices, using: &generator)]
      + TimeInterval(Int.random(in: 8...17, using: &generator) * 3600)
    return (resource, isDoctor, start..<(start + 3600))
  }
}

extension Offer {
  /// What it takes for somebody.
  func wanted(by patient: UUID) -> [Wanted] {
    occupations.map { Wanted(resource: $0.candidates[0], during: $0.during, visit: slot.during) }
      + [Wanted(resource: patient, during: slot.during, visit: slot.during)]
  }
}
