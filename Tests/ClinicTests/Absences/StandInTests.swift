import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A room, a device or a helper that is away")
struct StandInTests {
  @Test("is stood in for by another room of the house; nobody is asked, and the visits keep their times")
  func room() async throws {
    try await TestClinic.using { test in
      let other = try await test.house("Room 2")
      let visits = try await test.bookedTuesday(3)
      let letters = try await test.letters().count
      try await test.enter(test.riverside.room.uuid)
      #expect(try await test.states() == ["swapped": 3])
      #expect(try await test.letters().count == letters)
      #expect(try await test.count("hold") == 0)
      #expect(try await test.count("appointment WHERE location_id = '\(other)' AND sequence = 0") == 3)
      let occupied = "occupancy WHERE released_at IS NULL AND resource_id ="
      #expect(try await test.count("\(occupied) '\(other)'") == 3)
      #expect(try await test.count("\(occupied) '\(test.riverside.room)'") == 0)
      #expect(
        try await test.count("audit_event WHERE act = 'visit-swapped' AND entity = '\(visits[0])'") == 1)
      // Moving it afterwards finds what it occupies now.
      let free = try #require(try await test.offers(moving: visits[0]).last)
      #expect(free.slot.during.lowerBound > test.clock.now)
    }
  }

  @Test("is asked about where the other room is taken then, closed, absent, or in another house")
  func noRoom() async throws {
    try await TestClinic.using { test in
      let other = try await test.house("Room 2")
      let visits = try await test.bookedTuesday(3)
      let second = try await test.start(visits[1])
      // Somebody has the other room during the second visit.
      let chen = try await test.practitioner(named: "Lin Chen", at: test.riverside)
      try await test.occupy(other, from: second, minutes: 5, of: chen)
      try await test.enter(test.riverside.room.uuid)
      #expect(try await test.states() == ["swapped": 2, "open": 1])
      #expect(try await test.count("rebooking WHERE state = 'open' AND appointment_id = '\(visits[1])'") == 1)
      // The room that stands in is away later: the visits in it are asked about, for nothing else is in the house.
      try await test.enter(other.uuid)
      #expect(try await test.states() == ["swapped": 2, "open": 4])
      #expect(try await test.count("(SELECT DISTINCT appointment_id FROM rebooking) AS visits") == 4)
    }
    for change in [
      "UPDATE location SET part_of = NULL WHERE name = 'Room 2'",
      "UPDATE location SET kind = 'theatre' WHERE name = 'Room 2'",
      "UPDATE location SET active = false WHERE name = 'Room 2'",
      "INSERT INTO absence (id, location_id, first_day, last_day) SELECT gen_random_uuid(), id, '2026-03-03', '2026-03-03' FROM location WHERE name = 'Room 2'",
      "INSERT INTO opening_hours (id, location_id, weekday, opens, closes) SELECT gen_random_uuid(), id, 5, '08:00', '18:00' FROM location WHERE name = 'Room 2'",
    ] {
      try await TestClinic.using { test in
        _ = try await test.house("Room 2")
        _ = try await test.bookedTuesday(1)
        try await test.own(change)
        try await test.enter(test.riverside.room.uuid)
        #expect(try await test.states() == ["open": 1], "\(change)")
      }
    }
  }

  @Test("that is a device of a kind is replaced by another, and a nurse by one who works then")
  func pools() async throws {
    try await TestClinic.using { test in
      let (lasers, nurses) = try await test.pools()
      let visits = try await test.bookedTuesday(2)
      let laser = try await test.occupied(visits[0], of: lasers)
      try await test.enter(laser)
      #expect(try await test.states() == ["swapped": 2])
      #expect(try await test.count("occupancy WHERE released_at IS NULL AND resource_id = '\(laser)'") == 0)
      let nurse = try await test.occupied(visits[0], of: nurses)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let second = zone.local(try await test.start(visits[1])).time
      try await test.own(
        "UPDATE availability SET closes = '\(second)' WHERE practitioner_id IN (SELECT id FROM practitioner WHERE kind = 'nurse') AND practitioner_id <> '\(nurse)'"
      )
      try await test.enter(nurse)
      // The other has gone when the second visit is on.
      #expect(try await test.count("rebooking WHERE state = 'swapped'") == 3)
      #expect(try await test.count("rebooking WHERE state = 'open' AND appointment_id = '\(visits[1])'") == 1)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-rebooking'") == 1)
    }
  }

  @Test("makes a task of a time that was proposed with it")
  func proposedWith() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(2)
      try await test.enterAbsence()
      #expect(try await test.states() == ["open": 2])
      try await test.enter(test.riverside.room.uuid, days: 60)
      #expect(try await test.states() == ["task": 2])
      #expect(try await test.count("hold") == 0)
    }
  }

  @Test("is entered by the front desk, and by no doctor")
  func whose() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.enterAbsences))
      await #expect(throws: Refusal.unknown) {
        try await test.enter(test.riverside.room.uuid, by: amira)
      }
      let chloe = try await test.visitor(DemoCast.etienne, to: .schedule, access: .may(.enterAbsences))
      await #expect(throws: Refusal.unknown) {
        try await test.enter(test.riverside.room.uuid, by: chloe)
      }
      #expect(try await test.ask(amira, .absentees).map(\.name) == ["Dr Amira Haddad"])
    }
  }
}

extension TestClinic {
  /// Away on Tuesday, or more of the days that follow.
  func enter(_ resource: UUID, days: Int = 0, by visitor: Visitor? = nil) async throws {
    let tuesday = Day(year: 2026, month: 3, day: 3)!
    let ben = try await ben()
    try await clinic.enter(
      NewAbsence(ID(resource), Absence(days: tuesday...tuesday.adding(days: days))), ID(UUID()), note: "",
      by: visitor ?? ben)
  }

  /// The doctor's room and another, in one house.
  func house(_ name: String) async throws -> ID<Location> {
    let (site, other) = (try await room("The house", at: riverside), try await room(name, at: riverside))
    try await own("UPDATE location SET part_of = '\(site)' WHERE id IN ('\(other)', '\(riverside.room)')")
    return other
  }

  /// A visit with a doctor in a room, for so many minutes.
  func occupy(_ room: ID<Location>, from start: Date, minutes: Int, of doctor: ID<Practitioner>) async throws
  {
    let offer = try #require(try await offers().first)
    let visitor = try await newcomer(at: riverside, to: .booking)
    let there = try await self.offer(
      Offer(
        practitioner: doctor, service: offer.service,
        slot: Slot(location: room, during: start..<(start + TimeInterval(minutes * 60))), scheduleVersion: 1,
        priceMinor: offer.priceMinor, cancellationMinutes: offer.cancellationMinutes,
        goodUntil: offer.goodUntil), with: doctor, in: room)
    _ = try await clinic.book(Booking(offer: there, key: UUID(), reason: ""), by: visitor)
  }

  /// The first service needs one of two lasers and one of two nurses, who work on weekdays.
  func pools() async throws -> (lasers: [UUID], nurses: [UUID]) {
    let (lasers, nurses) = ([UUID(), UUID()], [UUID(), UUID()])
    for (index, id) in lasers.enumerated() {
      try await own("INSERT INTO device (id, name, kind) VALUES ('\(id)', 'Laser \(index)', 'laser')")
    }
    for (index, id) in nurses.enumerated() {
      try await own(
        """
        INSERT INTO practitioner (id, family_name, given_name, gender, kind, created_at)
        VALUES ('\(id)', 'Nurse', '\(index)', 'unknown', 'nurse', now())
        """)
      try await own(
        """
        INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from)
        SELECT gen_random_uuid(), '\(id)', '\(riverside.room)', n, '07:00', '19:00', '2026-01-01'
          FROM generate_series(1, 5) AS n
        """)
    }
    for need in ["'practitioner', ''", "'room', ''", "'device', 'laser'", "'staff', 'nurse'"] {
      try await own(
        """
        INSERT INTO service_requirement (id, service_id, needs, kind, from_minute)
        VALUES (gen_random_uuid(), '\(riverside.services[0])', \(need), 0)
        """)
    }
    return (lasers, nurses)
  }

  /// Which of some a visit has.
  func occupied(_ visit: ID<Appointment>, of some: [UUID]) async throws -> UUID {
    try await database.asOwner(
      of: riverside.id.uuid,
      [
        """
        SELECT resource_id FROM occupancy
         WHERE appointment_id = \(visit.uuid) AND released_at IS NULL AND resource_id = ANY (\(some))
        """
      ])[0].decode { row in try row.next(UUID.self) }[0]
  }
}
