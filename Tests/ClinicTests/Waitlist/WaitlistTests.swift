import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("The waiting list")
struct WaitlistTests {
  @Test("offers a time that was given up to the first whom it suits, kept until a deadline, with one letter")
  func offered() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let first = try await test.waiting()
      test.clock.advance(by: 1)
      _ = try await test.waiting()
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      let offer = try #require(try await test.offer(to: first))
      #expect(try await test.count("waitlist_offer WHERE state = 'open'") == 1)
      #expect(try await test.count("hold") == 1)
      #expect(offer.answerUntil.timeIntervalSince(test.clock.now) == 7200)
      #expect(
        try await test.letters().filter { $0.letter == .waitlistOffer }.map { $0.values["offer"] } == [
          "\(offer.id)"
        ])
      // It is kept against everybody else.
      #expect(try await !test.offers().contains { $0.slot.during == offer.during })
      let appointment = try await test.clinic.acceptWaitlistOffer(offer.id, by: first)
      #expect(try await test.clinic.acceptWaitlistOffer(offer.id, by: first) == appointment)
      #expect(try await test.count("appointment WHERE status = 'booked'") == 1)
      #expect(try await test.count("waitlist_entry WHERE state = 'filled'") == 1)
      #expect(try await test.count("hold") == 0)
      #expect(try await test.ask(first, .fillRate(at: test.clock.now)) == FillRate(freed: 1, filled: 1))
      try await test.clinic.doWhatIsDue()
      #expect(try await test.count("outbox_message WHERE kind = 'waitlist-offer'") == 1)
    }
  }

  @Test("offers somebody new the length of a first visit, and who was there before that of a later one")
  func firstVisits() async throws {
    for isKnown in [false, true] {
      try await TestClinic.using { test in
        let (id, paul) = try await test.bookedByPaul()
        let visit = try #require(try await test.ask(paul, .myAppointment(id, at: test.clock.now)))
        let minutes = Int(visit.during.upperBound.timeIntervalSince(visit.during.lowerBound) / 60)
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid,
          [
            """
            UPDATE healthcare_service SET duration_minutes = \(Int32(minutes)), first_visit_minutes = \(Int32(minutes * 2))
            """
          ])
        let waiting = try await test.waiting()
        if isKnown {
          _ = try await test.database.asOwner(
            of: test.riverside.id.uuid,
            [
              """
              INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                       currency, booked_by, booking_key, booked_at)
              SELECT gen_random_uuid(), e.patient_id, a.practitioner_id, a.service_id, a.location_id,
                     tstzrange(a.starts_at - interval '70 days', a.ends_at - interval '70 days'), 'fulfilled', 0, a.currency,
                     a.booked_by, gen_random_uuid(), a.booked_at - interval '80 days'
                FROM waitlist_entry e, appointment a
              """
            ])
        }
        try await test.giveUp(id, by: paul)
        try await test.clinic.doWhatIsDue()
        let offer = try #require(try await test.offer(to: waiting))
        let length = Int(offer.during.upperBound.timeIntervalSince(offer.during.lowerBound) / 60)
        #expect(length == (isKnown ? minutes : minutes * 2))
        let booked = try await test.clinic.acceptWaitlistOffer(offer.id, by: waiting)
        #expect(try await test.count("appointment WHERE id = '\(booked)' AND status = 'booked'") == 1)
      }
    }
  }

  @Test(
    "offers it to the next when the first declines, and to the one after when that one does not answer in time"
  )
  func next() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      var waiting: [Visitor] = []
      for _ in 0..<3 {
        waiting.append(try await test.waiting())
        test.clock.advance(by: 1)
      }
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      let first = try #require(try await test.offer(to: waiting[0]))
      try await test.clinic.declineWaitlistOffer(first.id, by: waiting[0])
      try await test.clinic.doWhatIsDue()
      let second = try #require(try await test.offer(to: waiting[1]))
      test.clock.set(second.answerUntil - 1)
      try await test.clinic.doWhatIsDue()
      #expect(try await test.offer(to: waiting[2]) == nil)
      test.clock.set(second.answerUntil)
      try await test.clinic.doWhatIsDue()
      let third = try #require(try await test.offer(to: waiting[2]))
      // Who answers too late is told, and waits on.
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        _ = try await test.clinic.acceptWaitlistOffer(second.id, by: waiting[1])
      }
      _ = try await test.clinic.acceptWaitlistOffer(third.id, by: waiting[2])
      #expect(try await test.count("waitlist_offer") == 3)
      #expect(try await test.count("waitlist_entry WHERE state = 'waiting'") == 2)
      #expect(try await test.count("appointment WHERE status = 'booked'") == 1)
    }
  }

  @Test(
    "offers nothing to whom it does not suit: another doctor, weekday, hour or day, or somebody who is elsewhere"
  )
  func suits() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let start = try await test.start(id)
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      let (local, service) = (zone.local(start), test.riverside.services[0])
      let other = try await test.practitioner(named: "Lin Chen", at: test.riverside)
      let later = local.time.adding(minutes: 1)!
      let ends = local.time.adding(minutes: 15)!
      for wish in [
        Wish(service: service, practitioner: other, lastDay: local.day),
        Wish(service: service, weekdays: [.monday, .wednesday], lastDay: local.day),
        Wish(service: service, from: later, lastDay: local.day),
        Wish(service: service, until: ends.adding(minutes: -1)!, lastDay: local.day),
        Wish(service: service, lastDay: local.day.adding(days: -1)),
        Wish(service: test.riverside.services[2], weekdays: [.friday], lastDay: local.day),
      ] {
        _ = try await test.waiting(wish)
        test.clock.advance(by: 1)
      }
      let last = try await test.waiting(
        Wish(
          service: service, practitioner: test.riverside.doctor, weekdays: [local.day.weekday],
          from: local.time,
          until: ends, lastDay: local.day))
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      #expect(try await test.offer(to: last) != nil)
      #expect(try await test.count("waitlist_offer") == 1)
    }
  }

  @Test("races with the portal and the desk for one time: one wins, whoever it is")
  func race() async throws {
    try await TestClinic.using { test in
      let other = try test.anotherServer()
      for _ in 0..<8 {
        let (id, paul) = try await test.bookedByPaul()
        let waiting = try await test.waiting()
        let portal = try await test.newcomer(at: test.riverside, to: .booking)
        let desk = try await test.newcomer(at: test.riverside, to: .booking)
        let during = try await test.start(id)
        try await test.giveUp(id, by: paul)
        let offer = try #require(try await test.offers().first { $0.slot.during.lowerBound == during })
        async let one = succeeds { try await test.clinic.doWhatIsDue() }
        async let two = succeeds { try await other.doWhatIsDue() }
        async let three = succeeds {
          _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: portal)
        }
        async let four = succeeds {
          _ = try await other.book(Booking(offer: offer, key: UUID(), reason: ""), by: desk)
        }
        let outcomes = await (one, two, three, four)
        #expect(outcomes.0 && outcomes.1)
        let kept = try await test.offer(to: waiting)
        let winners = [kept != nil, outcomes.2, outcomes.3].count { $0 }
        #expect(winners == 1)
        if let kept {
          // Of two presses one books, and the other finds what that one did.
          async let a = test.clinic.acceptWaitlistOffer(kept.id, by: waiting)
          async let b = other.acceptWaitlistOffer(kept.id, by: waiting)
          let (one, two) = try await (a, b)
          #expect(one == two)
        }
        #expect(try await test.count("appointment WHERE status = 'booked' AND starts_at = '\(during)'") == 1)
        #expect(try await test.count("hold") == 0)
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid,
          [
            "UPDATE occupancy SET released_at = now() WHERE released_at IS NULL",
            "UPDATE appointment SET status = 'cancelled' WHERE status = 'booked'",
            "UPDATE freed_time SET state = 'done'",
            "UPDATE waitlist_entry SET state = 'withdrawn' WHERE state = 'waiting'",
          ])
      }
      await other.close()
    }
  }

  @Test(
    "keeps nothing for whoever leaves it, counts ten wishes and no eleventh, and shows them to nobody else")
  func wishes() async throws {
    try await TestClinic.using { test in
      let (id, paul) = try await test.bookedByPaul()
      let waiting = try await test.waiting()
      try await test.giveUp(id, by: paul)
      try await test.clinic.doWhatIsDue()
      let offer = try #require(try await test.offer(to: waiting))
      let stranger = try await test.newcomer(at: test.riverside, to: .booking)
      await #expect(throws: Refusal.unknown) {
        _ = try await test.clinic.acceptWaitlistOffer(offer.id, by: stranger)
      }
      let wish = try #require(try await test.ask(waiting, .myWishes(at: test.clock.now)).first)
      await #expect(throws: Refusal.unknown) { try await test.clinic.withdrawWish(wish.id, by: stranger) }
      try await test.clinic.withdrawWish(wish.id, by: waiting)
      try await test.clinic.withdrawWish(wish.id, by: waiting)
      #expect(try await test.count("hold") == 0)
      #expect(try await test.ask(waiting, .myWishes(at: test.clock.now)).isEmpty)
      let key = ID<WaitlistEntry>(UUID())
      for _ in 0..<3 { try await test.clinic.wish(test.anyTime, key, by: stranger) }
      for _ in 0..<9 { try await test.clinic.wish(test.anyTime, ID(UUID()), by: stranger) }
      let enough = Refusal.invalid([Problem("", "problem.wishes-enough", ["most": String(Wish.most)])])
      await #expect(throws: enough) {
        try await test.clinic.wish(test.anyTime, ID(UUID()), by: stranger)
      }
      #expect(try await test.ask(stranger, .myWishes(at: test.clock.now)).count == Wish.most)
    }
  }
}

extension TestClinic {
  var anyTime: Wish { Wish(service: riverside.services[0], lastDay: Day(year: 2026, month: 12, day: 31)!) }

  /// Somebody new on the list.
  func waiting(_ wish: Wish? = nil) async throws -> Visitor {
    let visitor = try await newcomer(at: riverside, to: .booking)
    try await clinic.wish(wish ?? anyTime, ID(UUID()), by: visitor)
    return visitor
  }

  func giveUp(_ id: ID<Appointment>, by visitor: Visitor) async throws {
    try await agree(0, on: id)
    try await clinic.cancel(id, seen: 0, by: visitor)
  }

  /// What is kept for somebody now.
  func offer(to visitor: Visitor) async throws -> WaitlistOffer? {
    guard let id = try await ask(visitor, .myWishes(at: clock.now)).compactMap(\.offer).first else {
      return nil
    }
    return try await ask(visitor, .waitlistChoice(id, by: visitor, at: clock.now))?.offer
  }
}
