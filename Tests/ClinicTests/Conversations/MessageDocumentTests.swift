import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Documents of messages")
struct MessageDocumentTests {
  private func new(_ patient: ID<Patient>, key: UUID, _ visibility: DocumentReference.Visibility = .shared)
    -> NewDocument
  {
    NewDocument(patient: patient, category: .message, visibility: visibility, key: key)
  }

  @Test(
    "come with the form or were there, and are whoever's who answers: also without the patient being their work"
  )
  func added() async throws {
    try await TestClinic.using { test in
      let talk = try await Talking(test)
      let owner = try await test.documentOwner()
      let key = UUID()
      let sent = try await test.add(TestClinic.pdf(900), new(test.riverside.patient, key: key), by: owner)
      let there = try await test.add(
        TestClinic.pdf(900), new(test.riverside.patient, key: UUID()), named: "old.pdf", by: owner)
      try await test.clinic.change(
        talk.desk, to: talk.team(members: [DemoCast.amira]), seen: 1, by: talk.admin())
      let amira = try await test.documentStaff(DemoCast.amira)
      await #expect(throws: Refusal.unknown) { try await test.bytes(of: sent, .clinic, by: amira) }
      let id = try await test.clinic.begin(
        NewConversation(
          patient: test.riverside.patient, aim: .team(talk.desk), topic: "Letter",
          message: NewMessage(text: "Here", key: key, documents: [there])), .own, by: talk.paul)
      let shown = try await talk.messages(id, .clinic, by: talk.amira)[0].documents
      #expect(Set(shown.map(\.id)) == [sent, there] && shown.allSatisfy(\.isReady))
      #expect(try await test.bytes(of: sent, .clinic, by: amira).count == 900)
      // Who leaves the team leaves its documents.
      try await test.clinic.change(
        talk.desk, to: talk.team(members: [DemoCast.ben]), seen: 2, by: talk.admin())
      await #expect(throws: Refusal.unknown) { try await test.bytes(of: sent, .clinic, by: amira) }
    }
  }

  @Test("are five at most, of the same patient, and of both sides'")
  func bounds() async throws {
    try await TestClinic.using { test in
      let talk = try await Talking(test)
      let (owner, staff) = (try await test.documentOwner(), try await test.documentStaff(DemoCast.ben))
      var documents: [ID<DocumentReference>] = []
      for _ in 0..<6 {
        documents.append(
          try await test.add(TestClinic.pdf(300), new(test.riverside.patient, key: UUID()), by: owner))
      }
      func begin(_ some: [ID<DocumentReference>]) async throws {
        _ = try await test.clinic.begin(
          NewConversation(
            patient: test.riverside.patient, aim: .team(talk.desk), topic: "x",
            message: NewMessage(text: "x", key: UUID(), documents: some)), .own, by: talk.paul)
      }
      await #expect(throws: Refusal.invalid([Problem("file", "problem.message-documents", ["most": "5"])])) {
        try await begin(documents)
      }
      try await begin(Array(documents.prefix(5)))
      let internalOne = try await test.add(
        TestClinic.pdf(300), new(test.riverside.patient, key: UUID(), .clinic), .clinic, by: staff)
      let other = try await test.patient(named: "Some Body", at: test.riverside)
      let others = try await test.add(TestClinic.pdf(300), new(other, key: UUID()), .clinic, by: staff)
      for wrong in [internalOne, others, ID<DocumentReference>(UUID())] {
        await #expect(throws: Refusal.invalid([Problem("documents", "problem.choose")])) {
          try await begin([wrong])
        }
      }
      // The clinic sends nothing that the patient could not see.
      let id = try await talk.begin()
      let seen = try #require(try await talk.found(id, .clinic, by: talk.ben)).seen
      await #expect(throws: Refusal.invalid([Problem("documents", "problem.choose")])) {
        try await test.clinic.answer(
          id, NewMessage(text: "x", key: UUID(), documents: [internalOne], seen: seen), .clinic, by: talk.ben)
      }
    }
  }

  @Test(
    "are whose the form named when they came: sent about another they are refused, not left behind unsaid")
  func another() async throws {
    try await TestClinic.using { test in
      let talk = try await Talking(test)
      let (owner, key) = (try await test.documentOwner(), UUID())
      _ = try await test.add(TestClinic.pdf(900), new(test.riverside.patient, key: key), by: owner)
      let child = try await test.patient(named: "Léo Fletcher", at: test.riverside)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE patient SET birth_date = '2018-05-01' WHERE id = \(child)",
          """
          INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
          VALUES (gen_random_uuid(), \(child), \(test.riverside.accounts[DemoCast.paul]), 'parent', \(test.clock.now))
          """,
        ])
      func begin(about patient: ID<Patient>) async throws {
        _ = try await test.clinic.begin(
          NewConversation(
            patient: patient, aim: .team(talk.desk), topic: "Scan",
            message: NewMessage(text: "Here", key: key)),
          .own, by: talk.paul)
      }
      await #expect(
        throws: Refusal.invalid([Problem("patient", "problem.message-files-of", ["name": "Paul Fletcher"])])
      ) { try await begin(about: child) }
      #expect(try await test.count("conversation") == 0)
      try await begin(about: test.riverside.patient)
      #expect(try await test.count("communication_document") == 1)
    }
  }
}

@Suite("Teams")
struct CareTeamTests {
  @Test("have a name of their own, and somebody who answers; who changes an older version is told")
  func kept() async throws {
    try await TestClinic.using { test in
      let talk = try await Talking(test)
      let admin = try await talk.admin()
      await #expect(throws: Refusal.invalid([Problem("name", "problem.name-taken")])) {
        try await test.clinic.add(talk.team("front DESK", members: [DemoCast.dana]), ID(UUID()), by: admin)
      }
      await #expect(throws: Refusal.invalid([Problem("members", "problem.team-empty")])) {
        try await test.clinic.add(talk.team("Nobody", members: []), ID(UUID()), by: admin)
      }
      await #expect(throws: Refusal.invalid([Problem("members", "problem.choose")])) {
        try await test.clinic.add(talk.team("Patients", members: [DemoCast.paul]), ID(UUID()), by: admin)
      }
      try await test.clinic.change(
        talk.desk, to: talk.team("Desk", members: [DemoCast.dana]), seen: 1, by: admin)
      await #expect(throws: Refusal.conflict(.entryChanged)) {
        try await test.clinic.change(
          talk.desk, to: talk.team("Desk", members: [DemoCast.ben]), seen: 1, by: admin)
      }
      let team = try #require(try await test.ask(admin, .careTeam(talk.desk)))
      #expect(team.name == "Desk" && team.members.map(\.name) == ["Dana Whitfield"] && team.revision == 2)
    }
  }

  @Test("of a doctor have the doctor in them, and are written to by the doctor's patients alone")
  func practices() async throws {
    try await TestClinic.using { test in
      let talk = try await Talking(test)
      let id = ID<CareTeam>(UUID())
      try await test.clinic.add(
        NewCareTeam(name: "Dr Haddad", practitioner: test.riverside.doctor, hours: 8, members: []), id,
        by: talk.admin())
      let to = { (visitor: Visitor) in
        try await test.ask(visitor, Query<[Correspondent]>.correspondents(at: test.clock.now)).map(\.aim)
      }
      #expect(try await to(talk.paul) == [.team(talk.desk)])
      let offer = try #require(try await test.offers().first)
      _ = try await test.clinic.book(
        Booking(offer: offer, key: UUID(), reason: ""), by: test.visitor(DemoCast.paul, to: .booking))
      // The practice stands for the doctor.
      #expect(try await to(talk.paul) == [.team(talk.desk), .team(id)])
      let begun = try await test.clinic.begin(
        NewConversation(
          patient: test.riverside.patient, aim: .team(id), topic: "x",
          message: NewMessage(text: "x", key: UUID())),
        .own, by: talk.paul)
      #expect(try await talk.list(.teams, by: talk.amira) == [begun])
    }
  }
}
