import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A proposed time")
struct RebookingTests {
  @Test("accepted by the link moves the visit there, with a letter; any number of times it is once")
  func accepted() async throws {
    try await TestClinic.using { test in
      let id = try await test.bookedTuesday(1)[0]
      try await test.enterAbsence()
      let link = try #require(try await test.links().first)
      let proposal = try #require(try await test.rebooking(of: link).rebooking.proposal)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<10 {
          group.addTask { try await test.clinic.acceptRebooking(link, nil, by: test.holder()) }
        }
        try await group.waitForAll()
      }
      #expect(try await test.start(id) == proposal.during.lowerBound)
      #expect(try await test.count("appointment WHERE sequence = 1") == 1)
      #expect(try await test.count("outbox_message WHERE kind = 'appointment-moved'") == 1)
      #expect(try await test.states() == ["accepted": 1])
      #expect(try await test.count("hold") == 0)
      #expect(try await test.count("occupancy WHERE released_at IS NULL") == 3)
    }
  }

  @Test("is kept against everybody else until the deadline, and free from that instant on")
  func kept() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(1)
      try await test.enterAbsence()
      let link = try #require(try await test.links().first)
      let rebooking = try await test.rebooking(of: link).rebooking
      let start = try #require(rebooking.proposal).during.lowerBound
      test.clock.set(rebooking.answerUntil - 1)
      #expect(try await !test.offers().contains { $0.slot.during.lowerBound == start })
      try await test.clinic.doWhatIsDue()
      #expect(try await test.states() == ["open": 1])
      test.clock.set(rebooking.answerUntil)
      #expect(try await test.offers().contains { $0.slot.during.lowerBound == start })
      try await test.clinic.doWhatIsDue()
      #expect(try await test.states() == ["task": 1])
      #expect(try await test.count("rebooking WHERE why = 'unanswered'") == 1)
      // Who answers late is not turned away while the time is there.
      try await test.clinic.acceptRebooking(link, nil, by: test.holder())
      #expect(try await test.states() == ["accepted": 1])
    }
  }

  @Test("that somebody has taken since is refused, and another can be chosen by the same link")
  func taken() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(1)
      try await test.enterAbsence()
      let link = try #require(try await test.links().first)
      let rebooking = try await test.rebooking(of: link).rebooking
      test.clock.set(rebooking.answerUntil)
      try await test.clinic.doWhatIsDue()
      let start = try #require(rebooking.proposal).during.lowerBound
      let quicker = try #require(try await test.offers().first { $0.slot.during.lowerBound == start })
      let newcomer = try await test.newcomer(at: test.riverside, to: .booking)
      #expect(
        await succeeds {
          _ = try await test.clinic.book(Booking(offer: quicker, key: UUID(), reason: ""), by: newcomer)
        })
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await test.clinic.acceptRebooking(link, nil, by: test.holder())
      }
      #expect(try await test.states() == ["task": 1])
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let other = try #require(
        try await test.rebooking(of: link).offers(6, zone: zone, at: test.clock.now).first)
      try await test.clinic.acceptRebooking(link, other, by: test.holder())
      #expect(try await test.states() == ["accepted": 1])
    }
  }

  @Test("comes first; the others are each in a part of a day of their own, in order")
  func spread() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(1)
      try await test.enterAbsence()
      let choice = try await test.rebooking(of: try #require(try await test.links().first))
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let times = choice.offers(6, zone: zone, at: test.clock.now).map(\.slot.during)
      #expect(times.count == 6 && times.first == choice.rebooking.proposal?.during)
      #expect(times.dropFirst().map(\.lowerBound) == times.dropFirst().map(\.lowerBound).sorted())
      let parts = times.map { time in
        let local = zone.local(time.lowerBound)
        return "\(local.day) \([12, 17].count { $0 * 60 <= local.time.minutesSinceMidnight })"
      }
      #expect(Set(parts).count == 6)
    }
  }

  @Test("is one of several in the same morning where there is no other")
  func crowded() async throws {
    try await TestClinic.using { test in
      let visits = try await test.bookedTuesday(1)
      let tuesday = Day(year: 2026, month: 3, day: 3)!
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let opens = zone.local(try await test.start(visits[0])).time
      let hours = WeeklyHours(
        location: try await test.room("Of Chen", at: test.riverside), weekday: tuesday.weekday, opens: opens,
        closes: opens.adding(minutes: 120)!, validFrom: tuesday, validUntil: tuesday)
      _ = try await test.practitioner(named: "Lin Chen", at: test.riverside, hours: [hours])
      try await test.clinic.enter(test.away(300), ID(UUID()), note: "", by: try await test.ben())
      let choice = try await test.rebooking(of: try #require(try await test.links().first))
      let times = choice.offers(6, zone: zone, at: test.clock.now).map(\.slot.during)
      #expect(times.count > 2 && times.allSatisfy { zone.local($0.lowerBound).day == tuesday })
      #expect(!zip(times.dropFirst(), times.dropFirst(2)).contains { $0.overlaps($1) })
    }
  }

  @Test("is settled by whatever else is done to the visit, and its time is free again")
  func settledElsewhere() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      let paul = try await test.visitor(DemoCast.paul, to: .booking)
      let one = try await test.clinic.book(Booking(offer: offers[0], key: UUID(), reason: ""), by: paul)
      let two = try await test.clinic.book(Booking(offer: offers[1], key: UUID(), reason: ""), by: paul)
      try await test.agree(0, on: one)
      try await test.agree(0, on: two)
      try await test.enterAbsence()
      #expect(try await test.count("hold") == 2)
      try await test.clinic.cancel(one, seen: 0, by: paul)
      #expect(try await test.states() == ["open": 1, "cancelled": 1])
      let elsewhere = try #require(try await test.offers(moving: two).last)
      try await test.clinic.move(two, to: elsewhere, seen: 0, by: paul)
      #expect(try await test.states() == ["accepted": 1, "cancelled": 1])
      #expect(try await test.count("hold") == 0)
      for link in try await test.links() {
        await #expect(throws: Refusal.self) {
          try await test.clinic.acceptRebooking(link, nil, by: test.holder())
        }
      }
    }
  }

  @Test("accepted and cancelled at once, by two servers, ends in exactly one of them")
  func race() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(12)
      try await test.enterAbsence()
      let other = try test.anotherServer()
      for link in try await test.links() {
        async let accepted = succeeds { try await test.clinic.acceptRebooking(link, nil, by: test.holder()) }
        async let cancelled = succeeds { try await other.cancelRebooking(link, by: test.holder()) }
        async let lapsed = succeeds { try await other.askForCall(link, by: test.holder()) }
        let (one, two, _) = await (accepted, cancelled, lapsed)
        #expect(one || two)
        let state = try await test.rebooking(of: link).rebooking
        #expect(state.isSettled)
        #expect((state.state == .cancelled) == (state.visit.status == .cancelled))
      }
      await other.close()
      let states = try await test.states()
      #expect(states["accepted", default: 0] + states["cancelled", default: 0] == 12)
      #expect(try await test.count("hold") == 0)
    }
  }

  @Test("lapses once, however many look for what is due")
  func due() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(10)
      try await test.enterAbsence()
      test.clock.advance(by: 2 * 86_400)
      let other = try test.anotherServer()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          let clinic = number.isMultiple(of: 2) ? test.clinic : other
          group.addTask { try await clinic.doWhatIsDue() }
        }
        try await group.waitForAll()
      }
      await other.close()
      try await test.clinic.doWhatIsDue()
      #expect(try await test.states() == ["task": 10])
      #expect(try await test.count("audit_event WHERE act = 'rebooking-lapsed'") == 10)
    }
  }

  @Test("can be settled by the front desk on the telephone: moved or cancelled, by nobody else")
  func byDesk() async throws {
    try await TestClinic.using { test in
      _ = try await test.bookedTuesday(2)
      try await test.enterAbsence()
      let links = try await test.links()
      for link in links { try await test.clinic.askForCall(link, by: test.holder()) }
      let ben = try await test.visitor(DemoCast.ben, to: .schedule, access: .may(.settleTasks))
      let tasks = try await test.ask(ben, .rebookingTasks(by: ben, at: test.clock.now))
      #expect(tasks.count == 2 && tasks.allSatisfy { $0.why == .asked })
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let choice = try #require(
        try await test.ask(ben, .rebookingTask(tasks[0].id, by: ben, at: test.clock.now)))
      let offers = choice.offers(3, zone: zone, at: test.clock.now)
      // The time that is kept for the patient is the first to be agreed on.
      #expect(offers.first?.slot.during == tasks[0].proposal?.during)
      try await test.clinic.settle(tasks[0].id, offers[0], by: ben)
      try await test.clinic.cancel(tasks[1].id, by: ben)
      #expect(try await test.states() == ["accepted": 1, "cancelled": 1])
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.settleTasks))
      await #expect(throws: Refusal.forbidden) { try await test.clinic.cancel(tasks[1].id, by: amira) }
      #expect(try await test.count("audit_event WHERE act = 'appointment-moved'") == 1)
    }
  }
}
