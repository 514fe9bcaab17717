import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A hold")
struct HoldTests {
  private func patient(_ test: TestClinic, holding token: Token? = nil) async throws -> Visitor {
    try await test.newcomer(at: test.riverside, to: .booking).from(holding: token)
  }

  private func book(_ offer: Offer, _ visitor: Visitor, _ test: TestClinic) async throws {
    _ = try await test.clinic.book(Booking(offer: offer, key: UUID(), reason: ""), by: visitor)
  }

  @Test("keeps doctor and room from everybody else, and from nobody the browser that has it")
  func kept() async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offers())
      let before = test.clinic.roundTrips
      let until = try await test.clinic.hold(offers[0], for: token, by: test.stranger())
      #expect(test.clinic.roundTrips - before == 1)
      #expect(until == test.clock.now + 10 * 60)
      #expect(try await test.count("hold") == 1)
      #expect(try await test.count("occupancy WHERE resource_kind IN ('practitioner', 'location')") == 2)
      #expect(try await test.count("audit_event WHERE act = 'hold-made'") == 1)

      let (owner, other) = (test.stranger(holding: token), test.stranger(holding: Token(from: .system)))
      #expect(try await test.offers(to: owner) == offers)
      for visitor in [other, test.stranger()] {
        #expect(try await test.offers(to: visitor) == Array(offers.dropFirst()))
      }
      for (visitor, date) in [(owner, until), (other, nil), (test.stranger(), nil)] {
        let (_, (taken, held, none)) = try await test.clinic.ask(
          visitor, .isTaken(offers[0], by: visitor, at: test.clock.now),
          .held(offers[0], by: visitor, at: test.clock.now),
          .held(offers[1], by: visitor, at: test.clock.now))
        #expect(taken == (date == nil) && held?.until == date && none == nil)
      }
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await test.clinic.hold(offers[0], for: Token(from: .system), by: test.stranger())
      }
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await book(offers[0], try await patient(test), test)
      }
      // Another doctor in the same room, and the same doctor in another one.
      let otto = try await test.practitioner(named: "Otto Weber", at: test.riverside)
      let elsewhere = try await test.room("Elsewhere", at: test.riverside)
      for (doctor, room) in [
        (otto, offers[0].slot.location), (test.riverside.doctor, elsewhere),
      ] {
        let same = try await test.offer(offers[0], with: doctor, in: room)
        await #expect(throws: Refusal.conflict(.timeTaken)) {
          try await test.clinic.hold(same, for: Token(from: .system), by: test.stranger())
        }
      }
    }
  }

  @Test("is booked by its browser in one round trip, and nothing of it stays")
  func booked() async throws {
    try await TestClinic.using { test in
      let (token, offer) = (Token(from: .system), try #require(try await test.offers().first))
      _ = try await test.clinic.hold(offer, for: token, by: test.stranger())
      let nora = try await patient(test, holding: token)
      let before = test.clinic.roundTrips
      try await book(offer, nora, test)
      #expect(test.clinic.roundTrips - before == 1)
      #expect(try await test.count("hold") == 0)
      #expect(try await test.count("occupancy") == 3)
      #expect(try await test.count("occupancy WHERE appointment_id IS NOT NULL AND released_at IS NULL") == 3)
      #expect(try await test.count("audit_event WHERE act = 'hold-released'") == 1)
    }
  }

  @Test("ends when its browser books another time, and stays when that time is gone")
  func another() async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offers())
      _ = try await test.clinic.hold(offers[0], for: token, by: test.stranger())
      try await book(offers[1], try await patient(test), test)
      let nora = try await patient(test, holding: token)
      await #expect(throws: Refusal.conflict(.timeTaken)) { try await book(offers[1], nora, test) }
      #expect(try await test.count("hold") == 1)
      #expect(try await test.offers() == Array(offers.dropFirst(2)))
      try await book(offers[2], nora, test)
      #expect(try await test.count("hold") == 0)
      #expect(try await test.count("occupancy") == 6)
      #expect(try await test.offers() == [offers[0]] + offers.dropFirst(3))
    }
  }

  @Test("stays when a form is sent again that booked before, and when the next can't be had for the limit")
  func untouched() async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offers())
      let nora = try await patient(test, holding: token)
      let booking = Booking(offer: offers[0], key: UUID(), reason: "")
      let id = try await test.clinic.book(booking, by: nora)
      _ = try await test.clinic.hold(offers[1], for: token, by: test.stranger())
      #expect(try await test.clinic.book(booking, by: nora) == id)
      #expect(try await test.count("hold") == 1)
      for offer in offers[2..<7] {
        _ = try await test.clinic.hold(offer, for: Token(from: .system), by: test.stranger(from: "192.0.2.1"))
      }
      // The browser has come into another network.
      #expect(try await test.clinic.hold(offers[8], for: token, by: test.stranger(from: "192.0.2.1")) == nil)
      #expect(try await test.offers(to: test.stranger(holding: token)).first == offers[1])
      #expect(try await test.count("hold") == 6)
    }
  }

  @Test("is replaced by the browser's next, also of the same time, unless that is gone")
  func replaced() async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offers())
      let stranger = test.stranger()
      _ = try await test.clinic.hold(offers[0], for: token, by: stranger)
      _ = try await test.clinic.hold(offers[1], for: token, by: stranger)
      #expect(try await test.offers() == [offers[0]] + offers.dropFirst(2))
      // Asked for again, it is kept no longer.
      test.clock.advance(by: 200)
      let until = try await test.clinic.hold(offers[1], for: token, by: stranger)
      #expect(until == test.clock.now + 10 * 60 - 200)
      try await book(offers[0], try await patient(test), test)
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await test.clinic.hold(offers[0], for: token, by: stranger)
      }
      let owner = test.stranger(holding: token)
      let held = try await test.clinic.ask(owner, .held(offers[1], by: owner, at: test.clock.now)).answer
      #expect(held == Held(until: try #require(until), mayExtend: true))
      #expect(try await test.count("hold") == 1)
      #expect(try await test.count("occupancy WHERE hold_id IS NOT NULL") == 2)
      #expect(try await test.count("audit_event WHERE act = 'hold-made'") == 2)
      #expect(try await test.count("audit_event WHERE act = 'hold-released'") == 1)
    }
  }

  @Test(
    "lasts ten minutes, and not a second longer: then whoever comes has the time",
    arguments: [true, false])
  func lapse(byBooking: Bool) async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offers())
      _ = try await test.clinic.hold(offers[0], for: token, by: test.stranger())
      let other = try await patient(test, holding: Token(from: .system))
      let take = {
        if byBooking {
          try await book(offers[0], other, test)
        } else {
          _ = try await test.clinic.hold(offers[0], for: Token(from: .system), by: test.stranger())
        }
      }
      test.clock.advance(by: 10 * 60 - 1)
      await #expect(throws: Refusal.conflict(.timeTaken)) { try await take() }
      #expect(try await test.offers(to: other).first?.slot == offers[1].slot)
      test.clock.advance(by: 1)
      #expect(try await test.offers(to: other).first?.slot == offers[0].slot)
      let owner = test.stranger(holding: token)
      let held = try await test.clinic.ask(owner, .held(offers[0], by: owner, at: test.clock.now)).answer
      #expect(held == nil)
      try await take()
      #expect(try await test.count("hold") == (byBooking ? 0 : 1))
      #expect(try await test.count("occupancy") == (byBooking ? 3 : 2))
      #expect(try await test.count("audit_event WHERE act = 'hold-released'") == 1)
      // Its first owner is too late.
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await book(offers[0], try await patient(test, holding: token), test)
      }
    }
  }

  @Test("that lapsed while its owner was typing is booked all the same, if nobody took the time")
  func late() async throws {
    try await TestClinic.using { test in
      let (token, offer) = (Token(from: .system), try #require(try await test.offers().first))
      _ = try await test.clinic.hold(offer, for: token, by: test.stranger())
      test.clock.advance(by: 3600)
      try await book(offer, try await patient(test, holding: token), test)
      #expect(try await test.count("hold") == 0)
      #expect(try await test.count("occupancy") == 3)
    }
  }

  @Test("is removed by housekeeping once it has lapsed, with what it occupied, and no sooner")
  func tidied() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      try await book(offers[1], try await patient(test), test)
      _ = try await test.clinic.hold(offers[0], for: Token(from: .system), by: test.stranger())
      for (seconds, holds) in [(10 * 60 - 1, 1), (1, 0)] {
        test.clock.advance(by: Double(seconds))
        try await test.clinic.tidyUp()
        #expect(try await test.count("hold") == holds)
        #expect(try await test.count("occupancy WHERE hold_id IS NOT NULL") == 2 * holds)
        #expect(try await test.count("audit_event WHERE act = 'hold-released'") == 1 - holds)
      }
      #expect(try await test.count("occupancy") == 3)
    }
  }

  @Test("is had five times at once by one network, and a sixth time by another")
  func limit() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      let hold = { (index: Int, address: String, token: Token) in
        try await test.clinic.hold(offers[index], for: token, by: test.stranger(from: address))
      }
      let first = Token(from: .system)
      #expect(try await hold(0, "2001:db8::1", first) != nil)
      for index in 1..<5 {
        #expect(try await hold(index, "2001:db8:0:0:\(index)::1", Token(from: .system)) != nil)
      }
      #expect(try await hold(5, "2001:db8::aaaa:1", Token(from: .system)) == nil)
      #expect(try await test.count("hold") == 5)
      #expect(try await test.offers() == Array(offers.dropFirst(5)))
      // What is taken is told as ever, rather than leading to a sign-up for nothing.
      await #expect(throws: Refusal.conflict(.timeTaken)) {
        try await hold(1, "2001:db8::1", Token(from: .system))
      }
      // In place of one's own it is no sixth, and elsewhere it is the first.
      #expect(try await hold(5, "2001:db8::1", first) != nil)
      #expect(try await hold(6, "2001:db8:0:1::1", Token(from: .system)) != nil)
      #expect(try await hold(7, "203.0.113.7", Token(from: .system)) != nil)
      #expect(try await hold(8, "2001:db8::1", Token(from: .system)) == nil)
      // What has lapsed counts no longer.
      test.clock.advance(by: 10 * 60)
      for index in 10..<15 {
        #expect(try await hold(index, "2001:db8::1", Token(from: .system)) != nil)
      }
      #expect(try await hold(15, "2001:db8::1", Token(from: .system)) == nil)
    }
  }

  @Test("asked for by many of one network at once is had five times")
  func limitAtOnce() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offersOfManyDoctors(24)
      let held = try await withThrowingTaskGroup(of: Bool.self) { group in
        for offer in offers {
          group.addTask {
            try await test.clinic.hold(offer, for: Token(from: .system), by: test.stranger()) != nil
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(held.count { $0 } == 5)
      #expect(try await test.count("hold") == 5)
    }
  }

  @Test("of one time asked for by many at once is had by one, and the others are told so")
  func race() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      let outcomes = await withTaskGroup(of: Result<Date?, any Error>.self) { group in
        for number in 0..<60 {
          group.addTask {
            do {
              let visitor = test.stranger(from: "198.51.100.\(number)")
              return .success(try await test.clinic.hold(offer, for: Token(from: .system), by: visitor))
            } catch { return .failure(error) }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      let refusals = outcomes.compactMap {
        if case .failure(let error) = $0 { error as? Refusal } else { nil }
      }
      #expect(refusals == Array(repeating: .conflict(.timeTaken), count: 59))
      #expect(try await test.count("hold") == 1)
      #expect(try await test.count("occupancy") == 2)
    }
  }

  @Test("asked for by one browser many times at once, from wherever, is one")
  func impatient() async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offersOfManyDoctors(4))
      try await withThrowingTaskGroup(of: Date?.self) { group in
        for number in 0..<20 {
          group.addTask {
            let visitor = test.stranger(from: "198.51.100.\(number)")
            return try await test.clinic.hold(offers[number % 4], for: token, by: visitor)
          }
        }
        for try await until in group { #expect(until != nil) }
      }
      #expect(try await test.count("hold") == 1)
      #expect(try await test.count("occupancy") == 2)
    }
  }

  @Test("that lapses is taken by one of those who wait for it, and its owner is one of them")
  func raceAfterLapse() async throws {
    try await TestClinic.using { test in
      let (token, offer) = (Token(from: .system), try #require(try await test.offers().first))
      _ = try await test.clinic.hold(offer, for: token, by: test.stranger())
      test.clock.advance(by: 10 * 60)
      var patients = [try await patient(test, holding: token)]
      for _ in 0..<11 { patients.append(try await patient(test, holding: Token(from: .system))) }
      let outcomes = await withTaskGroup(of: (any Error)?.self) { group in
        for (number, visitor) in patients.enumerated() {
          group.addTask {
            do {
              try await book(offer, visitor, test)
              return nil
            } catch { return error }
          }
          group.addTask {
            do {
              _ = try await test.clinic.hold(
                offer, for: Token(from: .system), by: test.stranger(from: "198.51.100.\(number)"))
              return nil
            } catch { return error }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.count { $0 == nil } == 1)
      #expect(outcomes.compactMap { $0 as? Refusal }.allSatisfy { $0 == .conflict(.timeTaken) })
      #expect(outcomes.compactMap { $0 as? Refusal }.count == 23)
      #expect(try await test.count("hold") + test.count("appointment") == 1)
      #expect(try await [2, 3].contains(test.count("occupancy")))
    }
  }

  private static func away(_ test: TestClinic) -> SQL {
    """
    INSERT INTO absence (id, practitioner_id, first_day, last_day)
    VALUES (gen_random_uuid(), \(test.riverside.doctor.uuid), '2000-01-01', '2100-01-01')
    """
  }

  @Test("is made longer once, while it lasts, by its own browser")
  func extended() async throws {
    try await TestClinic.using { test in
      let (token, offer) = (Token(from: .system), try #require(try await test.offers().first))
      let start = test.clock.now
      _ = try await test.clinic.hold(offer, for: token, by: test.stranger())
      let owner = test.stranger(holding: token)
      await #expect(throws: Refusal.conflict(.notHeld)) {
        try await test.clinic.extendHold(by: test.stranger(holding: Token(from: .system)))
      }
      test.clock.advance(by: 10 * 60 - 1)
      let before = test.clinic.roundTrips
      try await test.clinic.extendHold(by: owner)
      #expect(test.clinic.roundTrips - before == 1)
      let (_, held) = try await test.clinic.ask(owner, .held(offer, by: owner, at: test.clock.now))
      #expect(held == Held(until: start + 20 * 60, mayExtend: false))
      await #expect(throws: Refusal.conflict(.notHeld)) { try await test.clinic.extendHold(by: owner) }
      // What it occupies is kept for as long, and no longer.
      test.clock.advance(by: 10 * 60)
      #expect(!(try await test.offers().contains { $0.slot == offer.slot }))
      test.clock.advance(by: 1)
      #expect(try await test.offers().contains { $0.slot == offer.slot })
      #expect(try await test.count("audit_event WHERE act = 'hold-extended'") == 1)
    }
  }

  @Test("that lapsed is not made longer")
  func lapsed() async throws {
    try await TestClinic.using { test in
      let token = Token(from: .system)
      _ = try await test.clinic.hold(
        try #require(try await test.offers().first), for: token, by: test.stranger())
      test.clock.advance(by: 10 * 60)
      await #expect(throws: Refusal.conflict(.notHeld)) {
        try await test.clinic.extendHold(by: test.stranger(holding: token))
      }
    }
  }

  @Test("is not had of an offer that schedule, service or clock have overtaken")
  func outdated() async throws {
    try await TestClinic.using { test in
      let offer = try #require(try await test.offers().first)
      let early = offer.slot.during.lowerBound.timeIntervalSince(test.clock.now)
      let hold = { _ = try await test.clinic.hold(offer, for: Token(from: .system), by: test.stranger()) }
      for (statement, undo) in [
        (Self.away(test), "DELETE FROM absence" as SQL),
        (
          "UPDATE healthcare_service SET price_minor = price_minor + 1",
          "UPDATE healthcare_service SET price_minor = price_minor - 1"
        ),
      ] {
        _ = try await test.database.asOwner(of: test.riverside.id.uuid, [statement])
        await #expect(throws: Refusal.conflict(.offerOutdated)) { try await hold() }
        _ = try await test.database.asOwner(of: test.riverside.id.uuid, [undo])
      }
      test.clock.advance(by: early)
      await #expect(throws: Refusal.conflict(.offerOutdated)) { try await hold() }
      #expect(try await test.count("hold") == 0)
      test.clock.advance(by: -1)
      try await hold()
    }
  }

  @Test("of another clinic is nothing here: neither its browser's nor its network's")
  func tenants() async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offers())
      for offer in offers.prefix(5) {
        _ = try await test.clinic.hold(
          offer, for: offer == offers[0] ? token : Token(from: .system), by: test.stranger())
      }
      let abroad = test.stranger(at: test.hilltop, holding: token)
      let (_, any) = try await test.clinic.ask(abroad, .anyHeld(by: abroad, at: test.clock.now))
      #expect(any == nil)
      await #expect(throws: Refusal.conflict(.offerOutdated)) {
        try await test.clinic.hold(offers[6], for: token, by: abroad)
      }
      #expect(try await test.count("hold") == 5)
    }
  }

  @Test(
    "and an appointment never share an occupancy, nor is there one of neither, nor one that outlives its hold",
    arguments: [
      ("NULL, NULL, NULL", "23514"),
      ("(SELECT id FROM appointment), (SELECT id FROM hold), (SELECT held_until FROM hold)", "23514"),
      ("NULL, (SELECT id FROM hold), NULL", "23514"),
      ("(SELECT id FROM appointment), NULL, now()", "23514"),
      ("NULL, (SELECT id FROM hold), (SELECT held_until + interval '1 hour' FROM hold)", "23503"),
    ])
  func owners(columns: String, state: String) async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      try await book(offers[0], try await patient(test), test)
      _ = try await test.clinic.hold(offers[1], for: Token(from: .system), by: test.stranger())
      do {
        _ = try await test.database.asOwner(
          of: test.riverside.id.uuid,
          [
            """
            INSERT INTO occupancy (id, resource_kind, resource_id, during, appointment_id, hold_id, held_until)
            SELECT gen_random_uuid(), 'location', gen_random_uuid(), tstzrange(now(), now() + interval '1 hour'),
                   \(unsafe: columns)
            """
          ])
        Issue.record("it was stored")
      } catch let error as PostgresError {
        #expect(error.sqlState.rawValue == state)
      }
    }
  }
}
