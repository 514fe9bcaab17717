import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A change of address")
struct AddressChangeTests {
  private static let new = "paul@example.com"

  private func begin(
    _ test: TestClinic, to email: String = new, by visitor: Visitor? = nil
  ) async throws -> (paul: Visitor, code: SixDigitCode) {
    let paul: Visitor
    if let visitor { paul = visitor } else { paul = try await test.visitor(DemoCast.paul, to: .account) }
    try await test.clinic.changeAddress(to: email, by: paul)
    return (paul, try #require(try await test.mailedCode(to: email)))
  }

  private func other(than code: SixDigitCode) throws -> SixDigitCode {
    try #require(SixDigitCode(typed: code.text == "111111" ? "222222" : "111111"))
  }

  private func signIn(_ test: TestClinic, _ email: String) async throws -> NewSession? {
    try await test.clinic.signIn(
      email: email, password: DemoCast.paul.password, by: test.browser(to: .signIn))
  }

  private func count(_ rows: String, _ test: TestClinic) async throws -> Int {
    try await test.database.asOwner(of: test.riverside.id.uuid, ["SELECT count(*) FROM \(unsafe: rows)"])[0]
      .decode { row in try row.next(Int.self) }[0]
  }

  private func accepted(_ outcome: CodeOutcome) -> NewSession? {
    if case .accepted(let session) = outcome { session } else { nil }
  }

  @Test("leaves the old address until the code came back; then the new one signs in, and the old is told")
  func changed() async throws {
    try await TestClinic.using { test in
      let (paul, code) = try await begin(test)
      #expect(try await test.letters().first?.letter == .addressCode)
      #expect(try await signIn(test, DemoCast.paul.email) != nil)
      #expect(try await signIn(test, Self.new) == nil)
      let session = try #require(accepted(try await test.clinic.confirmAddress(code, by: paul)))
      #expect(try await signIn(test, Self.new) != nil)
      #expect(try await signIn(test, DemoCast.paul.email) == nil)
      let letter = try await test.letters().first
      #expect(letter?.recipient == DemoCast.paul.email)
      #expect(letter?.values["notice"] == "address-changed")
      let here = try test.visitor(session, .signedIn, to: .account)
      #expect(try await test.ask(here, .ownAccount)?.email == Self.new)
      #expect(try await count("patient WHERE email = '\(Self.new)'", test) == 1)
      #expect(try await test.ask(here, .ownSecurityEvents).map(\.act).contains(.addressChanged))
    }
  }

  @Test("ends every other session, and goes on under a new token")
  func sessions() async throws {
    try await TestClinic.using { test in
      let elsewhere = try await test.visitor(DemoCast.paul, to: .account)
      let (paul, code) = try await begin(test)
      let session = try #require(
        accepted(try await test.clinic.confirmAddress(code, by: paul)))
      for old in [paul, elsewhere] {
        await #expect(throws: Refusal.unauthenticated) { try await test.clinic.ask(old, .nothing) }
      }
      _ = try await test.clinic.ask(try test.visitor(session, .signedIn, to: .account), .nothing)
    }
  }

  @Test("is the death of the old address's links, and of the counts of guesses at both")
  func leftovers() async throws {
    try await TestClinic.using { test in
      for email in [DemoCast.paul.email, Self.new] {
        for _ in 0..<6 {
          _ = try await test.clinic.signIn(
            email: email, password: "not his password", by: test.browser(to: .signIn))
        }
        await #expect(throws: Refusal.guessedTooOften(seconds: 2)) { try await signIn(test, email) }
      }
      try await test.clinic.forgotPassword(
        of: DemoCast.paul.email, language: "en", by: test.browser(to: .signIn))
      let (paul, code) = try await begin(test)
      #expect(try await count("password_reset", test) == 1)
      _ = try await test.clinic.confirmAddress(code, by: paul)
      #expect(try await count("password_reset", test) == 0)
      #expect(try await count("address_change", test) == 0)
      #expect(try await signIn(test, Self.new) != nil)
      #expect(try await signIn(test, DemoCast.paul.email) == nil)
    }
  }

  @Test("leaves no link of the old address, however many are asked for at the same moment")
  func linksAtOnce() async throws {
    try await TestClinic.using { test in
      let (paul, mailed) = try await begin(test)
      let server = try test.anotherServer()
      await withTaskGroup(of: Void.self) { group in
        for number in 0..<60 {
          group.addTask {
            if number == 20 {
              _ = try? await test.clinic.confirmAddress(mailed, by: paul)
            } else {
              try? await server.forgotPassword(
                of: DemoCast.paul.email, language: "en", by: test.browser(to: .signIn))
            }
          }
        }
      }
      #expect(try await count("account WHERE email = '\(Self.new)'", test) == 1)
      #expect(try await count("password_reset", test) == 0)
      await server.close()
    }
  }

  @Test("is begun only by who has proved themselves within ten minutes")
  func unconfirmed() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      test.clock.advance(by: 599)
      #expect(
        try await test.ask(paul, .isConfirmed(by: paul, at: test.clock.now, for: 0)))
      _ = try await begin(test, by: paul)
      test.clock.advance(by: 1)
      #expect(
        try await !test.ask(paul, .isConfirmed(by: paul, at: test.clock.now, for: 0)))
      await #expect(throws: Refusal.unconfirmed) {
        try await test.clinic.changeAddress(to: "other@example.com", by: paul)
      }
      #expect(try await count("address_change WHERE email = '\(Self.new)'", test) == 1)
    }
  }

  @Test("to an address that has an account answers the same; its owner is told by mail, and no code exists")
  func known() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      try await test.clinic.changeAddress(to: DemoCast.ben.email, by: paul)
      let letter = try #require(try await test.letters().first)
      #expect(letter.letter == .accountExists && letter.recipient == DemoCast.ben.email)
      #expect(letter.secret == nil)
      let pending = try await test.ask(paul, .pendingAddressChange(at: test.clock.now))
      #expect(pending?.email == DemoCast.ben.email && pending?.sendingsLeft == 3)
      let guess = try #require(SixDigitCode(typed: "123456"))
      guard case .wrong(triesLeft: 4) = try await test.clinic.confirmAddress(guess, by: paul) else {
        Issue.record("a known address answered differently")
        return
      }
      #expect(try await test.clinic.resendAddressCode(by: paul))
      #expect(try await count("account WHERE email = '\(DemoCast.ben.email)'", test) == 1)
      #expect(try await count("outbox_message WHERE kind = 'address-code'", test) == 0)
    }
  }

  @Test("to one address by two at the same moment gives it to one of them")
  func taken() async throws {
    try await TestClinic.using { test in
      let (paul, pauls) = try await begin(test)
      test.clock.advance(by: 1)
      let newcomer = try await test.newcomer(at: test.riverside, to: .account)
      let (_, others) = try await begin(test, by: newcomer)
      let codes = (pauls, others)
      let outcomes = await withTaskGroup(of: String.self) { group in
        for (visitor, code) in [(paul, codes.0), (newcomer, codes.1)] {
          group.addTask {
            do {
              let outcome = try await test.clinic.confirmAddress(code, by: visitor)
              if case .accepted = outcome { return "accepted" } else { return "wrong" }
            } catch Refusal.conflict(.addressTaken) {
              return "taken"
            } catch {
              return "\(error)"
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.sorted() == ["accepted", "taken"])
      #expect(try await count("account WHERE email = '\(Self.new)'", test) == 1)
    }
  }

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

  @Test("to the address that the account has is none")
  func same() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      await #expect(throws: Refusal.invalid([Problem("email", "problem.own-address")])) {
        try await test.clinic.changeAddress(to: DemoCast.paul.email, by: paul)
      }
      #expect(try await test.letters().isEmpty)
    }
  }

  @Test("lies keyed in the database and sealed in the outbox")
  func nothingReadable() async throws {
    try await TestClinic.using { test in
      let (_, code) = try await begin(test)
      let stored = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["SELECT o::text || encode(o.secret, 'escape') || c::text FROM outbox_message o, address_change c"]
      )[0].decode { row in try row.next(String.self) }
      #expect(stored.count == 1)
      #expect(!stored[0].contains(code.text))
    }
  }
}
