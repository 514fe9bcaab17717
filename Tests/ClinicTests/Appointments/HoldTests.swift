import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A hold")
struct HoldTests {
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
        try await test.book(offers[0], by: test.patient())
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
      let nora = try await test.patient(holding: token)
      let before = test.clinic.roundTrips
      try await test.book(offer, by: nora)
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
      try await test.book(offers[1], by: test.patient())
      let nora = try await test.patient(holding: token)
      await #expect(throws: Refusal.conflict(.timeTaken)) { try await test.book(offers[1], by: nora) }
      #expect(try await test.count("hold") == 1)
      #expect(try await test.offers() == Array(offers.dropFirst(2)))
      try await test.book(offers[2], by: nora)
      #expect(try await test.count("hold") == 0)
      #expect(try await test.count("occupancy") == 6)
      #expect(try await test.offers() == [offers[0]] + offers.dropFirst(3))
    }
  }

  @Test("stays when a form is sent again that booked before, and when the next can't be had for the limit")
  func untouched() async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offers())
      let nora = try await test.patient(holding: token)
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
      try await test.book(offers[0], by: test.patient())
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

  private static func away(_ test: TestClinic) -> SQL {
    """
    INSERT INTO absence (id, practitioner_id, first_day, last_day)
    VALUES (gen_random_uuid(), \(test.riverside.doctor.uuid), '2000-01-01', '2100-01-01')
    """
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
      try await test.book(offers[0], by: test.patient())
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
