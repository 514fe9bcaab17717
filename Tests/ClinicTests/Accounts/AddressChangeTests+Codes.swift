import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// The code that is mailed to the new address.
extension AddressChangeTests {
  @Test("takes the fifth try, and not the sixth; a new code brings five more")
  func tries() async throws {
    for wrongTries in [4, 5] {
      try await TestClinic.using { test in
        let (paul, mailed) = try await begin(test)
        for _ in 0..<wrongTries {
          _ = try await test.clinic.confirmAddress(try other(than: mailed), by: paul)
        }
        let isAccepted = accepted(try await test.clinic.confirmAddress(mailed, by: paul)) != nil
        #expect(isAccepted == (wrongTries == 4))
        if isAccepted { return }
        test.clock.advance(by: 1)
        #expect(try await test.clinic.resendAddressCode(by: paul))
        let newer = try #require(try await test.mailedCode(to: Self.new))
        #expect(accepted(try await test.clinic.confirmAddress(newer, by: paul)) != nil)
      }
    }
  }

  @Test("of two hundred tries at once judges five")
  func triesAtOnce() async throws {
    try await TestClinic.using { test in
      let (paul, code) = try await begin(test)
      let wrong = try other(than: code)
      let judged = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<200 {
          group.addTask {
            _ = try? await test.clinic.confirmAddress(wrong, by: paul)
            return true
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(judged == 200)
      #expect(try await count("audit_event WHERE act = 'address-change-refused'", test) == 5)
    }
  }

  @Test("has a code that holds for fifteen minutes, and not a second longer")
  func lifetime() async throws {
    for (seconds, holds) in [(15 * 60 - 1, true), (15 * 60, false)] {
      try await TestClinic.using { test in
        let (paul, code) = try await begin(test)
        test.clock.advance(by: Double(seconds))
        let outcome = try await test.clinic.confirmAddress(code, by: paul)
        #expect((accepted(outcome) != nil) == holds)
      }
    }
  }

  @Test("is given new codes for an hour, then all of it is removed")
  func renewal() async throws {
    for (seconds, isGiven) in [(3599, true), (3600, false)] {
      try await TestClinic.using { test in
        let (paul, _) = try await begin(test)
        test.clock.advance(by: Double(seconds))
        try await test.clinic.tidyUp()
        #expect(try await count("address_change", test) == (isGiven ? 1 : 0))
        let pending = try await test.ask(paul, .pendingAddressChange(at: test.clock.now))
        #expect((pending != nil) == isGiven)
        #expect(try await test.clinic.resendAddressCode(by: paul) == isGiven)
      }
    }
  }

  @Test("sends a new code three times more, and the older one dies")
  func resending() async throws {
    try await TestClinic.using { test in
      let (paul, first) = try await begin(test)
      for _ in 0..<3 {
        test.clock.advance(by: 1)
        #expect(try await test.clinic.resendAddressCode(by: paul))
      }
      #expect(try await !test.clinic.resendAddressCode(by: paul))
      let last = try #require(try await test.mailedCode(to: Self.new))
      if first != last { #expect(accepted(try await test.clinic.confirmAddress(first, by: paul)) == nil) }
      #expect(accepted(try await test.clinic.confirmAddress(last, by: paul)) != nil)
    }
  }

  @Test("writes six letters an hour to one address, and makes no seventh code without its letter")
  func letters() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      for number in 1...7 {
        try await test.clinic.changeAddress(to: Self.new, by: paul)
        #expect(try await count("address_change WHERE code_hash IS NOT NULL", test) == (number < 7 ? 1 : 0))
      }
      #expect(try await test.letters().count { $0.letter == .addressCode } == 6)
      test.clock.advance(by: 3601)
      let confirmed = try await test.visitor(DemoCast.paul, to: .account)
      let (_, code) = try await begin(test, by: confirmed)
      #expect(accepted(try await test.clinic.confirmAddress(code, by: confirmed)) != nil)
    }
  }

  @Test("begun anew is the death of the earlier one; given up, of both")
  func replaced() async throws {
    try await TestClinic.using { test in
      let (paul, first) = try await begin(test)
      test.clock.advance(by: 1)
      let (_, second) = try await begin(test, to: "other@example.com", by: paul)
      if first != second {
        #expect(accepted(try await test.clinic.confirmAddress(first, by: paul)) == nil)
      }
      try await test.clinic.cancelAddressChange(by: paul)
      try await test.clinic.cancelAddressChange(by: paul)
      guard case .ended = try await test.clinic.confirmAddress(second, by: paul) else {
        Issue.record("a change that was given up went on")
        return
      }
      let acts = try await test.ask(paul, .ownSecurityEvents).map(\.act)
      #expect(acts.count { $0 == .addressChangeCancelled } == 1)
    }
  }

  @Test("has a code that is of no use to anybody else, here or at another clinic")
  func foreign() async throws {
    try await TestClinic.using { test in
      let (paul, mailed) = try await begin(test)
      for thief in [DemoCast.amira, DemoCast.lucie] {
        let visitor = try await test.visitor(thief, to: .account)
        guard case .ended = try await test.clinic.confirmAddress(mailed, by: visitor) else {
          Issue.record("somebody else's code was judged")
          return
        }
        try await test.clinic.cancelAddressChange(by: visitor)
        #expect(try await !test.clinic.resendAddressCode(by: visitor))
      }
      #expect(accepted(try await test.clinic.confirmAddress(mailed, by: paul)) != nil)
    }
  }
}
