import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Whose hands count, and when: as booking knows it (docs/scheduling.md).
@Suite("Who is there for those who wait")
struct HandsTests {
  /// A walk-in's, in minutes since midnight: from when until when somebody is there.
  private func hands(_ stage: QueueStage, of ticket: ID<QueueTicket>) async throws -> [ClosedRange<Int>] {
    let queue = try await stage.queue()
    return try #require(queue.tickets.first { $0.id == ticket }).hands.map { hand in
      func minutes(_ instant: Date) -> Int {
        Int(instant.timeIntervalSince(stage.today.time.lowerBound) / 60)
      }
      return minutes(hand.lowerBound)...minutes(hand.upperBound)
    }
  }

  /// Ten in the morning, and Greta alone gives a service: from nine to five.
  private func stage(_ test: TestClinic) async throws -> (
    QueueStage, ID<HealthcareService>, ID<Practitioner>
  ) {
    let stage = try await QueueStage(test)
    test.clock.set(stage.today.time.lowerBound + 10 * 3600)
    let greta = try await test.practitioner(
      named: "Greta Lind", at: test.riverside, hours: [hours(at: test.riverside.room, on: stage.today.day)])
    return (
      stage, try await test.service("Stitches", minutes: 10, by: greta, at: test.riverside), greta
    )
  }

  private func hours(at room: ID<Location>, on day: Day) -> WeeklyHours {
    WeeklyHours(
      location: room, weekday: day.weekday, opens: TimeOfDay(hour: 9, minute: 0)!,
      closes: TimeOfDay(hour: 17, minute: 0)!, validFrom: day, validUntil: nil)
  }

  private func wait(_ stage: QueueStage) async throws -> WaitRange? {
    let queue = try await stage.queue()
    return queue.wait(of: try #require(queue.tickets.first), at: stage.test.clock.now)
  }

  @Test("are those of whoever gives the service, by weekly hours, until they go home")
  func weekly() async throws {
    try await TestClinic.using { test in
      let (stage, service, greta) = try await stage(test)
      let ticket = try await stage.takeIn(service)
      #expect(try await hands(stage, of: ticket) == [540...1020])
      #expect(try await stage.queue().tickets.first?.turn.doctors == [greta])
      #expect(try await wait(stage) == WaitRange(shortest: 0, longest: 5))
      test.clock.set(stage.today.time.lowerBound + 8 * 3600)
      #expect(try await wait(stage) == WaitRange(shortest: 60, longest: 65))
      test.clock.set(stage.today.time.lowerBound + 17 * 3600 - 1)
      #expect(try await wait(stage) == WaitRange(shortest: 0, longest: 5))
      test.clock.advance(by: 1)
      #expect(try await hands(stage, of: ticket) == [])
      #expect(try await wait(stage) == nil)
    }
  }

  @Test("rest while somebody is absent, while the house is shut, and all day on a holiday")
  func away() async throws {
    try await TestClinic.using { test in
      let (stage, service, greta) = try await stage(test)
      let (ticket, day) = (try await stage.takeIn(service), stage.today.day)
      try await stage.asOwner(
        """
        INSERT INTO absence (id, practitioner_id, first_day, last_day, weekdays, starts, ends)
        VALUES (gen_random_uuid(), \(greta.uuid), \(day.sql), \(day.sql), '{}', '10:00', '11:30')
        """)
      #expect(try await hands(stage, of: ticket) == [690...1020])
      try await stage.asOwner(
        """
        INSERT INTO opening_hours (id, location_id, weekday, opens, closes)
        VALUES (gen_random_uuid(), \(test.riverside.room.uuid), \(Int16(day.weekday.rawValue)), '08:00', '16:00')
        """)
      #expect(try await hands(stage, of: ticket) == [690...960])
      try await stage.asOwner("INSERT INTO holiday (day, name) VALUES (\(day.sql), 'Founders'' Day')")
      #expect(try await hands(stage, of: ticket) == [])
    }
  }

  @Test("are not those of hours for other services alone")
  func services() async throws {
    try await TestClinic.using { test in
      let (stage, service, greta) = try await stage(test)
      let ticket = try await stage.takeIn(service)
      let other = try await test.service("Plaster", minutes: 10, by: greta, at: test.riverside)
      let further = try await stage.takeIn(other)
      try await stage.asOwner(
        """
        INSERT INTO availability_service (availability_id, service_id)
        SELECT id, \(other.uuid) FROM availability WHERE practitioner_id = \(greta.uuid)
        """)
      #expect(try await hands(stage, of: ticket) == [])
      #expect(try await hands(stage, of: further) == [540...1020])
    }
  }

  @Test("are of the hours of that day, where it has its own")
  func dated() async throws {
    try await TestClinic.using { test in
      let (stage, service, greta) = try await stage(test)
      let ticket = try await stage.takeIn(service)
      try await stage.asOwner(
        """
        INSERT INTO dated_hours (id, practitioner_id, location_id, day, opens, closes, replaces)
        VALUES (gen_random_uuid(), \(greta.uuid), \(test.riverside.room.uuid), \(stage.today.day.sql), '14:00', '15:00',
                true)
        """)
      #expect(try await hands(stage, of: ticket) == [840...900])
    }
  }

  @Test("are at the place where one waits")
  func places() async throws {
    try await TestClinic.using { test in
      let (stage, service, greta) = try await stage(test)
      let site = try await stage.site("Rope Walk")
      let there = try await stage.takeIn(service, with: greta, at: site.place)
      let here = try await stage.takeIn(service, with: greta)
      #expect(try await hands(stage, of: there) == [])
      #expect(try await hands(stage, of: here) == [540...1020])
      try await stage.asOwner(
        "UPDATE availability SET location_id = \(site.room.uuid) WHERE practitioner_id = \(greta.uuid)")
      #expect(try await hands(stage, of: there) == [540...1020])
      #expect(try await hands(stage, of: here) == [])
    }
  }
}
