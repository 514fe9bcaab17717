import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("How much is held")
struct HoldLimitTests {
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

  @Test(
    "of one time is four times ten minutes a day for one network, whichever browser asks, extensions included"
  )
  func sameTime() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      let (first, other) = (Token(from: .system), Token(from: .system))
      let hold = { (offer: Offer, browser: Token) in
        try await test.clinic.hold(offer, for: browser, by: test.stranger())
      }
      // Held and made longer, let go for another, held and made longer again.
      for _ in 0..<2 {
        #expect(try await hold(offers[0], first) != nil)
        try await test.clinic.extendHold(offers[0], by: test.stranger(holding: first))
        #expect(try await hold(offers[5], first) != nil)
      }
      #expect(try await hold(offers[0], first) == nil)
      #expect(try await hold(offers[0], other) == nil)
      // Nor as a part of a longer visit, nor by its neighbour's name.
      let longer = try await test.offers(of: test.riverside.services[2])
      let across = try #require(longer.first { $0.slot.during.overlaps(offers[0].slot.during) })
      #expect(try await hold(across, other) == nil)
      // It is free, for everybody else and to be booked; the hold of the other time has stayed.
      #expect(try await test.count("hold") == 1)
      #expect(try await test.offers(to: test.stranger(from: "198.51.100.1")).first?.slot == offers[0].slot)
      let elsewhere = Token(from: .system)
      let away = test.stranger(from: "198.51.100.1")
      #expect(try await test.clinic.hold(offers[0], for: elsewhere, by: away) != nil)
      _ = try await test.clinic.hold(offers[7], for: elsewhere, by: away)
      try await test.book(offers[0], by: test.patient(holding: other))
      // After a day it is forgotten.
      let last = try #require(try await test.offers().last)
      for _ in 0..<4 {
        #expect(try await hold(last, first) != nil)
        _ = try await hold(offers[9], first)
      }
      #expect(try await hold(last, first) == nil)
      test.clock.advance(by: HoldGrant.remembered - 1)
      #expect(try await hold(last, first) == nil)
      test.clock.advance(by: 1)
      try await test.clinic.tidyUp()
      #expect(try await test.count("hold_grant") == 0)
      let again = try #require(try await test.offers().first { $0.slot == last.slot })
      #expect(try await hold(again, first) != nil)
    }
  }

  @Test("whose four times are used up is made no longer, and the page does not offer it")
  func noExtension() async throws {
    try await TestClinic.using { test in
      let (offers, token) = (try await test.offers(), Token(from: .system))
      let owner = test.stranger(holding: token)
      for number in 1...4 {
        _ = try await test.clinic.hold(offers[5], for: token, by: test.stranger())
        _ = try await test.clinic.hold(offers[0], for: token, by: test.stranger())
        let held = try await test.ask(owner, .held(offers[0], by: owner, at: test.clock.now))
        #expect(held?.mayExtend == (number < 4), "\(number)")
      }
      await #expect(throws: Refusal.conflict(.notHeld)) {
        try await test.clinic.extendHold(offers[0], by: owner)
      }
    }
  }

  @Test("is nobody's at the front desk, who keep what they are about to book")
  func desk() async throws {
    try await TestClinic.using { test in
      let offers = try await test.offers()
      let ben = try await test.visitor(DemoCast.ben, to: .frontDesk, access: .may(.bookForPatients))
        .from(holding: nil)
      for _ in 0..<6 {
        let token = Token(from: .system)
        #expect(try await test.clinic.hold(offers[0], for: token, by: ben) != nil)
        #expect(try await test.clinic.hold(offers[3], for: token, by: ben) != nil)
        test.clock.advance(by: Hold.lifetime)
      }
      #expect(try await test.count("hold_grant") == 0)
    }
  }
}
