import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A conversation")
struct ConversationTests {
  private func talking(_ body: (Talking, TestClinic) async throws -> Void) async throws {
    try await TestClinic.using { test in try await body(try await Talking(test), test) }
  }

  @Test(
    "is begun once however often the form is sent, waits for its team until a working time, and is read by its members"
  )
  func begun() async throws {
    try await talking { talk, test in
      let key = UUID()
      let id = try await talk.begin("May I eat before it?", key: key)
      #expect(try await talk.begin("May I eat before it?", key: key) == id)
      #expect(try await test.count("conversation") == 1)
      #expect(try await test.count("communication") == 1)
      let seen = try #require(try await talk.found(id, .clinic, by: talk.ben))
      #expect(seen.topic == "Blood test" && seen.state == .clinic && seen.teamName == "Front desk")
      // It is Monday, seven o'clock: from nine on, four hours.
      #expect(seen.answerDue == test.clock.now + 6 * 3600)
      #expect(try await talk.messages(id, .clinic, by: talk.ben).map(\.text) == ["May I eat before it?"])
      // Nothing of it lies open, in no table and no log.
      #expect(try await test.count("communication WHERE position('eat'::bytea IN payload) > 0") == 0)
      #expect(try await test.count("conversation WHERE position('Blood'::bytea IN topic) > 0") == 0)
      #expect(try await test.count("audit_event WHERE act = 'conversation-begun' AND detail = ''") == 1)
    }
  }

  @Test("is the patient's and the team's, whom it is handed to, and nobody else's")
  func reach() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      for stranger in [talk.dana, talk.amira] {
        #expect(try await talk.found(id, .clinic, by: stranger) == nil)
        #expect(try await talk.messages(id, .clinic, by: stranger).isEmpty)
        await #expect(throws: Refusal.unknown) { try await talk.answerUnseen(id, .clinic, by: stranger) }
        await #expect(throws: Refusal.unknown) { try await test.clinic.takeOn(id, by: stranger) }
      }
      let other = try await test.newcomer(at: test.riverside, to: .ownRecord)
      #expect(try await talk.found(id, .own, by: other) == nil)
      await #expect(throws: Refusal.unknown) { try await talk.answerUnseen(id, .own, by: other) }
      // Neither side comes in by the other's door.
      #expect(try await talk.found(id, .clinic, by: talk.paul) == nil)
      #expect(try await talk.found(id, .own, by: talk.ben) == nil)
      // To Dana, with a note: hers and still the team's.
      let seen = try #require(try await talk.found(id, .clinic, by: talk.ben)).seen
      try await test.clinic.handOver(
        id, to: .person(talk.account(DemoCast.dana)), note: "About the fee", key: UUID(), seen: seen,
        by: talk.ben)
      #expect(
        try await talk.messages(id, .clinic, by: talk.dana).map(\.text) == [
          "May I eat before it?", "About the fee",
        ])
      #expect(try await talk.messages(id, .own, by: talk.paul).map(\.text) == ["May I eat before it?"])
      #expect(try await talk.list(.mine, by: talk.dana) == [id])
      #expect(try await talk.list(.teams, by: talk.ben) == [id])
      #expect(try await talk.list(.mine, by: talk.ben) == [])
    }
  }

  @Test("is a doctor's to read while its patient is theirs, and a team's no more after they have left it")
  func treating() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      #expect(try await talk.found(id, .clinic, by: talk.amira) == nil)
      let offer = try #require(try await test.offers().first)
      _ = try await test.clinic.book(
        Booking(offer: offer, key: UUID(), reason: ""), by: test.visitor(DemoCast.paul, to: .booking))
      #expect(try await talk.found(id, .clinic, by: talk.amira) != nil)
      #expect(try await talk.list(.teams, by: talk.amira) == [])
      #expect(try await talk.list(.all, by: talk.amira) == [id])
      try await test.clinic.change(
        talk.desk, to: talk.team(members: [DemoCast.dana]), seen: 1, by: talk.admin())
      #expect(try await talk.found(id, .clinic, by: talk.ben) == nil)
      #expect(try await talk.found(id, .clinic, by: talk.dana) != nil)
    }
  }

  @Test("of whom nobody can answer is the front desk's")
  func orphaned() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      try await test.clinic.change(
        talk.desk, to: talk.team(members: [DemoCast.dana]), seen: 1, by: talk.admin())
      #expect(try await talk.found(id, .clinic, by: talk.ben) == nil)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid, ["DELETE FROM care_team_participant"])
      #expect(try await talk.found(id, .clinic, by: talk.ben) != nil)
      #expect(try await talk.found(id, .clinic, by: talk.dana) == nil)
    }
  }

  @Test("goes back and forth, marks who read what, and says whose turn it is")
  func turns() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      #expect(try await talk.found(id, .own, by: talk.paul)?.unread == 0)
      #expect(try await talk.messages(id, .own, by: talk.paul)[0].received == nil)
      #expect(try await waiting(talk.ben, test) == 1)
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben)
      let read = try await talk.messages(id, .own, by: talk.paul)
      #expect(read[0].receivedBy == "Ben Carter" && read[0].received == test.clock.now)
      #expect(read[1].sender == "Ben Carter" && read[1].isFromClinic && read[1].received == nil)
      // Ben sees to it, as he has answered.
      #expect(try await waiting(talk.ben, test) == 0)
      #expect(try await waiting(talk.paul, test) == 1)
      let seen = try #require(try await talk.found(id, .own, by: talk.paul))
      #expect(seen.state == .patient && seen.answerDue == nil && seen.takenByName == "Ben Carter")
      #expect(try await waiting(talk.paul, test) == 0)
      #expect(try await talk.messages(id, .clinic, by: talk.ben)[1].receivedBy == "Paul Fletcher")
      try await talk.answer(id, "Thank you.", .own, by: talk.paul)
      try await talk.answer(id, "You are welcome.", .clinic, by: talk.ben, awaits: false)
      #expect(try await talk.found(id, .own, by: talk.paul)?.state == .open)
    }
  }

  @Test("keeps the time of the first question when another is added, and is overdue after it")
  func due() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      let due = try #require(try await talk.found(id, .own, by: talk.paul)?.answerDue)
      test.clock.advance(by: 3 * 3600)
      try await talk.answer(id, "And coffee?", .own, by: talk.paul)
      #expect(try await talk.found(id, .own, by: talk.paul)?.answerDue == due)
      test.clock.set(due)
      #expect(try await talk.list(.overdue, by: talk.ben) == [])
      test.clock.advance(by: 1)
      #expect(try await talk.list(.overdue, by: talk.ben) == [id])
      try await talk.answer(id, "Neither.", .clinic, by: talk.ben)
      #expect(try await talk.list(.overdue, by: talk.ben) == [])
    }
  }

  @Test(
    "takes no answer whose writer has not seen it all; a note, and who sees to it, are no news to a patient")
  func crossing() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      let ben = try #require(try await talk.found(id, .clinic, by: talk.ben)).seen
      let paul = try #require(try await talk.found(id, .own, by: talk.paul)).seen
      try await test.clinic.note(id, "Ask Amira", key: UUID(), by: talk.ben)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.answer(
          id, NewMessage(text: "No", key: UUID(), seen: ben), .clinic, by: talk.ben)
      }
      try await test.clinic.answer(
        id, NewMessage(text: "Hello?", key: UUID(), seen: paul), .own, by: talk.paul)
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) {
        try await test.clinic.answer(id, NewMessage(text: "?", key: UUID(), seen: paul), .own, by: talk.paul)
      }
      // Sent twice, it is there once, whatever was seen.
      let key = UUID()
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben, key: key)
      try await test.clinic.answer(
        id, NewMessage(text: "Water only.", key: key, seen: 0), .clinic, by: talk.ben)
      #expect(try await test.count("communication WHERE category = 'message'") == 3)
    }
  }

  @Test("of two who answer at once takes one, and tells the other")
  func race() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      let seen = try #require(try await talk.found(id, .clinic, by: talk.ben)).seen
      let sent = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<6 {
          group.addTask {
            await succeeds {
              try await test.clinic.answer(
                id, NewMessage(text: "Answer \(number)", key: UUID(), seen: seen), .clinic, by: talk.ben)
            }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(sent == 1)
      #expect(try await test.count("communication WHERE from_clinic") == 1)
    }
  }

  @Test(
    "that is closed is opened by an answer within fourteen days, and not later; the clinic opens it at any time"
  )
  func closing() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      for _ in 0..<2 { try await test.clinic.close(id, .answered, .clinic, by: talk.ben) }
      #expect(try await test.count("audit_event WHERE act = 'conversation-closed'") == 1)
      let closed = try #require(try await talk.found(id, .own, by: talk.paul)?.closed)
      #expect(closed.by == "Ben Carter" && closed.reason == .answered)
      test.clock.advance(by: 14 * 86_400 - 1)
      try await talk.answer(id, "One more thing", .own, by: talk.paul)
      let again = try #require(try await talk.found(id, .clinic, by: talk.ben))
      #expect(again.state == .clinic && again.closed == nil && again.answerDue != nil)
      try await test.clinic.close(id, .patient, .own, by: talk.paul)
      #expect(try await talk.found(id, .clinic, by: talk.ben)?.closed?.by == "Paul Fletcher")
      test.clock.advance(by: 14 * 86_400)
      await #expect(throws: Refusal.conflict(.tooLate)) {
        try await talk.answer(id, "And another", .own, by: talk.paul)
      }
      #expect(try await talk.found(id, .own, by: talk.paul)?.takesAnswers(at: test.clock.now) == false)
      try await test.clinic.reopen(id, by: talk.ben)
      try await talk.answer(id, "And another", .own, by: talk.paul)
    }
  }

  @Test("is taken on by one; the second is told")
  func taking() async throws {
    try await talking { talk, test in
      try await test.clinic.change(
        talk.desk, to: talk.team(members: [DemoCast.ben, DemoCast.dana]), seen: 1, by: talk.admin())
      let id = try await talk.begin()
      for _ in 0..<2 { try await test.clinic.takeOn(id, by: talk.ben) }
      await #expect(throws: Refusal.conflict(.doneByAnother)) {
        try await test.clinic.takeOn(id, by: talk.dana)
      }
      // What Ben sees to waits for nobody else.
      #expect(try await waiting(talk.ben, test) == 1)
      #expect(try await waiting(talk.dana, test) == 0)
      let seen = try #require(try await talk.found(id, .clinic, by: talk.ben)).seen
      await #expect(throws: Refusal.invalid([Problem("to", "problem.choose")])) {
        try await test.clinic.handOver(
          id, to: .person(talk.account(DemoCast.paul)), note: "", key: UUID(), seen: seen, by: talk.ben)
      }
      try await test.clinic.handOver(
        id, to: .team(talk.desk), note: "", key: UUID(), seen: seen, by: talk.ben)
      #expect(try await waiting(talk.dana, test) == 1)
    }
  }

  @Test("is limited by the hour and by account, and nothing of what is refused is kept")
  func limits() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      for number in 0..<20 { try await talk.answer(id, "\(number)", .own, by: talk.paul) }
      await #expect(throws: Refusal.limited(seconds: 2)) {
        try await talk.answer(id, "more", .own, by: talk.paul)
      }
      #expect(try await test.count("communication") == 21)
      // The clinic answers as much as it likes.
      for number in 0..<25 { try await talk.answer(id, "\(number)", .clinic, by: talk.ben) }
      test.clock.advance(by: 3601)
      try await talk.answer(id, "an hour later", .own, by: talk.paul)
    }
  }

  @Test("is about oneself or a child, to whom one can write")
  func aims() async throws {
    try await talking { talk, test in
      let new = { (patient: ID<Patient>, aim: Correspondent.Aim?) in
        NewConversation(patient: patient, aim: aim, topic: "x", message: NewMessage(text: "x", key: UUID()))
      }
      let stranger = try await test.patient(named: "Some Body", at: test.riverside)
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.begin(new(stranger, .team(talk.desk)), .own, by: talk.paul)
      }
      let amira = Correspondent.Aim.person(try talk.account(DemoCast.amira))
      let wrong = Refusal.invalid([Problem("aim", "problem.choose")])
      // Not before there is a visit with her, and to no colleague of hers.
      for aim in [nil, amira, .person(try talk.account(DemoCast.ben)), .team(ID(UUID()))] {
        await #expect(throws: wrong) {
          try await test.clinic.begin(new(test.riverside.patient, aim), .own, by: talk.paul)
        }
      }
      let offer = try #require(try await test.offers().first)
      _ = try await test.clinic.book(
        Booking(offer: offer, key: UUID(), reason: ""), by: test.visitor(DemoCast.paul, to: .booking))
      let id = try await test.clinic.begin(new(test.riverside.patient, amira), .own, by: talk.paul)
      #expect(try await talk.list(.mine, by: talk.amira) == [id])
      let leo = ID<Patient>(UUID())
      try await test.clinic.add(ChildTests.leo, leo, by: test.visitor(DemoCast.paul, to: .account))
      let about = try await test.clinic.begin(new(leo, .team(talk.desk)), .own, by: talk.paul)
      #expect(try await talk.found(about, .own, by: talk.paul)?.isOwn == false)
    }
  }

  @Test("is begun by the clinic, too, with a patient whose documents are its work")
  func fromClinic() async throws {
    try await talking { talk, test in
      let new = NewConversation(
        patient: test.riverside.patient, aim: nil, topic: "Results",
        message: NewMessage(text: "All well", key: UUID()))
      await #expect(throws: Refusal.unknown) { try await test.clinic.begin(new, .clinic, by: talk.amira) }
      let id = try await test.clinic.begin(new, .clinic, by: talk.ben)
      let seen = try #require(try await talk.found(id, .own, by: talk.paul))
      #expect(seen.state == .patient && seen.takenByName == "Ben Carter" && seen.topic == "Results")
    }
  }

  @Test("has one draft for each who writes, which goes with sending and is nobody else's")
  func drafts() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      let texts = test.clinic.sealedTexts
      for text in ["Wa", "Water"] {
        try await test.clinic.keep(MessageDraft(text: text), of: id, .clinic, by: talk.ben)
      }
      try await test.clinic.keep(MessageDraft(topic: "T", text: "x"), of: nil, .own, by: talk.paul)
      #expect(try await test.count("communication_draft") == 2)
      #expect(try await test.ask(talk.ben, .draft(of: id, texts)) == MessageDraft(text: "Water"))
      #expect(try await test.ask(talk.paul, .draft(of: id, texts)) == nil)
      #expect(try await test.ask(talk.paul, .draft(of: nil, texts)) == MessageDraft(topic: "T", text: "x"))
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.keep(MessageDraft(text: "x"), of: id, .clinic, by: talk.amira)
      }
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben)
      #expect(try await test.ask(talk.ben, .draft(of: id, texts)) == nil)
      try await test.clinic.keep(MessageDraft(text: ""), of: nil, .own, by: talk.paul)
      #expect(try await test.count("communication_draft") == 0)
    }
  }

  private func waiting(_ visitor: Visitor, _ test: TestClinic) async throws -> Int {
    try await test.clinic.ask(visitor, .nothing).visit.messagesWaiting
  }
}

extension Talking {
  func answerUnseen(_ id: ID<Conversation>, _ side: Conversation.Side, by visitor: Visitor) async throws {
    try await test.clinic.answer(id, NewMessage(text: "x", key: UUID(), seen: 1), side, by: visitor)
  }
}
