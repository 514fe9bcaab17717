import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Guessing")
struct GuessingTests {
  private static let wrong = "not his password"

  private func client(_ address: String = "203.0.113.7", device: Token? = nil) -> Client {
    Client(address: address, agent: "Browser", deviceHash: device?.hash)
  }

  private func browser(
    _ test: TestClinic, _ client: Client, at tenant: TestTenant? = nil
  ) -> Visitor {
    Visitor(
      host: (tenant ?? test.riverside).host, tokenHash: Token(from: .system).hash, access: .anyone,
      purpose: .signIn, requestID: "test", client: client)
  }

  private enum Answer: Equatable {
    case passed, refused
    case waits(Int)
    case locked
  }

  private func guess(
    _ test: TestClinic, _ password: String = wrong, at email: String = DemoCast.paul.email,
    from client: Client, tenant: TestTenant? = nil
  ) async throws -> Answer {
    do {
      let session = try await test.clinic.signIn(
        email: email, password: password, by: browser(test, client, at: tenant))
      return session == nil ? .refused : .passed
    } catch Refusal.guessedTooOften(let seconds) {
      return seconds.map(Answer.waits) ?? .locked
    }
  }

  /// Guesses until nothing is judged any more, each from a network of its own and after the wait.
  private func exhaust(_ test: TestClinic, _ email: String) async throws -> Int {
    for count in 0..<100 {
      switch try await guess(test, at: email, from: client("198.51.100.\(count)")) {
      case .refused: test.clock.advance(by: 901)
      case .locked: return count
      case let other: Issue.record("answered \(other)")
      }
    }
    return 100
  }

  @Test("five failures cost nothing, each further one doubles the wait, up to fifteen minutes")
  func waits() {
    let waits = [0, 1, 5, 6, 7, 8, 14, 15, 49, 1000].map { GuessLimit.account.wait(after: $0) }
    #expect(waits == [0, 0, 0, 2, 4, 8, 512, 900, 900, 900])
  }

  @Test("at a password is slowed down after the fifth failure, and stops with the right one")
  func slowed() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      for _ in 0..<6 { #expect(try await guess(test, from: client()) == .refused) }
      #expect(try await guess(test, from: client()) == .waits(2))
      // The right password is no guess that may be tried out of turn.
      #expect(try await guess(test, DemoCast.paul.password, from: client()) == .waits(2))
      test.clock.advance(by: 1.5)
      #expect(try await guess(test, from: client()) == .waits(1))
      test.clock.advance(by: 0.5)
      #expect(try await guess(test, from: client()) == .refused)
      #expect(try await guess(test, from: client()) == .waits(4))
      test.clock.advance(by: 4)
      #expect(try await guess(test, DemoCast.paul.password, from: client()) == .passed)
      for _ in 0..<6 { #expect(try await guess(test, from: client()) == .refused) }
    }
  }

  @Test("is limited alike at an address that nobody has")
  func unknown() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      for email in [DemoCast.paul.email, "nobody@example.com"] {
        for _ in 0..<6 { #expect(try await guess(test, at: email, from: client("")) == .refused) }
        #expect(try await guess(test, at: email, from: client("")) == .waits(2))
      }
    }
  }

  @Test("ends after fifty failures in a row, for both servers, and is forgotten after thirty days only")
  func cap() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      #expect(try await exhaust(test, DemoCast.paul.email) == 50)
      #expect(try await guess(test, DemoCast.paul.password, from: client("192.0.2.1")) == .locked)
      let second = try test.anotherServer()
      await #expect(throws: Refusal.guessedTooOften(seconds: nil)) {
        try await second.signIn(
          email: DemoCast.paul.email, password: DemoCast.paul.password, by: browser(test, client("192.0.2.1"))
        )
      }
      await second.close()
      // Others, and the same address at another clinic, are not touched.
      #expect(
        try await guess(test, DemoCast.amira.password, at: DemoCast.amira.email, from: client("192.0.2.1"))
          == .passed)
      #expect(try await guess(test, from: client("192.0.2.1"), tenant: test.hilltop) == .refused)
      test.clock.advance(by: 30 * 86_400 - 902)
      #expect(try await guess(test, DemoCast.paul.password, from: client("192.0.2.1")) == .locked)
      test.clock.advance(by: 2)
      #expect(try await guess(test, DemoCast.paul.password, from: client("192.0.2.1")) == .passed)
    }
  }

  @Test("by somebody else does not keep the owner out of a browser that knows them, and of no other")
  func knownDevice() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let device = Token(from: .system)
      let half = try await test.clinic.signIn(
        email: DemoCast.paul.email, password: DemoCast.paul.password,
        by: browser(test, client(device: device)))
      let token = try #require(half.flatMap { Token(text: $0.token) })
      let passing = Visitor(
        host: test.riverside.host, tokenHash: token.hash,
        access: .step(.secondFactor), purpose: .signIn, requestID: "test", client: client(device: device))
      guard
        case .accepted = try await test.clinic.passSecondFactor(try test.code(of: DemoCast.paul), by: passing)
      else {
        Issue.record("the code was refused")
        return
      }
      #expect(try await exhaust(test, DemoCast.paul.email) == 50)
      let other = client(device: Token(from: .system))
      #expect(try await guess(test, DemoCast.paul.password, from: other) == .locked)
      #expect(try await guess(test, DemoCast.paul.password, from: client(device: device)) == .passed)
      // It is not enough alone, nor is it anybody else's.
      #expect(try await guess(test, from: client(device: device)) == .refused)
      #expect(try await exhaust(test, DemoCast.amira.email) == 50)
      #expect(
        try await guess(test, DemoCast.amira.password, at: DemoCast.amira.email, from: client(device: device))
          == .locked)
    }
  }

  @Test("from one network is slowed down after thirty failures, whomever they were at, and for an hour")
  func source() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let one = client("2001:db8:1:2:aaaa::1")
      for count in 0..<31 {
        #expect(try await guess(test, at: "a\(count)@example.com", from: one) == .refused)
      }
      let neighbour = client("2001:db8:1:2:bbbb::2")
      #expect(try await guess(test, at: "b@example.com", from: neighbour) == .waits(2))
      #expect(try await guess(test, at: "b@example.com", from: client("2001:db8:1:3::1")) == .refused)
      // Who has to wait does not count against the account.
      for _ in 0..<10 { _ = try await guess(test, from: neighbour) }
      #expect(try await guess(test, from: client("192.0.2.9")) == .refused)
      test.clock.advance(by: 3600)
      #expect(try await guess(test, at: "c@example.com", from: one) == .refused)
      #expect(try await guess(test, at: "d@example.com", from: one) == .refused)
    }
  }

  @Test("sent forty times at once is judged six times")
  func atOnce() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let answers = await withTaskGroup(of: Answer?.self) { group in
        for number in 0..<40 {
          group.addTask { try? await guess(test, from: client("198.51.100.\(number)")) }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.count { $0 == .refused } == 6)
      #expect(answers.count { $0 == .waits(2) } == 34)
    }
  }

  @Test(
    "is nothing where the line before the hasher is full: no guess is counted, and the database is not asked")
  func crowded() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord)
      let hasher = PasswordHasher(
        parameters: Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1), threads: 1, waiting: 0)
      let server = try test.anotherServer(hasher: hasher)
      let before = server.roundTrips
      try await hasher.inLine {
        await #expect(throws: Refusal.limited(seconds: 5)) {
          try await server.signIn(
            email: DemoCast.paul.email, password: Self.wrong, by: browser(test, client()))
        }
        await #expect(throws: Refusal.limited(seconds: 5)) {
          try await server.changePassword(from: Self.wrong, to: "x", language: "en", by: paul)
        }
        await #expect(throws: Refusal.limited(seconds: 5)) {
          try await server.confirmIdentity(Self.wrong, nil, by: paul)
        }
      }
      #expect(server.roundTrips == before)
      // The place is free again.
      let session = try await server.signIn(
        email: DemoCast.paul.email, password: DemoCast.paul.password, by: browser(test, client()))
      #expect(session != nil)
      await server.close()
    }
  }

  @Test("at the second factor is limited over all attempts of the account")
  func secondFactor() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let right = try test.code(of: DemoCast.paul)
      let wrong = try #require(SixDigitCode(typed: right.text == "000000" ? "000001" : "000000"))
      var judged = 0
      for _ in 0..<3 {
        let half = try await test.passedPassword(DemoCast.paul)
        for _ in 0..<4 {
          if case .wrong = try await test.clinic.passSecondFactor(wrong, by: half) { judged += 1 }
        }
      }
      #expect(judged == 6)
      let half = try await test.passedPassword(DemoCast.paul)
      guard case .waits(seconds: 2) = try await test.clinic.passSecondFactor(right, by: half) else {
        Issue.record("a seventh guess was judged")
        return
      }
    }
  }

  @Test(
    "a network has a hundred letters sent to strangers in a row, and then waits; another network does not")
  func letters() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      func forget(_ number: Int, from address: String) async throws {
        try await test.clinic.forgotPassword(
          of: "stranger\(number)@example.com", language: "en",
          by: Visitor(
            host: test.riverside.host, tokenHash: nil, access: .anyone, purpose: .signIn, requestID: "",
            client: Client(address: address, agent: "")))
      }
      for number in 1...101 { try await forget(number, from: "203.0.113.7") }
      await #expect(throws: Refusal.limited(seconds: 2)) { try await forget(102, from: "203.0.113.7") }
      try await forget(103, from: "203.0.113.8")
      test.clock.advance(by: 2)
      try await forget(104, from: "203.0.113.7")
    }
  }
}
