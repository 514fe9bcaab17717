import CivilTime
import ClinicTesting
import Credentials
import Postgres
import Testing

@testable import Clinic

@Suite("Signing up")
struct RegistrationTests {
  private func signUp(email: String = "nora@example.com") throws -> SignUp {
    SignUp(
      email: email, password: "quiet river stones",
      person: SignUp.Person(
        givenName: "Nora", familyName: "O'Brien", birthDate: try #require(Day(iso: "1990-02-28")),
        gender: .female,
        phone: "+44 20 7946 0123",
        address: Address(line: ["1 High Street"], city: "London", postalCode: "N1 1AA", country: "GB")),
      language: "en")
  }

  /// The code in the newest letter.
  private func mailedCode(_ test: TestClinic) async throws -> SixDigitCode? {
    let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
    let messages = try await test.clinic.mailbox(by: operation).messages
    return messages.first?.secret.flatMap { SixDigitCode(typed: $0) }
  }

  private func other(than code: SixDigitCode) throws -> SixDigitCode {
    try #require(SixDigitCode(typed: code.text == "111111" ? "222222" : "111111"))
  }

  @Test("a mailed code makes account and patient, and leads on to the second factor")
  func confirmed() async throws {
    try await TestClinic.using { test in
      let nora = test.browser(to: .signUp)
      try await test.clinic.signUp(try signUp(), by: nora)
      let code = try #require(try await mailedCode(test))
      guard case .accepted(let session) = try await test.clinic.confirm(code, by: nora) else {
        Issue.record("the mailed code was refused")
        return
      }
      #expect(session.stage == .enrolling)
      let enrolling = try test.visitor(session, .step(.enrolling), to: .signIn)
      let (_, enrolment) = try await test.clinic.enrolment(by: enrolling)
      let seed = try #require(Base32.decode(enrolment.key))
      let first = try #require(SixDigitCode(typed: TOTP(secret: seed).code(at: test.clock.now)))
      guard case .accepted(let full) = try await test.clinic.enrol(first, by: enrolling) else {
        Issue.record("the first code of the app was refused")
        return
      }
      let (visit, name) = try await test.clinic.ask(
        try test.visitor(full, .signedIn, to: .ownRecord), .myName)
      #expect(visit.account?.role == .patient)
      #expect(name == "Nora O'Brien")
    }
  }

  @Test("no account exists before the code came back")
  func nothingBefore() async throws {
    try await TestClinic.using { test in
      try await test.clinic.signUp(try signUp(), by: test.browser(to: .signUp))
      let session = try await test.clinic.signIn(
        email: "nora@example.com", password: "quiet river stones", by: test.browser(to: .signIn))
      #expect(session == nil)
    }
  }

  @Test("a code is of no use in another browser")
  func otherBrowser() async throws {
    try await TestClinic.using { test in
      try await test.clinic.signUp(try signUp(), by: test.browser(to: .signUp))
      let code = try #require(try await mailedCode(test))
      guard case .ended = try await test.clinic.confirm(code, by: test.browser(to: .signUp)) else {
        Issue.record("the code worked elsewhere")
        return
      }
    }
  }

  @Test("the fifth try counts, the sixth does not")
  func tries() async throws {
    for wrongTries in [4, 5] {
      try await TestClinic.using { test in
        let nora = test.browser(to: .signUp)
        try await test.clinic.signUp(try signUp(), by: nora)
        let code = try #require(try await mailedCode(test))
        for _ in 0..<wrongTries { _ = try await test.clinic.confirm(try other(than: code), by: nora) }
        let outcome = try await test.clinic.confirm(code, by: nora)
        if case .accepted = outcome { #expect(wrongTries == 4) } else { #expect(wrongTries == 5) }
      }
    }
  }

  @Test("a code holds for fifteen minutes, and not a second longer")
  func lifetime() async throws {
    for (seconds, holds) in [(15 * 60 - 1, true), (15 * 60, false)] {
      try await TestClinic.using { test in
        let nora = test.browser(to: .signUp)
        try await test.clinic.signUp(try signUp(), by: nora)
        let code = try #require(try await mailedCode(test))
        test.clock.advance(by: Double(seconds))
        let outcome = try await test.clinic.confirm(code, by: nora)
        if case .accepted = outcome { #expect(holds) } else { #expect(!holds) }
      }
    }
  }

  @Test("a sign-up whose code has lapsed is given a new one for a day, then all of it is removed")
  func renewal() async throws {
    try await TestClinic.using { test in
      let nora = test.browser(to: .signUp)
      try await test.clinic.signUp(try signUp(), by: nora)
      test.clock.advance(by: 16 * 60)
      try await test.clinic.tidyUp()
      #expect(try await test.clinic.resendCode(by: nora))
      let code = try #require(try await mailedCode(test))
      test.clock.advance(by: 24 * 3600)
      try await test.clinic.tidyUp()
      #expect(try await !test.clinic.resendCode(by: nora))
      guard case .ended = try await test.clinic.confirm(code, by: nora) else {
        Issue.record("a code worked after its sign-up was over")
        return
      }
      let left = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT count(*) FROM registration"])
      #expect(try left[0].decode { try $0.next(Int.self) } == [0])
    }
  }

  @Test("is told to the owner of a known address by mail, however many other letters they get")
  func otherLetters() async throws {
    try await TestClinic.using { test in
      try await test.clinic.open(test.browser(to: .signUp)) { records in
        for _ in 0..<20 {
          try await records.write([
            try records.post(.passwordChanged, to: DemoCast.paul.email, language: "en", [:])
          ])
        }
      }
      test.clock.advance(by: 1)
      try await test.clinic.signUp(
        try signUp(email: DemoCast.paul.email), by: test.browser(to: .signUp))
      let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
      #expect(try await test.clinic.mailbox(by: operation).messages.first?.letter == .accountExists)
    }
  }

  @Test("writes six letters an hour to one address, whoever asks, and not a seventh")
  func letters() async throws {
    try await TestClinic.using { test in
      for _ in 0..<8 { try await test.clinic.signUp(try signUp(), by: test.browser(to: .signUp)) }
      #expect(try await letterCount(test) == 6)
      test.clock.advance(by: 3601)
      try await test.clinic.signUp(try signUp(), by: test.browser(to: .signUp))
      #expect(try await letterCount(test) == 7)
    }
  }

  private func letterCount(_ test: TestClinic) async throws -> Int {
    let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
    return try await test.clinic.mailbox(by: operation).messages.count
  }

  @Test("sent twice at once is one sign-up, with the later code")
  func twice() async throws {
    try await TestClinic.using { test in
      let nora = test.browser(to: .signUp)
      let form = try signUp()
      async let first: Void = test.clinic.signUp(form, by: nora)
      async let second: Void = test.clinic.signUp(form, by: nora)
      _ = try await (first, second)
      let left = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["SELECT count(*) FROM registration"])
      #expect(try left[0].decode { try $0.next(Int.self) } == [1])
    }
  }

  @Test("the owner of a known address is told by mail, and no code exists")
  func knownAddress() async throws {
    try await TestClinic.using { test in
      let stranger = test.browser(to: .signUp)
      try await test.clinic.signUp(try signUp(email: DemoCast.paul.email), by: stranger)
      let operation = test.visitor(nil, at: test.riverside, to: .operation, access: .anyone)
      let letter = try #require(try await test.clinic.mailbox(by: operation).messages.first)
      #expect(letter.letter == .accountExists)
      #expect(letter.secret == nil)
      guard
        case .wrong = try await test.clinic.confirm(try #require(SixDigitCode(typed: "123456")), by: stranger)
      else {
        Issue.record("a known address answered differently")
        return
      }
    }
  }

  @Test("is answered no sooner for one address than for another, and neither at once; nor is a new code")
  func evenTime() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      for email in [DemoCast.paul.email, "nora@example.com"] {
        let browser = test.browser(to: .signUp)
        let begun = try await ContinuousClock().measure {
          try await test.clinic.signUp(try signUp(email: email), by: browser)
        }
        let resent = try await ContinuousClock().measure {
          _ = try await test.clinic.resendCode(by: browser)
        }
        #expect(begun >= EvenTime.step && resent >= EvenTime.step)
      }
    }
  }

  @Test("a new code can be sent three times more, and the older one dies")
  func resending() async throws {
    try await TestClinic.using { test in
      let nora = test.browser(to: .signUp)
      try await test.clinic.signUp(try signUp(), by: nora)
      let first = try #require(try await mailedCode(test))
      for _ in 0..<3 {
        test.clock.advance(by: 1)
        #expect(try await test.clinic.resendCode(by: nora))
      }
      #expect(try await test.clinic.resendCode(by: nora) == false)
      let last = try #require(try await mailedCode(test))
      if first != last {
        guard case .wrong = try await test.clinic.confirm(first, by: nora) else {
          Issue.record("an older code still worked")
          return
        }
      }
      guard case .accepted = try await test.clinic.confirm(last, by: nora) else {
        Issue.record("the newest code was refused")
        return
      }
    }
  }

  @Test("the code lies sealed in the outbox and keyed in the sign-up")
  func nothingReadable() async throws {
    try await TestClinic.using { test in
      try await test.clinic.signUp(try signUp(), by: test.browser(to: .signUp))
      let code = try #require(try await mailedCode(test))
      let stored = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          SELECT o::text || encode(o.secret, 'escape') || r::text FROM outbox_message o, registration r
          """
        ])[0].decode { row in try row.next(String.self) }
      #expect(stored.count == 1)
      #expect(!stored[0].contains(code.text))
      #expect(!stored[0].contains("quiet river stones"))
    }
  }
}
