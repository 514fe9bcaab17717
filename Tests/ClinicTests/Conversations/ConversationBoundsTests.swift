import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("The bounds of a conversation")
struct ConversationBoundsTests {
  private func talking(_ body: (Talking, TestClinic) async throws -> Void) async throws {
    try await TestClinic.using { test in try await body(try await Talking(test), test) }
  }

  private func disable(_ account: DemoAccount, _ talk: Talking) async throws {
    _ = try await talk.test.database.asOwner(
      of: talk.test.riverside.id.uuid,
      ["UPDATE account SET disabled_at = \(talk.test.clock.now) WHERE id = \(try talk.account(account))"])
  }

  @Test("are its own words: topic, message and draft open in no other row")
  func sealed() async throws {
    try await talking { talk, test in
      let (one, other) = (try await talk.begin(), try await talk.begin("Another", topic: "Other"))
      try await test.clinic.keep(MessageDraft(text: "Mine"), of: one, .clinic, by: talk.ben)
      try await test.clinic.keep(MessageDraft(text: "Theirs"), of: other, .clinic, by: talk.ben)
      func swap(_ table: String, _ column: String) async throws {
        _ = try await test.database.asSuperuser(
          "UPDATE \(unsafe: table) x SET \(unsafe: column) = o.\(unsafe: column) FROM \(unsafe: table) o WHERE o.id <> x.id"
        )
      }
      try await swap("communication", "payload")
      await #expect(throws: SecretFault.notAuthentic) {
        _ = try await talk.messages(one, .clinic, by: talk.ben)
      }
      try await swap("communication_draft", "payload")
      await #expect(throws: SecretFault.notAuthentic) {
        _ = try await test.ask(talk.ben, .draft(of: one, test.clinic.sealedTexts))
      }
      try await swap("conversation", "topic")
      await #expect(throws: SecretFault.notAuthentic) { _ = try await talk.found(one, .clinic, by: talk.ben) }
    }
  }

  @Test("are lists, counts and marks of what one reaches, and who read it first")
  func lists() async throws {
    try await talking { talk, test in
      try await test.clinic.change(
        talk.desk, to: talk.team(members: [DemoCast.ben, DemoCast.dana]), seen: 1, by: talk.admin())
      let id = try await talk.begin()
      let (now, texts) = (test.clock.now, test.clinic.sealedTexts)
      let other = try await test.newcomer(at: test.riverside, to: .ownRecord)
      #expect(try await test.ask(other, .ownConversations(texts, at: now)).isEmpty)
      #expect(try await test.ask(other, .myMessageVersion(at: now)) == "none")
      #expect(try await test.ask(talk.paul, .ownConversations(texts, at: now)).map(\.id) == [id])
      #expect(try await talk.list(.all, by: talk.amira).isEmpty)
      let later = now + 7 * 86_400
      for (visitor, overdue) in [(talk.amira, 0), (talk.ben, 1)] {
        #expect(try await test.ask(visitor, .conversationCounts(at: later))[.overdue] == overdue)
      }
      for (visitor, side) in [(talk.amira, Conversation.Side.clinic), (other, .own)] {
        await #expect(throws: Refusal.unknown) { try await test.clinic.read(id, side, by: visitor) }
      }
      #expect(try await talk.messages(id, .own, by: talk.paul)[0].received == nil)
      for visitor in [talk.ben, talk.dana] { try await test.clinic.read(id, .clinic, by: visitor) }
      // Whoever wrote it has not read it by looking at it.
      try await talk.answer(id, "Water only.", .clinic, by: talk.ben)
      try await test.clinic.read(id, .clinic, by: talk.dana)
      let read = try await talk.messages(id, .own, by: talk.paul)
      #expect(read[0].receivedBy == "Ben Carter" && read[1].received == nil)
    }
  }

  @Test(
    "are other hands: whose it was no longer reads it, the next is told, and pressed twice it is done once")
  func handedOver() async throws {
    try await talking { talk, test in
      let dana = try await test.visitor(DemoCast.dana, to: .account)
      var choice = try #require(try await test.ask(dana, .ownAccount)).letters
      choice.channels[.messages] = .mail
      try await test.clinic.choose(choice, by: dana)
      let other = ID<CareTeam>(UUID())
      try await test.clinic.add(talk.team("Billing", members: [DemoCast.dana]), other, by: talk.admin())
      let id = try await talk.begin()
      try await test.clinic.takeOn(id, by: talk.ben)
      let seen = try #require(try await talk.found(id, .clinic, by: talk.ben)).seen
      let note = UUID()
      for _ in 0..<2 { try await test.clinic.note(id, "Asks about a fee", key: note, by: talk.ben) }
      #expect(try await test.count("communication WHERE category = 'note'") == 1)
      func handOver(_ seen: Int) async throws {
        try await test.clinic.handOver(
          id, to: .team(other), note: "Yours", key: UUID(), seen: seen, by: talk.ben)
      }
      await #expect(throws: Refusal.conflict(.changedMeanwhile)) { try await handOver(seen) }
      try await handOver(seen + 1)
      #expect(try await talk.found(id, .clinic, by: talk.ben) == nil)
      #expect(try await talk.found(id, .clinic, by: talk.dana)?.takenBy == nil)
      #expect(
        try await test.count(
          "outbox_message WHERE kind = 'message-received' AND recipient = '\(unsafe: DemoCast.dana.email)'")
          == 1)
      let now = try #require(try await talk.found(id, .clinic, by: talk.dana)).seen
      for _ in 0..<2 {
        try await test.clinic.handOver(
          id, to: .person(talk.account(DemoCast.dana)), note: "Mine", key: UUID(), seen: now, by: talk.dana)
      }
      #expect(try await test.count("audit_event WHERE act = 'conversation-handed-over'") == 2)
      #expect(try await test.count("communication WHERE category = 'note'") == 3)
    }
  }

  @Test(
    "are who can come in: of whom nobody of a practice or a team can, and who saw to it neither, is the desk's"
  )
  func nobodys() async throws {
    try await talking { talk, test in
      let (ben, practice) = (talk.ben, ID<CareTeam>(UUID()))
      try await test.clinic.add(
        NewCareTeam(name: "Dr Haddad", practitioner: test.riverside.doctor, hours: 8, members: []), practice,
        by: talk.admin())
      let id = try await talk.begin()
      let desk: SQL = "UPDATE conversation SET team_id = \(practice), taken_by = NULL"
      let taken: SQL = "UPDATE conversation SET taken_by = \(try talk.account(DemoCast.dana))"
      _ = try await test.database.asSuperuser(desk)
      #expect(try await talk.found(id, .clinic, by: ben) == nil)
      try await disable(DemoCast.amira, talk)
      #expect(try await talk.found(id, .clinic, by: ben) != nil)
      #expect(try await talk.found(id, .clinic, by: talk.dana) == nil)
      _ = try await test.database.asSuperuser(taken)
      #expect(try await talk.found(id, .clinic, by: ben) == nil)
      try await disable(DemoCast.dana, talk)
      #expect(try await talk.found(id, .clinic, by: ben) != nil)
    }
  }

  @Test(
    "are teams and persons that answer: none that is out of use or shut out, and no doctor of a cancelled visit"
  )
  func correspondents() async throws {
    try await talking { talk, test in
      let out = ID<CareTeam>(UUID())
      try await test.clinic.add(
        NewCareTeam(
          name: "Gone", practitioner: nil, hours: 8, members: [try talk.account(DemoCast.ben)],
          isActive: false),
        out, by: talk.admin())
      let (visit, _) = try await test.bookedByPaul()
      let amira = Correspondent.Aim.person(try talk.account(DemoCast.amira))
      func aims() async throws -> [Correspondent.Aim] {
        try await test.ask(talk.paul, Query<[Correspondent]>.correspondents(at: test.clock.now)).map(\.aim)
      }
      #expect(try await aims() == [.team(talk.desk), amira])
      try await disable(DemoCast.amira, talk)
      #expect(try await aims() == [.team(talk.desk)])
      let colleagues = try await test.ask(talk.ben, Query<[Correspondent]>.colleagues).map(\.aim)
      #expect(colleagues.contains(.team(talk.desk)) && !colleagues.contains(amira))
      #expect(!colleagues.contains(.team(out)))
      _ = try await test.database.asSuperuser("UPDATE account SET disabled_at = NULL")
      #expect(try await aims() == [.team(talk.desk), amira])
      try await test.set(.cancelled, visit)
      #expect(try await aims() == [.team(talk.desk)])
    }
  }

  @Test("are a doctor's own patients, to whom alone their practice is offered")
  func practices() async throws {
    try await talking { talk, test in
      let practice = ID<CareTeam>(UUID())
      try await test.clinic.add(
        NewCareTeam(name: "Dr Haddad", practitioner: test.riverside.doctor, hours: 8, members: []), practice,
        by: talk.admin())
      _ = try await test.visits(of: test.patient(named: "Otto Else", at: test.riverside))
      func aims() async throws -> [Correspondent.Aim] {
        try await test.ask(talk.paul, Query<[Correspondent]>.correspondents(at: test.clock.now)).map(\.aim)
      }
      #expect(try await aims() == [.team(talk.desk)])
      _ = try await test.visits()
      #expect(try await aims() == [.team(talk.desk), .team(practice)])
    }
  }

  @Test("are a form's key, which is its writer's own, and the hour, in which beginnings count as answers do")
  func keys() async throws {
    try await talking { talk, test in
      let key = UUID()
      let ours = try await test.clinic.begin(
        NewConversation(
          patient: test.riverside.patient, aim: nil, topic: "Ours", message: NewMessage(text: "x", key: key)),
        .clinic, by: talk.ben)
      #expect(try await talk.begin(key: key) != ours)
      for number in 0..<20 { try await talk.begin("\(number)") }
      await #expect(throws: Refusal.limited(seconds: 2)) { try await talk.begin("more") }
      #expect(try await test.count("conversation") == 22)
    }
  }

  @Test(
    "are none for the clinic, which answers what was closed long ago, and opens once what is closed alone")
  func closed() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      let before = try #require(try await talk.found(id, .clinic, by: talk.ben))
      try await test.clinic.reopen(id, by: talk.ben)
      let after = try #require(try await talk.found(id, .clinic, by: talk.ben))
      #expect(after.state == before.state && after.seen == before.seen)
      try await test.clinic.close(id, .answered, .clinic, by: talk.ben)
      test.clock.advance(by: 15 * 86_400)
      try await talk.answer(id, "Your result is here.", .clinic, by: talk.ben)
      #expect(try await talk.found(id, .own, by: talk.paul)?.state == .patient)
    }
  }

  @Test("are thirty days of a draft")
  func drafts() async throws {
    try await talking { talk, test in
      let id = try await talk.begin()
      try await test.clinic.keep(MessageDraft(text: "Wa"), of: id, .clinic, by: talk.ben)
      // Two who write at once to one conversation keep a draft each.
      try await test.clinic.change(
        talk.desk, to: talk.team(members: [DemoCast.ben, DemoCast.dana]), seen: 1, by: talk.admin())
      try await test.clinic.keep(MessageDraft(text: "Coffee"), of: id, .clinic, by: talk.dana)
      #expect(
        try await test.ask(talk.ben, .draft(of: id, test.clinic.sealedTexts)) == MessageDraft(text: "Wa"))
      test.clock.advance(by: 30 * 86_400 - 1)
      try await test.clinic.tidyUp(test.riverside.id)
      #expect(try await test.count("communication_draft") == 2)
      test.clock.advance(by: 1)
      try await test.clinic.tidyUp(test.riverside.id)
      #expect(try await test.count("communication_draft") == 0)
      #expect(try await test.count("communication") == 1)
    }
  }

  @Test("are documents that were looked at, are both sides' and came with one's own form")
  func documents() async throws {
    try await talking { talk, test in
      let (owner, staff) = (try await test.documentOwner(), try await test.documentStaff(DemoCast.ben))
      let key = UUID()
      let sent = try await test.add(
        TestClinic.pdf(300),
        NewDocument(patient: test.riverside.patient, category: .message, visibility: .shared, key: key),
        by: owner)
      let clinics = try await test.add(
        TestClinic.pdf(301), test.newDocument(.clinic), .clinic, named: "ours.pdf", by: staff)
      // A form of Ben's that has the key of Paul's takes nothing of Paul's along.
      let ours = try await test.clinic.begin(
        NewConversation(
          patient: test.riverside.patient, aim: nil, topic: "Ours", message: NewMessage(text: "x", key: key)),
        .clinic, by: talk.ben)
      #expect(try await talk.messages(ours, .clinic, by: talk.ben)[0].documents.isEmpty)
      let id = try await test.clinic.begin(
        NewConversation(
          patient: test.riverside.patient, aim: .team(talk.desk), topic: "x",
          message: NewMessage(text: "x", key: key)), .own, by: talk.paul)
      func chosen() async throws -> [ID<DocumentReference>] {
        try await test.ask(talk.ben, .documentsToSend(of: id, .clinic, at: test.clock.now)).map(\.id)
      }
      func isReady() async throws -> Bool? {
        try await talk.messages(id, .clinic, by: talk.ben)[0].documents.first?.isReady
      }
      #expect(try await chosen() == [sent])
      #expect(try await isReady() == true)
      _ = try await test.database.asSuperuser(
        "UPDATE document_reference SET content = 'waiting' WHERE id = \(sent)")
      #expect(try await chosen().isEmpty)
      #expect(try await isReady() == false)
      await #expect(throws: Refusal.unknown) { try await test.bytes(of: sent, .clinic, by: staff) }
      _ = try await test.database.asSuperuser(
        """
        UPDATE document_reference
           SET content = 'ready', status = 'entered-in-error', deleted_at = now(), deleted_by = account_id WHERE id = \(sent)
        """)
      #expect(try await isReady() == false)
      #expect(clinics != sent)
      // What is Paul's to see, but of his child.
      let leo = ID<Patient>(UUID())
      try await test.clinic.add(ChildTests.leo, leo, by: test.visitor(DemoCast.paul, to: .account))
      let childs = try await test.add(
        TestClinic.pdf(302), NewDocument(patient: leo, category: .message, visibility: .shared, key: UUID()),
        by: owner)
      await #expect(throws: Refusal.invalid([Problem("documents", "problem.choose")])) {
        _ = try await test.clinic.begin(
          NewConversation(
            patient: test.riverside.patient, aim: .team(talk.desk), topic: "x",
            message: NewMessage(text: "x", key: UUID(), documents: [childs])), .own, by: talk.paul)
      }
    }
  }

  @Test("hold in the database: the server changes and deletes nothing that was written, and a state is whole")
  func constraints() async throws {
    try await talking { talk, test in
      _ = try await talk.begin()
      for attempt in [
        "UPDATE communication SET payload = '\\x00'", "UPDATE communication SET sent = now()",
        "UPDATE communication SET category = 'note'", "UPDATE communication SET sender = sender",
        "DELETE FROM communication", "DELETE FROM conversation", "DELETE FROM communication_document",
      ] {
        do {
          _ = try await test.database.asServer(of: test.riverside.id.uuid, SQL("\(unsafe: attempt)"))
          Issue.record("\(attempt)")
        } catch {
          #expect((error as? PostgresError)?.sqlState.rawValue == "42501", "\(attempt)")
        }
      }
      for attempt in [
        "UPDATE conversation SET team_id = NULL", "UPDATE conversation SET answer_due = NULL",
        "UPDATE conversation SET state = 'open'", "UPDATE conversation SET closed_at = now()",
        "UPDATE conversation SET state = 'closed', answer_due = NULL",
        "UPDATE communication SET category = 'note'", "UPDATE communication SET received = now()",
        "UPDATE account SET channels = '{\"messages\": \"pigeon\"}'",
      ] {
        do {
          _ = try await test.database.asOwner(of: test.riverside.id.uuid, [SQL("\(unsafe: attempt)")])
          Issue.record("\(attempt)")
        } catch {
          #expect((error as? PostgresError)?.sqlState.rawValue == "23514", "\(attempt)")
        }
      }
    }
  }
}
