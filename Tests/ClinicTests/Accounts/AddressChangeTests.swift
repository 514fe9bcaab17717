import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A change of address")
struct AddressChangeTests {
  static let new = "paul@example.com"

  func begin(
    _ test: TestClinic, to email: String = new, by visitor: Visitor? = nil
  ) async throws -> (paul: Visitor, code: SixDigitCode) {
    let paul: Visitor
    if let visitor { paul = visitor } else { paul = try await test.visitor(DemoCast.paul, to: .account) }
    try await test.clinic.changeAddress(to: email, by: paul)
    return (paul, try #require(try await test.mailedCode(to: email)))
  }

  func other(than code: SixDigitCode) throws -> SixDigitCode {
    try #require(SixDigitCode(typed: code.text == "111111" ? "222222" : "111111"))
  }

  func signIn(_ test: TestClinic, _ email: String) async throws -> NewSession? {
    try await test.clinic.signIn(
      email: email, password: DemoCast.paul.password, by: test.browser(to: .signIn))
  }

  func count(_ rows: String, _ test: TestClinic) async throws -> Int {
    try await test.database.asOwner(of: test.riverside.id.uuid, ["SELECT count(*) FROM \(unsafe: rows)"])[0]
      .decode { row in try row.next(Int.self) }[0]
  }

  func accepted(_ outcome: CodeOutcome) -> NewSession? {
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
