import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Feedback")
struct FeedbackTests {
  private func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.answerFeedback))
  }

  private func said(_ text: String, wantsAnswer: Bool = false, page: String = "/doctors") -> NewFeedback {
    NewFeedback(kind: .problem, text: text, page: page, wantsAnswer: wantsAnswer)
  }

  private func visitor(_ test: TestClinic, from address: String) -> Visitor {
    Visitor(
      host: test.riverside.host, tokenHash: nil, access: .anyone, purpose: .publicInformation, requestID: "r",
      client: Client(address: address, agent: "", deviceHash: nil, holdHash: nil))
  }

  @Test(
    "is kept once however often the form is sent, and told to administrators once a day, without what it says"
  )
  func given() async throws {
    try await TestClinic.using { test in
      let paul = try await test.visitor(DemoCast.paul, to: .publicInformation, access: .anyone)
      let id = ID<Feedback>(UUID())
      for _ in 0..<2 { try await test.clinic.give(said("The button", wantsAnswer: true), id, by: paul) }
      try await test.clinic.give(said("Another"), ID(UUID()), by: paul)
      #expect(try await test.count("feedback") == 2)
      let letters = "outbox_message WHERE kind = 'feedback-received'"
      #expect(try await test.count(letters) == 1)
      #expect(try await test.count("outbox_message WHERE payload::text LIKE '%button%'") == 0)
      #expect(try await test.count("audit_event WHERE detail LIKE '%button%'") == 0)
      test.clock.advance(by: 86_401)
      try await test.clinic.give(said("A day later"), ID(UUID()), by: paul)
      #expect(try await test.count(letters) == 2)
    }
  }

  @Test("of visitors has no name and wants no answer, and is limited by network; of an account, by account")
  func limits() async throws {
    try await TestClinic.using { test in
      let stranger = visitor(test, from: "203.0.113.7")
      for _ in 0..<10 { try await test.clinic.give(said("x", wantsAnswer: true), ID(UUID()), by: stranger) }
      #expect(try await test.count("feedback WHERE account_id IS NULL AND NOT wants_answer") == 10)
      // The eleventh is taken, and the next has to wait.
      try await test.clinic.give(said("x"), ID(UUID()), by: stranger)
      await #expect(throws: Refusal.limited(seconds: 2)) {
        try await test.clinic.give(said("x"), ID(UUID()), by: stranger)
      }
      try await test.clinic.give(said("x"), ID(UUID()), by: visitor(test, from: "198.51.100.7"))
      let paul = try await test.visitor(DemoCast.paul, to: .publicInformation, access: .anyone)
      for _ in 0..<11 { try await test.clinic.give(said("x"), ID(UUID()), by: paul) }
      await #expect(throws: Refusal.limited(seconds: 2)) {
        try await test.clinic.give(said("x"), ID(UUID()), by: paul)
      }
    }
  }

  @Test("is taken by one, answered once by letter, and closed")
  func answered() async throws {
    try await TestClinic.using { test in
      let (paul, dana) = (
        try await test.visitor(DemoCast.paul, to: .publicInformation, access: .anyone), try await dana(test)
      )
      let (wanted, unwanted) = (ID<Feedback>(UUID()), ID<Feedback>(UUID()))
      try await test.clinic.give(said("The button", wantsAnswer: true), wanted, by: paul)
      try await test.clinic.give(said("Thanks"), unwanted, by: paul)
      try await test.clinic.take(wanted, by: dana)
      #expect(try await test.ask(dana, .feedback(wanted))?.takenBy == "Dana Whitfield")
      try await test.clinic.answer(wanted, "It is mended", by: dana)
      await #expect(throws: Refusal.conflict(.doneByAnother)) {
        try await test.clinic.answer(wanted, "Again", by: dana)
      }
      await #expect(throws: Refusal.conflict(.otherState)) {
        try await test.clinic.answer(unwanted, "No", by: dana)
      }
      #expect(
        try await test.count(
          "outbox_message WHERE kind = 'feedback-answered' AND recipient = '\(DemoCast.paul.email)'") == 1)
      for _ in 0..<2 { try await test.clinic.close(unwanted, by: dana) }
      #expect(try await test.ask(dana, .feedback(.open, after: nil)).isEmpty)
      #expect(try await test.ask(dana, .feedback(.closed, after: nil)).map(\.id) == [unwanted])
      #expect(try await test.count("audit_event WHERE act = 'feedback-closed'") == 1)
    }
  }

  @Test(
    "keeps the path of a page alone, without what names a record or lets somebody in",
    arguments: [
      ("/doctors", "/doctors"),
      ("/doctors/0195b9c4-7c1e-7000-8000-000000000000/times?service=1", "/doctors/…/times"),
      ("/password/reset/Zm9vYmFyYmF6cXV4", "/password/reset/…"), ("https://evil.example/", ""),
      ("//evil.example", ""),
      ("/a#token", "/a"), ("", ""), ("/" + String(repeating: "a", count: 31), "/…"),
    ])
  func pages(typed: String, kept: String) {
    #expect(NewFeedback(kind: .idea, text: "x", page: typed, wantsAnswer: false).page == kept)
  }
}
