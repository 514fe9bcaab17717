import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("The end of a hold")
struct HoldLapseTests {
  @Test(
    "lasts ten minutes, and not a second longer: then whoever comes has the time",
    arguments: [true, false])
  func lapse(byBooking: Bool) async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offers())
      _ = try await test.clinic.hold(offers[0], for: token, by: test.stranger())
      let other = try await test.patient(holding: Token(from: .system))
      let take = {
        if byBooking {
          try await test.book(offers[0], by: other)
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
        try await test.book(offers[0], by: test.patient(holding: token))
      }
    }
  }

  @Test("that lapsed while its owner was typing is booked all the same, if nobody took the time")
  func late() async throws {
    try await TestClinic.using { test in
      let (token, offer) = (Token(from: .system), try #require(try await test.offers().first))
      _ = try await test.clinic.hold(offer, for: token, by: test.stranger())
      test.clock.advance(by: 3600)
      try await test.book(offer, by: test.patient(holding: token))
      #expect(try await test.count("hold") == 0)
      #expect(try await test.count("occupancy") == 3)
    }
  }

  @Test("is removed by housekeeping once it has lapsed, with what it occupied, and no sooner")
  func tidied() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      try await test.book(offers[1], by: test.patient())
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

  @Test("of another time is not put off by who thinks that this one is kept")
  func otherTab() async throws {
    try await TestClinic.using { test in
      let (token, offers) = (Token(from: .system), try await test.offers())
      _ = try await test.clinic.hold(offers[0], for: token, by: test.stranger())
      let until = try await test.clinic.hold(offers[1], for: token, by: test.stranger())
      let owner = test.stranger(holding: token)
      await #expect(throws: Refusal.conflict(.notHeld)) {
        try await test.clinic.extendHold(offers[0], by: owner)
      }
      let held = try await test.ask(owner, .held(offers[1], by: owner, at: test.clock.now))
      #expect(held == Held(until: try #require(until), mayExtend: true))
    }
  }
}
