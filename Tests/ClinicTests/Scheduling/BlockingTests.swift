import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Blocking one's own time")
struct BlockingTests {
  private static let day = Day(utc: TestClinic.monday).adding(days: 1)

  private func block(_ from: String, _ until: String, on day: Day = day) throws -> Block {
    let (starts, ends) = (try #require(TimeOfDay(iso: from)), try #require(TimeOfDay(iso: until)))
    return try #require(Block(day: day, starts: starts, ends: ends, note: "Letters"))
  }

  @Test("takes the time off the offers, once however often it is sent, and says so in the log")
  func blocks() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let offer = try #require(try await test.offers().first)
      let zone = try await test.clinic.zone(of: amira)
      let starts = zone.local(offer.slot.during.lowerBound)
      let block = try block(starts.time.description, "24:00", on: starts.day)
      let before = test.clinic.roundTrips
      try await test.clinic.block(block, anyway: false, by: amira)
      #expect(test.clinic.roundTrips - before == 1)
      try await test.clinic.block(block, anyway: false, by: amira)
      #expect(try await test.count("absence WHERE note = 'Letters'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'time-blocked'") == 1)
      // What was on offer before is looked at once more.
      let paul = try await test.visitor(DemoCast.paul, to: .booking)
      await #expect(throws: Refusal.self) {
        _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: paul)
      }
      let absences = try await test.ask(amira, .myAbsences(on: starts.day...starts.day))
      #expect(absences.map(\.isBlock) == [true] && absences.map(\.note) == ["Letters"])
      try await test.clinic.unblock(absences[0].absence.id, by: amira)
      try await test.clinic.unblock(absences[0].absence.id, by: amira)
      #expect(try await test.count("absence") == 0)
      #expect(try await test.count("audit_event WHERE act = 'time-unblocked'") == 1)
      _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: paul)
    }
  }

  @Test("is not done while visits lie in it, unless it is meant; they stay")
  func visits() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let zone = try await test.clinic.zone(of: amira)
      let (id, _) = try await test.bookedByPaul()
      let during = try #require(
        try await test.ask(
          amira,
          .mySchedule(between: test.clock.now..<(test.clock.now + 30 * 86_400), by: amira, at: test.clock.now)
        )
        .first
      ).during
      let (start, end) = (zone.local(during.lowerBound), zone.local(during.upperBound))
      // Up to its beginning and from its end on, nothing lies in it.
      try await test.clinic.block(
        try block("00:00", start.time.description, on: start.day), anyway: false, by: amira)
      try await test.clinic.block(
        try block(end.time.description, "24:00", on: start.day), anyway: false, by: amira)
      let last = try #require(end.time.adding(minutes: -1))
      let within = try block(last.description, "24:00", on: start.day)
      await #expect(throws: Refusal.conflict(.visitsWithin)) {
        try await test.clinic.block(within, anyway: false, by: amira)
      }
      #expect(try await test.count("absence") == 2)
      try await test.clinic.block(within, anyway: true, by: amira)
      #expect(try await test.count("absence") == 3)
      #expect(try await test.count("appointment WHERE status = 'booked' AND id = '\(id)'") == 1)
    }
  }

  @Test("and a booking of the same time at once: one of them comes first, and the other is told")
  func race() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      let paul = try await test.visitor(DemoCast.paul, to: .booking)
      let zone = try await test.clinic.zone(of: amira)
      var both = 0
      for index in 0..<12 {
        let offer = try #require(try await test.offers(to: paul).dropFirst(index).first)
        let (start, end) = (
          zone.local(offer.slot.during.lowerBound), zone.local(offer.slot.during.upperBound)
        )
        let block = try block(start.time.description, end.time.description, on: start.day)
        async let booked =
          (try? test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: paul)) != nil
        async let blocked = (try? test.clinic.block(block, anyway: false, by: amira)) != nil
        if await booked, await blocked { both += 1 }
      }
      #expect(both == 0)
      let pieces = try await test.count("appointment") + test.count("absence")
      #expect(pieces == 12)
    }
  }

  @Test("has its measure a day, and is for practitioners: others have no schedule to block")
  func limits() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      for number in 0..<Block.mostPerDay {
        try await test.clinic.block(
          try block("0\(number / 6):\(number % 6)0", "0\(number / 6):\(number % 6)5"), anyway: false,
          by: amira)
      }
      await #expect(throws: Refusal.conflict(.blocksEnough)) {
        try await test.clinic.block(try block("20:00", "20:05"), anyway: false, by: amira)
      }
      #expect(try await test.count("absence") == Block.mostPerDay)
      let paul = try await test.visitor(DemoCast.paul, to: .schedule)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.block(try block("20:00", "20:05"), anyway: false, by: paul)
      }
      let chloe = try await test.visitor(DemoCast.chloe, to: .schedule)
      let own = try await test.ask(amira, .myAbsences(on: Self.day...Self.day))
      for visitor in [paul, chloe] { try await test.clinic.unblock(own[0].absence.id, by: visitor) }
      #expect(try await test.count("absence") == Block.mostPerDay)
    }
  }

  @Test("takes nothing back that is more than a part of one day")
  func longer() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          INSERT INTO absence (id, practitioner_id, first_day, last_day, weekdays, starts)
          SELECT gen_random_uuid(), id, '2026-03-03', last::date, weekdays::smallint[], starts::time
            FROM practitioner, (VALUES ('2026-03-03', '{}', '00:00'), ('2026-03-04', '{}', '12:00'),
                                       ('2026-03-03', '{2}', '12:00')) AS v (last, weekdays, starts)
          """
        ])
      let absences = try await test.ask(amira, .myAbsences(on: Self.day...Self.day))
      #expect(absences.count == 3 && absences.allSatisfy { !$0.isBlock })
      for absence in absences { try await test.clinic.unblock(absence.absence.id, by: amira) }
      #expect(try await test.count("absence") == 3)
    }
  }

  @Test("means the clinic's clocks: nothing where they skip it, twice as long where they show it twice")
  func clocks() throws {
    let london = try TimeZoneRules(identifier: "Europe/London")
    let spring = try #require(Day(iso: "2026-03-29"))
    let autumn = try #require(Day(iso: "2026-10-25"))
    #expect(try block("01:00", "02:00", on: spring).spans(in: london).isEmpty)
    let twice = try block("01:00", "02:00", on: autumn).spans(in: london)
    #expect(twice.reduce(0) { $0 + $1.upperBound.timeIntervalSince($1.lowerBound) } == 7200)
    #expect(Block(day: spring, starts: .endOfDay, ends: .endOfDay) == nil)
    #expect(Block(day: spring, starts: .midnight, ends: .endOfDay) == nil)
  }
}
