import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Synchronization
import Testing

@testable import Clinic

@Suite("Word of messages")
struct NewsTests {
  private func letters(_ test: TestClinic) async throws -> [(to: String, state: String)] {
    try await test.database.asOwner(
      of: test.riverside.id.uuid,
      [
        "SELECT recipient, state FROM outbox_message WHERE kind = 'message-received' ORDER BY created_at, recipient"
      ])[0]
      .decode { row in (try row.next(), try row.next()) }
  }

  private func deliver(_ test: TestClinic) async throws -> [String] {
    let delivered = Mutex<[String]>([])
    while try await test.clinic.work(
      [.letter],
      { message, _ in
        delivered.withLock { $0.append(message.recipient) }
        return .sent
      }) > 0
    {}
    return delivered.withLock { $0 }
  }

  /// Monday at ten, when nobody sleeps.
  private func talking(_ body: (Talking, TestClinic) async throws -> Void) async throws {
    try await TestClinic.using(now: TestClinic.monday + 3 * 3600) { test in
      try await body(try await Talking(test), test)
    }
  }

  @Test("leaves two minutes later, once until it was read, and says neither what nor from whom")
  func once() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      // Staff have the page open: they are not written to unless they wish it.
      #expect(try await letters(test).isEmpty)
      for text in ["Water only.", "And no coffee."] { try await talk.answer(id, text, .clinic, by: talk.ben) }
      #expect(try await deliver(test) == [])
      test.clock.advance(by: 121)
      #expect(try await deliver(test) == [DemoCast.paul.email])
      #expect(try await test.count("outbox_message WHERE payload::text ~ 'coffee|Water|Ben|Blood'") == 0)
      try await talk.answer(id, "Nor tea.", .clinic, by: talk.ben)
      test.clock.advance(by: 3600)
      #expect(try await deliver(test) == [])
      // Paul reads; what comes then is news again.
      _ = try await talk.found(id, .own, by: talk.paul)
      try await talk.answer(id, "Nor milk.", .clinic, by: talk.ben)
      test.clock.advance(by: 121)
      #expect(try await deliver(test) == [DemoCast.paul.email])
    }
  }

  @Test("does not leave when it was read meanwhile; a page that looks by itself has read nothing")
  func meanwhile() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben)
      var page = talk.paul
      page.isUnattended = true
      _ = try await talk.found(id, .own, by: page)
      #expect(try await test.count("communication WHERE from_clinic AND received IS NULL") == 1)
      #expect(try await test.count("told_of_news") == 1)
      try await test.clinic.read(id, .own, by: talk.paul)
      #expect(try await test.count("communication WHERE from_clinic AND received IS NULL") == 0)
      test.clock.advance(by: 121)
      #expect(try await deliver(test) == [])
      #expect(try await letters(test).map(\.state) == ["dropped"])
    }
  }

  @Test("waits until quiet hours end, by their reader's clock, and shows until when")
  func quiet() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      let paul = try await test.visitor(DemoCast.paul, to: .account)
      try await test.clinic.choose(language: "en", timeZone: "Europe/Berlin", by: paul)
      // 21:30 in Berlin, 20:30 in London, on the eve of the change of clocks.
      let zone = try TimeZoneRules(identifier: "Europe/Berlin")
      let evening = try #require(LocalDateTime(iso: "2026-03-28T21:30"))
      test.clock.set(try #require(zone.instants(of: evening).first))
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben)
      test.clock.advance(by: 121)
      #expect(try await deliver(test) == [])
      let waiting = try #require(try await test.ask(paul, .ownWrittenLetters).first)
      // Seven in the morning comes an hour sooner that night.
      let morning = try #require(LocalDateTime(iso: "2026-03-29T07:00"))
      #expect(waiting.state == "queued" && zone.instants(of: morning) == [waiting.due])
      #expect(waiting.due.timeIntervalSince(test.clock.now) == 8.5 * 3600 - 121)
      #expect(waiting.masked == "p•••@\(DemoCast.paul.email.split(separator: "@")[1])")
      test.clock.set(waiting.due - 1)
      #expect(try await deliver(test) == [])
      test.clock.advance(by: 2)
      #expect(try await deliver(test) == [DemoCast.paul.email])
      // It was not tried in vain.
      #expect(
        try await test.count(
          "outbox_message WHERE kind = 'message-received' AND attempts = 1 AND state = 'sent'") == 1)
    }
  }

  @Test("goes to parents, and to staff who wish it: to all of a team, or to who sees to it")
  func readers() async throws {
    try await talking { talk, test in
      try await test.clinic.change(
        talk.desk, to: talk.team(members: [DemoCast.ben, DemoCast.dana]), seen: 1, by: talk.admin())
      for one in [DemoCast.ben, DemoCast.dana] {
        let own = try await test.visitor(one, to: .account)
        var choice = try #require(try await test.ask(own, .ownAccount)).letters
        #expect(choice.channel(.messages) == .page)
        choice.channels[.messages] = .mail
        try await test.clinic.choose(choice, by: own)
      }
      let leo = ID<Patient>(UUID())
      try await test.clinic.add(ChildTests.leo, leo, by: test.visitor(DemoCast.paul, to: .account))
      let id = try await test.clinic.begin(
        NewConversation(
          patient: leo, aim: .team(talk.desk), topic: "x", message: NewMessage(text: "x", key: UUID())),
        .own, by: talk.paul)
      #expect(try await letters(test).map(\.to) == [DemoCast.ben.email, DemoCast.dana.email])
      try await talk.answer(id, "y", .clinic, by: talk.ben)
      _ = try await talk.found(id, .clinic, by: talk.dana)
      try await talk.answer(id, "z", .own, by: talk.paul)
      let all = try await letters(test).map(\.to)
      #expect(all.filter { $0 == DemoCast.paul.email }.count == 1)
      // Ben sees to it: Dana is not written to again.
      #expect(
        all.filter { $0 == DemoCast.ben.email }.count == 2
          && all.filter { $0 == DemoCast.dana.email }.count == 1)
    }
  }

  @Test(
    "does not come to who wants none, nor after the way out in a letter; of others they can do without either"
  )
  func chosen() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben)
      let link = Mutex<String?>(nil)
      test.clock.advance(by: 121)
      _ = try await test.clinic.work([.letter]) { message, _ in
        link.withLock { $0 = message.unsubscribing }
        return .sent
      }
      let way = try #require(link.withLock { $0 })
      try await test.clinic.unsubscribe(way, by: test.browser(to: .account))
      let own = try await test.visitor(DemoCast.paul, to: .account)
      let left = try #require(try await test.ask(own, .ownAccount)).letters
      #expect(left.channel(.messages) == .page && left.reminders == Set(Occasion.chosen))
      _ = try await talk.found(id, .own, by: talk.paul)
      try await talk.answer(id, "Nor tea.", .clinic, by: talk.ben)
      #expect(try await letters(test).count == 1)
      // Another's link, or one that was changed, ends nothing.
      for wrong in [way + "x", "reminder-week" + way.dropFirst("messages".count)] {
        await #expect(throws: Refusal.unknown) {
          try await test.clinic.unsubscribe(wrong, by: test.browser(to: .account))
        }
      }
    }
  }

  @Test(
    "that a visit changed is withheld from who wants to be told on the pages alone, and says so; a reminder still leaves"
  )
  func withheld() async throws {
    try await talking { talk, test in
      let own = try await test.visitor(DemoCast.paul, to: .account)
      var choice = try #require(try await test.ask(own, .ownAccount)).letters
      choice.channels[.visits] = .page
      try await test.clinic.choose(choice, by: own)
      let offer = try #require(try await test.offers().first)
      _ = try await test.clinic.book(
        Booking(offer: offer, key: UUID(), reason: ""), by: test.visitor(DemoCast.paul, to: .booking))
      #expect(try await deliver(test) == [])
      #expect(try await test.ask(own, .ownWrittenLetters).map(\.state) == ["withheld"])
      #expect(try await test.count("job WHERE kind = 'letter'") == 0)
      // What lets somebody in can't be done without.
      try await test.clinic.changeAddress(to: "new@example.com", by: own)
      #expect(try await deliver(test) == ["new@example.com"])
    }
  }
}
