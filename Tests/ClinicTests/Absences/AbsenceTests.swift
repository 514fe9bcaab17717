import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A doctor who is away")
struct AbsenceTests {
  @Test(
    "with 25 visits: each is asked about once, none is lost, no two are proposed one time, and history is kept"
  )
  func twentyFive() async throws {
    try await TestClinic.using { test in
      let visits = try await test.bookedTuesday(25)
      let letters = try await test.letters().count
      try await test.enterAbsence()
      #expect(try await test.states() == ["open": 25])
      #expect(try await test.letters().count == letters + 25)
      #expect(
        Set(try await test.letters().filter { $0.letter == .appointmentRebooking }.map(\.recipient)).count
          == 25)
      #expect(try await test.count("hold") == 25)
      #expect(try await test.count("(SELECT DISTINCT proposed FROM rebooking) AS times") == 25)
      // What is proposed is occupied, and not in the absence.
      let proposed = try await test.count(
        """
        rebooking r JOIN occupancy o ON o.during = r.proposed AND o.resource_id = r.practitioner_id
         WHERE o.released_at IS NULL AND NOT r.proposed && tstzrange('2026-03-02', '2026-03-04')
        """)
      #expect(proposed == 25)
      // Nobody is moved before they say so, and nothing more is offered on that day.
      #expect(try await test.count("appointment WHERE status = 'booked' AND sequence = 0") == 25)
      let tuesday = Day(year: 2026, month: 3, day: 3)!
      #expect(try await test.offers().allSatisfy { Day(utc: $0.slot.during.lowerBound) != tuesday })

      let links = try await test.links()
      #expect(links.count == 25)
      for (index, link) in links.enumerated() {
        switch index % 4 {
        case 0: try await test.clinic.acceptRebooking(link, nil, by: test.holder())
        case 1: try await test.clinic.cancelRebooking(link, by: test.holder())
        case 2: try await test.clinic.askForCall(link, by: test.holder())
        default: break
        }
      }
      #expect(try await test.states() == ["accepted": 7, "cancelled": 6, "task": 6, "open": 6])
      test.clock.advance(by: 2 * 86_400)
      try await test.clinic.doWhatIsDue()
      #expect(try await test.states() == ["accepted": 7, "cancelled": 6, "task": 12])
      for id in visits {
        #expect(try await test.count("rebooking WHERE appointment_id = '\(id)'") == 1)
        #expect(
          try await test.count("appointment_history WHERE appointment_id = '\(id)' AND act = 'book'") == 1)
      }
      #expect(try await test.count("appointment_history WHERE act = 'move'") == 7)
      #expect(try await test.count("appointment WHERE sequence = 1 AND status = 'booked'") == 7)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-rebooking'") == 25)
      #expect(try await test.count("audit_event WHERE act = 'rebooking-lapsed'") == 6)
    }
  }

  @Test("entered twenty times at once by two servers is entered once, and every patient told once")
  func again() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(10)
      let (key, ben, other) = (ID<Absence>(UUID()), try await test.ben(), try test.anotherServer())
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<20 {
          let clinic = number.isMultiple(of: 2) ? test.clinic : other
          group.addTask { try await clinic.enter(test.away(), key, note: "", by: ben) }
        }
        try await group.waitForAll()
      }
      await other.close()
      #expect(try await test.count("absence WHERE entered_at IS NOT NULL") == 1)
      #expect(try await test.states() == ["open": 10])
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-rebooking'") == 10)
      #expect(try await test.count("audit_event WHERE act = 'absence-entered'") == 1)
      #expect(try await test.count("hold") == 10)
    }
  }

  @Test("that overlaps another, entered at once by a second person at the desk, asks every patient once")
  func twoDesks() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(8)
      let ben = try await test.ben()
      async let one: Void = test.clinic.enter(test.away(), ID(UUID()), note: "", by: ben)
      async let two: Void = test.clinic.enter(test.away(2), ID(UUID()), note: "", by: ben)
      _ = try await (one, two)
      #expect(try await test.count("absence WHERE entered_at IS NOT NULL") == 2)
      #expect(try await test.count("rebooking") == 8)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-rebooking'") == 8)
    }
  }

  @Test(
    "is entered once, by whomever and on whichever server; a different one, or one taken back, is another")
  func same() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(2)
      let (ben, other) = (try await test.ben(), try test.anotherServer())
      let entered = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<6 {
          let clinic = number.isMultiple(of: 2) ? test.clinic : other
          group.addTask {
            await succeeds { try await clinic.enter(test.away(), ID(UUID()), note: "", by: ben) }
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      await other.close()
      #expect(entered == 1)
      #expect(try await test.count("absence WHERE entered_at IS NOT NULL") == 1)
      let known = try #require(try await test.ask(ben, .absence(sameAs: test.away())))
      await #expect(throws: Refusal.conflict(.absenceEntered)) { try await test.enterAbsence() }
      try await test.enterAbsence(known)
      // Whose absences are not theirs is told nothing of them.
      let chloe = try await test.visitor(DemoCast.chloe, to: .schedule, access: .may(.enterAbsences))
      await #expect(throws: Refusal.unknown) { try await test.enterAbsence(by: chloe) }
      #expect(try await test.ask(chloe, .absence(sameAs: test.away())) == nil)
      let noon = try #require(TimeOfDay(hour: 12, minute: 0))
      for different in [test.away(2), test.away(from: noon), test.away(until: noon)] {
        try await test.clinic.enter(different, ID(UUID()), note: "", by: ben)
      }
      try await test.clinic.withdraw(known, by: ben)
      try await test.enterAbsence()
      #expect(try await test.count("absence WHERE entered_at IS NOT NULL") == 5)
    }
  }

  @Test("while others book that day: every visit that got through is asked about")
  func race() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      let visitors = try await withThrowingTaskGroup(of: Visitor.self) { group in
        for _ in 0..<16 { group.addTask { try await test.newcomer(at: test.riverside, to: .booking) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      await withTaskGroup(of: Void.self) { group in
        for (visitor, offer) in zip(visitors, offers) {
          group.addTask {
            _ = await succeeds {
              _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
            }
          }
        }
        group.addTask { _ = try? await test.enterAbsence() }
      }
      #expect(try await test.count("absence WHERE entered_at IS NOT NULL") == 1)
      let booked = try await test.count("appointment WHERE status = 'booked'")
      #expect(try await test.count("rebooking") == booked)
      let proposed = try await test.count("(SELECT DISTINCT proposed FROM rebooking) AS times")
      #expect(proposed == booked)
    }
  }

  @Test("for part of a day leaves the visits before and after as they are, to the second")
  func partOfDay() async throws {
    try await TestClinic.using { test in
      let visits = try await test.bookedTuesday(6)
      let paul = try await test.ben()
      let second = try await test.start(visits[1])
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      // From the end of the first to the beginning of the third.
      let (starts, third) = (zone.local(second).time, zone.local(try await test.start(visits[2])).time)
      try await test.clinic.enter(
        test.away(from: starts, until: third), ID(UUID()), note: "", by: paul)
      #expect(try await test.count("rebooking") == 1)
      #expect(try await test.count("rebooking WHERE appointment_id = '\(visits[1])'") == 1)
    }
  }

  @Test("gives another doctor's time where there is none of the same, and a task where there is none at all")
  func otherDoctors() async throws {
    try await TestClinic.using { test in
      let visits = try await test.bookedTuesday(3)
      let room = try await test.room("Of Chen", at: test.riverside)
      let first = Day(year: 2026, month: 3, day: 3)!
      let start = try await test.start(visits[0])
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let opens = zone.local(start).time
      let chen = try await test.practitioner(
        named: "Lin Chen", at: test.riverside,
        hours: [
          WeeklyHours(
            location: room, weekday: first.weekday, opens: opens, closes: opens.adding(minutes: 30)!,
            validFrom: first, validUntil: first)
        ])
      try await test.clinic.enter(
        test.away(300), ID(UUID()), note: "", by: try await test.ben())
      #expect(try await test.states() == ["open": 2, "task": 1])
      #expect(try await test.count("rebooking WHERE practitioner_id = '\(chen)'") == 2)
      #expect(try await test.count("rebooking WHERE why = 'no-time' AND proposed IS NULL") == 1)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-rebooking'") == 3)

      let link = try #require(try await test.links().first)
      let offered = try await test.rebooking(of: link)
      #expect(offered.rebooking.proposal?.isOtherDoctor == true)
      try await test.clinic.acceptRebooking(link, nil, by: test.holder())
      #expect(try await test.count("appointment WHERE practitioner_id = '\(chen)' AND sequence = 1") == 1)
      #expect(try await test.states() == ["open": 1, "task": 1, "accepted": 1])
    }
  }

  @Test("makes a task of a patient whom no letter reaches, and keeps their time for the call")
  func noAddress() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(2)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          UPDATE patient SET account_id = NULL, email = '' WHERE id = (SELECT patient_id FROM appointment LIMIT 1)
          """, "UPDATE appointment SET booked_by = NULL",
        ])
      try await test.enterAbsence()
      #expect(try await test.states() == ["open": 1, "task": 1])
      #expect(try await test.count("rebooking WHERE why = 'no-address'") == 1)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-rebooking'") == 1)
      #expect(try await test.count("hold") == 2)
    }
  }

  @Test("at a time that was proposed to others makes tasks of them: nobody is asked twice")
  func proposedAway() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(4)
      try await test.enterAbsence()
      try await test.clinic.enter(test.away(60), ID(UUID()), note: "", by: try await test.ben())
      #expect(try await test.states() == ["task": 4])
      #expect(try await test.count("rebooking WHERE why = 'gone'") == 4)
      #expect(try await test.count("hold") == 0)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-rebooking'") == 4)
    }
  }

  @Test("is entered for everybody by the front desk, for oneself by a doctor, and by nobody else")
  func whose() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.enterAbsences))
      try await test.enterAbsence(by: amira)
      let other = try await test.practitioner(named: "Lin Chen", at: test.riverside)
      let first = Day(year: 2026, month: 3, day: 3)!
      let absent = NewAbsence(ID(other.uuid), Absence(days: first...first))
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.enter(absent, ID(UUID()), note: "", by: amira)
      }
      try await test.clinic.enter(absent, ID(UUID()), note: "", by: try await test.ben())
      let paul = try await test.visitor(DemoCast.paul, to: .schedule, access: .may(.enterAbsences))
      await #expect(throws: Refusal.forbidden) {
        try await test.clinic.enter(absent, ID(UUID()), note: "", by: paul)
      }
      let chloe = try await test.visitor(DemoCast.chloe, to: .schedule, access: .may(.enterAbsences))
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.enter(absent, ID(UUID()), note: "", by: chloe)
      }
      #expect(try await test.count("absence WHERE entered_at IS NOT NULL") == 2)
    }
  }
}

extension TestClinic {
  func start(_ id: ID<Appointment>) async throws -> Date {
    try await database.asOwner(
      of: riverside.id.uuid, ["SELECT starts_at FROM appointment WHERE id = \(id.uuid)"])[0]
      .decode { row in try row.next(Date.self) }[0]
  }
}
