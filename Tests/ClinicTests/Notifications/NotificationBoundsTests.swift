import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Synchronization
import Testing

@testable import Clinic

@Suite("The bounds of word that there is something")
struct NotificationBoundsTests {
  /// As docs/messages.md has it.
  @Test("are ways and quiet hours of each kind, and what nobody can do without")
  func kinds() {
    let waiting = NotificationKind.allCases.filter(\.waitsInQuietHours)
    #expect(Set(waiting) == [.reminderWeek, .reminderDay, .messages, .record, .invoices, .feedback])
    let silent = NotificationKind.allCases.filter { $0.channels.contains(.none) }
    #expect(
      Set(silent) == [.reminderWeek, .reminderDay, .messages, .feedback, .newBrowser, .guesses])
    for kind in NotificationKind.allCases {
      #expect(kind.channels.contains(.mail))
      for role in Role.allCases {
        #expect(kind.usual(for: role) == (kind == .messages && role.isStaff ? .page : .mail))
      }
    }
    for always: LetterKind in [
      .confirmationCode, .addressCode, .passwordReset, .passwordChanged, .recoveryCodeUsed, .waitlistOffer,
      .appointmentRebooking,
    ] { #expect(always.notification == nil) }
  }

  private func talking(_ body: (Talking, TestClinic) async throws -> Void) async throws {
    try await TestClinic.using(now: TestClinic.monday + 3 * 3600) { test in
      try await body(try await Talking(test), test)
    }
  }

  private func choose(_ channel: NotificationKind.Channel, _ account: DemoAccount, _ test: TestClinic)
    async throws
  {
    let own = try await test.visitor(account, to: .account)
    var choice = try #require(try await test.ask(own, .ownAccount)).letters
    choice.channels[.messages] = channel
    try await test.clinic.choose(choice, by: own)
  }

  private func letters(to account: DemoAccount, _ test: TestClinic) async throws -> Int {
    try await test.count(
      "outbox_message WHERE kind = 'message-received' AND recipient = '\(unsafe: account.email)'")
  }

  private func deliver(_ test: TestClinic, _ answer: Delivery = .sent) async throws -> Int {
    let delivered = Mutex(0)
    while try await test.clinic.work(
      [.letter],
      { _, _ in
        delivered.withLock { $0 += 1 }
        return answer
      }) > 0
    {}
    return delivered.withLock { $0 }
  }

  @Test("are who can come in, wants it and did not write it")
  func readers() async throws {
    try await talking { talk, test in
      for account in [DemoCast.ben, DemoCast.dana] { try await choose(.mail, account, test) }
      try await test.clinic.change(
        talk.desk, to: talk.team(members: [DemoCast.ben, DemoCast.dana]), seen: 1, by: talk.admin())
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE account SET disabled_at = \(test.clock.now) WHERE id = \(try talk.account(DemoCast.dana))"
        ])
      let id = try await talk.begin()
      #expect(try await letters(to: DemoCast.ben, test) == 1)
      #expect(try await letters(to: DemoCast.dana, test) == 0)
      _ = try await talk.found(id, .clinic, by: talk.ben)
      // To the team whose only other member is shut out: whoever hands it over is not written to.
      let seen = try #require(try await talk.found(id, .clinic, by: talk.ben)).seen
      try await test.clinic.handOver(
        id, to: .person(talk.account(DemoCast.ben)), note: "Mine", key: UUID(), seen: seen, by: talk.ben)
      #expect(try await letters(to: DemoCast.ben, test) == 1)
      try await choose(.page, DemoCast.paul, test)
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben)
      #expect(try await letters(to: DemoCast.paul, test) == 0)
    }
  }

  @Test("are two minutes, a choice that was made meanwhile, and what the mail server said")
  func delivered() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben)
      test.clock.advance(by: 119)
      #expect(try await deliver(test) == 0)
      test.clock.advance(by: 1)
      try await choose(.page, DemoCast.paul, test)
      #expect(try await deliver(test) == 0)
      #expect(
        try await test.count("outbox_message WHERE kind = 'message-received' AND state = 'withheld'") == 1)
      try await choose(.mail, DemoCast.paul, test)
      _ = try await talk.found(id, .own, by: talk.paul)
      try await talk.answer(id, "Nor tea.", .clinic, by: talk.ben)
      test.clock.advance(by: 121)
      #expect(try await deliver(test, .refused("no such address")) == 1)
      let own = try await test.visitor(DemoCast.paul, to: .account)
      #expect(Set(try await test.ask(own, .ownWrittenLetters).map(\.state)) == ["withheld", "failed"])
    }
  }

  @Test(
    "are the night, in which what was read meanwhile is dropped at once and does not wait for the morning")
  func night() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      test.clock.advance(by: 13 * 3600)
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben)
      test.clock.advance(by: 60)
      _ = try await talk.found(id, .own, by: talk.paul)
      test.clock.advance(by: 61)
      #expect(try await deliver(test) == 0)
      #expect(
        try await test.count("outbox_message WHERE kind = 'message-received' AND state = 'dropped'") == 1)
      // What waits was not tried.
      try await talk.answer(id, "Nor tea.", .clinic, by: talk.ben)
      test.clock.advance(by: 121)
      #expect(try await deliver(test) == 0)
      #expect(try await test.count("job WHERE kind = 'letter' AND attempts = 0") == 1)
    }
  }

  @Test("are one's own address, hidden but for its beginning, and of staff who looks, noted")
  func listed() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben)
      let other = try await test.newcomer(at: test.riverside, to: .account)
      #expect(try await test.ask(other, .ownWrittenLetters).isEmpty)
      let dana = try await test.visitor(DemoCast.dana, to: .administration)
      let stranger = try await test.patient(named: "Otto Else", at: test.riverside)
      let now = test.clock.now
      let (own, none) = (
        try await test.ask(dana, .letters(of: test.riverside.patient, by: dana, at: now)),
        try await test.ask(dana, .letters(of: stranger, by: dana, at: now))
      )
      #expect(own?.letters.count == 1 && none?.letters.isEmpty == true)
      #expect(own?.letters[0].masked.hasPrefix("p•••@") == true)
      let looks: SQL = "audit_event WHERE act = 'read' AND entity = \(test.riverside.patient)"
      #expect(try await test.count(looks) == 1)
    }
  }
}
