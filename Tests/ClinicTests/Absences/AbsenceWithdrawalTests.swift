import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("An absence that is taken back")
struct AbsenceWithdrawalTests {
  @Test("takes back what is unanswered and tells those who were written to once; who was moved stays moved")
  func withdrawn() async throws {
    try await TestClinic.using { test in
      let visits = try await test.bookedTuesday(4)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE patient SET account_id = NULL, email = '' WHERE id = (SELECT patient_id FROM appointment WHERE id = \(visits[3].uuid))",
          "UPDATE appointment SET booked_by = NULL WHERE id = \(visits[3].uuid)",
        ])
      let absence = try await test.enterAbsence()
      let links = try await test.links()
      try await test.clinic.acceptRebooking(links[0], nil, by: test.holder())
      try await test.clinic.askForCall(links[1], by: test.holder())
      let moved = try await test.start(visits[0])
      let ben = try await test.ben()
      for _ in 0..<2 { try await test.clinic.withdraw(absence, by: ben) }
      #expect(try await test.states() == ["accepted": 1, "withdrawn": 3])
      #expect(try await test.count("hold") == 0)
      #expect(try await test.start(visits[0]) == moved)
      // The fourth was never written to.
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-stands'") == 2)
      #expect(try await test.count("audit_event WHERE act = 'absence-withdrawn'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'rebooking-withdrawn'") == 3)
      #expect(try await test.count("appointment WHERE status = 'booked'") == 4)
      #expect(try await test.rebooking(of: links[2]).rebooking.state == .withdrawn)
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.acceptRebooking(links[2], nil, by: test.holder())
      }
      // The day can be booked again, and the absence stands in no list, but is there.
      let tuesday = Day(year: 2026, month: 3, day: 3)!
      #expect(try await test.offers().contains { Day(utc: $0.slot.during.lowerBound) == tuesday })
      #expect(try await test.ask(ben, .absencesAhead(from: tuesday)).isEmpty)
      #expect(try await test.ask(ben, .absence(absence)).map(\.isWithdrawn) == [true])
      // Entered once more, everybody is asked again.
      try await test.enterAbsence()
      #expect(try await test.states() == ["accepted": 1, "withdrawn": 3, "open": 2, "task": 1])
    }
  }

  @Test("in part takes back what no longer falls into it, and nothing else")
  func shortened() async throws {
    try await TestClinic.using { test in
      let visits = try await test.bookedTuesday(4)
      let absence = try await test.enterAbsence()
      let ben = try await test.ben()
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let third = zone.local(try await test.start(visits[2])).time
      let tuesday = Day(year: 2026, month: 3, day: 3)!
      // From the third visit on.
      let part = Absence(days: tuesday...tuesday, starts: third)
      try await test.clinic.shorten(absence, to: part, by: ben)
      #expect(try await test.states() == ["open": 2, "withdrawn": 2])
      #expect(try await test.count("hold") == 2)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-stands'") == 2)
      #expect(try await test.count("rebooking WHERE state = 'open' AND appointment_id = '\(visits[2])'") == 1)
      for longer in [
        Absence(days: tuesday...tuesday), Absence(days: tuesday...tuesday.adding(days: 1), starts: third),
        Absence(days: tuesday.adding(days: -1)...tuesday, starts: third),
      ] {
        await #expect(throws: Refusal.invalid([Problem("first", "problem.absence-part")])) {
          try await test.clinic.shorten(absence, to: longer, by: ben)
        }
      }
      try await test.clinic.shorten(absence, to: part, by: ben)
      #expect(try await test.states() == ["open": 2, "withdrawn": 2])
    }
  }

  @Test("leaves alone what can't take place all the same, for something else is away then")
  func otherwiseAway() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(2)
      let absence = try await test.enterAbsence()
      try await test.enter(test.riverside.room.uuid)
      try await test.clinic.withdraw(absence, by: try await test.ben())
      #expect(try await test.states() == ["open": 2])
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-stands'") == 0)
    }
  }

  @Test("while patients answer: each visit was moved, or stands, and is told of so")
  func race() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(10)
      let absence = try await test.enterAbsence()
      let (links, ben, other) = (try await test.links(), try await test.ben(), try test.anotherServer())
      await withTaskGroup(of: Void.self) { group in
        for link in links {
          group.addTask {
            _ = await succeeds { try await test.clinic.acceptRebooking(link, nil, by: test.holder()) }
          }
        }
        for _ in 0..<2 { group.addTask { _ = await succeeds { try await other.withdraw(absence, by: ben) } } }
      }
      await other.close()
      let states = try await test.states()
      #expect(states["accepted", default: 0] + states["withdrawn", default: 0] == 10)
      #expect(
        try await test.count("outbox_message WHERE kind = 'appointment-stands'")
          == states["withdrawn", default: 0])
      #expect(try await test.count("appointment WHERE sequence = 1") == states["accepted", default: 0])
      #expect(try await test.count("hold") == 0)
    }
  }

  @Test("is taken back by whoever may enter it, and by nobody else")
  func whose() async throws {
    try await TestClinic.using { test in
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.enterAbsences))
      let absence = try await test.enterAbsence(by: amira)
      let other = try await test.practitioner(named: "Lin Chen", at: test.riverside)
      let (chens, ben) = (ID<Absence>(UUID()), try await test.ben())
      let tuesday = Day(year: 2026, month: 3, day: 3)!
      try await test.clinic.enter(
        NewAbsence(ID(other.uuid), Absence(days: tuesday...tuesday)), chens, note: "", by: ben)
      let etienne = try await test.visitor(DemoCast.etienne, to: .schedule, access: .may(.enterAbsences))
      let paul = try await test.visitor(DemoCast.paul, to: .schedule, access: .may(.enterAbsences))
      await #expect(throws: Refusal.unknown) { try await test.clinic.withdraw(chens, by: amira) }
      await #expect(throws: Refusal.unknown) { try await test.clinic.withdraw(absence, by: etienne) }
      await #expect(throws: Refusal.forbidden) { try await test.clinic.withdraw(absence, by: paul) }
      #expect(try await test.count("absence WHERE withdrawn_at IS NOT NULL") == 0)
      try await test.clinic.withdraw(absence, by: amira)
      #expect(try await test.count("absence WHERE withdrawn_at IS NOT NULL") == 1)
    }
  }

  @Test("is not unblocked like a block of one's own: patients were told of it")
  func notUnblocked() async throws {
    try await TestClinic.using { test in
      let absence = ID<Absence>(UUID())
      try await test.clinic.enter(
        test.away(0, from: TimeOfDay(iso: "13:00")!, until: TimeOfDay(iso: "14:00")!), absence, note: "",
        by: try await test.ben())
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.keepOwnSchedule))
      try await test.clinic.unblock(absence, by: amira)
      #expect(try await test.count("absence WHERE id = '\(absence)'") == 1)
      let monday = Day(year: 2026, month: 3, day: 2)!
      #expect(try await test.ask(amira, .myAbsences(on: monday...monday)).map(\.isBlock) == [false])
    }
  }

  @Test("on the last day there is ends")
  func lastDay() throws {
    let last = Day(iso: "9999-12-31")!
    let zone = try TimeZoneDatabase().rules(for: "Europe/London")
    #expect(Absence(days: last...last).times(in: zone).count <= 1)
  }

  @Test("is written about in the reader's language, like the absence before")
  func languages() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(2)
      try await test.own(
        "UPDATE account SET language = 'fr' WHERE id = (SELECT booked_by FROM appointment ORDER BY starts_at LIMIT 1)"
      )
      let absence = try await test.enterAbsence()
      try await test.clinic.withdraw(absence, by: try await test.ben())
      for kind in [LetterKind.appointmentRebooking, .appointmentStands] {
        let letters = try await test.letters().filter { $0.letter == kind }
        #expect(letters.map(\.language).sorted() == ["en", "fr"])
      }
    }
  }
}
