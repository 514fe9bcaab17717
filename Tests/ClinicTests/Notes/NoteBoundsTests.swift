import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("The bounds of a note")
struct NoteBoundsTests {
  @Test("are its patient, who has not become another's, and a visit of theirs that took or takes place")
  func begun() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let other = try await test.patient(named: "Otto Else", at: test.riverside)
      let visits = try await test.visits(2, status: .booked)
      let others = try #require(try await test.visits(of: other).first)
      try await test.set(.cancelled, visits[0])
      for visit in [others, visits[0]] {
        await #expect(throws: Refusal.unknown) { try await stage.begin(appointment: visit) }
      }
      _ = try await stage.begin(appointment: visits[1])
      // Whoever is no practitioner writes nothing, whatever else they may.
      let ben = try await test.visitor(DemoCast.ben, to: .emergency)
      let desk = try #require(test.riverside.accounts[DemoCast.ben])
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          INSERT INTO emergency_access (id, account_id, patient_id, reason, opened_at, ends_at)
          VALUES (gen_random_uuid(), \(desk), \(stage.patient), 'Found unconscious', \(test.clock.now), \(test.clock.now + 3600))
          """
        ])
      await #expect(throws: Refusal.unknown) { try await stage.begin(by: ben) }
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE patient SET replaced_by = \(other), retired_at = \(test.clock.now) WHERE id = \(stage.patient)"
        ])
      await #expect(throws: Refusal.unknown) { try await stage.begin() }
      #expect(try await test.count("composition") == 1)
    }
  }

  @Test("are the visits of one's own, from which one comes to it")
  func visits() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      func patient(_ visit: ID<Appointment>, _ visitor: Visitor) async throws -> ID<Patient>? {
        try await test.ask(visitor, .patientOfMyVisit(visit))
      }
      #expect(try await patient(stage.visit, stage.amira) == stage.patient)
      #expect(try await patient(stage.visit, stage.jonas) == nil)
    }
  }

  @Test("are an addendum's own release: with its note alone no patient reads it")
  func addenda() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.signed(.note, .atOnce)
      let addendum: ID<Composition> = test.clinic.newID()
      try await test.clinic.beginAddendum(
        addendum, to: id, titles: ("A", text: "T", plain: "P"), by: stage.amira)
      func shown() async throws -> [ID<Composition>]? {
        let found: Composition? = try await test.ask(
          stage.paul, .ownNote(id, by: stage.paul, at: test.clock.now))
        return found?.addenda.map(\.id)
      }
      try await stage.type("Not yet", of: addendum)
      #expect(try await shown() == [])
      try await stage.sign(addendum, .byHand)
      #expect(try await shown() == [])
      for _ in 0..<2 { try await test.clinic.release(addendum, by: stage.amira) }
      #expect(try await shown() == [addendum])
      #expect(
        try await test.count(
          "audit_event WHERE act = 'note-released' AND entity = '\(unsafe: "\(addendum)")'") == 1)
    }
  }

  @Test("are one saving after another: who comes while somebody saves is shown what they wrote")
  func atOnce() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.begin()
      let section = try await stage.note(id).sections[0]
      let theirs = try test.clinic.seal("Theirs", section.id, test.riverside.id)
      let other = try await test.another(
        """
        WITH held AS (SELECT id FROM composition WHERE id = \(id) FOR UPDATE)
        UPDATE composition_section t SET text = \(theirs), revision = t.revision + 1 FROM held WHERE t.id = \(section.id)
        """, staysFor: 1)
      let saving = try await test.clinic.save(id, [section.edit("Mine")], by: stage.amira)
      try await other.value
      #expect(saving.differing == [1] && saving.note.sections[0].text == "Theirs")
    }
  }

  @Test("are one release of what falls due, on however many servers, with one line of the log and one letter")
  func due() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      for _ in 0..<5 { _ = try await stage.signed(.note, .afterDays(1)) }
      test.clock.advance(by: 86_400)
      let servers = try (0..<6).map { _ in try test.anotherServer() }
      try await withThrowingTaskGroup { group in
        for server in servers { group.addTask { try await server.releaseDueNotes(of: test.riverside.id) } }
        try await group.waitForAll()
      }
      #expect(try await stage.own().count == 5)
      #expect(try await test.count("audit_event WHERE act = 'note-released'") == 5)
      #expect(try await test.count("outbox_message WHERE kind = 'record-news'") == 1)
    }
  }

  @Test("are what is asked for by a prescription: it opens in no other row, and is filed when it is signed")
  func orders() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let draft = try await stage.begin(.prescription)
      await #expect(throws: Refusal.conflict(.noteState)) {
        try await test.clinic.file(try await stage.note(draft), TestClinic.pdf(900), by: stage.amira)
      }
      // Nothing takes the place of a draft, of a note, or of what was an error.
      let (note, wrong) = (try await stage.signed(), try await stage.signed(.prescription))
      try await test.clinic.markError(wrong, because: "wrong patient", by: stage.amira)
      for old in [draft, note, wrong] {
        await #expect(throws: Refusal.conflict(.noteState)) {
          try await test.clinic.beginReplacement(test.clinic.newID(), of: old, by: stage.amira)
        }
      }
      let id = try await stage.signed(.prescription)
      for statement: SQL in [
        "ALTER TABLE medication_request DISABLE TRIGGER USER",
        """
        UPDATE medication_request m SET content = o.content FROM medication_request o
         WHERE m.position = 1 AND o.position = 2 AND m.composition_id = o.composition_id
        """,
      ] { _ = try await test.database.asSuperuser(statement) }
      await #expect(throws: SecretFault.notAuthentic) { _ = try await stage.note(id) }
    }
  }

  @Test(
    "are each once, for the owner of the tables, too: an addendum's mark, a release, an error, a medication's end"
  )
  func once() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let (one, other) = (try await stage.begin(), try await stage.begin())
      let amended = try await stage.signed(.note, .atOnce)
      let addendum: ID<Composition> = test.clinic.newID()
      try await test.clinic.beginAddendum(
        addendum, to: amended, titles: ("A", text: "T", plain: "P"), by: stage.amira)
      try await stage.type("x", of: addendum)
      try await stage.sign(addendum)
      let prescription = try await stage.signed(.prescription)
      try await test.clinic.markError(prescription, because: "wrong patient", by: stage.amira)
      for attempt in [
        "UPDATE composition SET status = 'final' WHERE status = 'amended'",
        "UPDATE composition SET error_why = 'x' WHERE status = 'entered-in-error'",
        "UPDATE composition SET status = 'final', error_at = NULL, error_by = NULL, error_why = NULL "
          + "WHERE status = 'entered-in-error'",
        "UPDATE composition SET released_at = NULL WHERE released_at IS NOT NULL",
        "UPDATE composition SET released_at = now() WHERE released_at IS NOT NULL",
        "UPDATE composition_section SET composition_id = '\(other)', position = 9 "
          + "WHERE composition_id = '\(one)' AND position = 1",
        "UPDATE medication_request SET status = 'active', status_at = NULL, status_by = NULL, status_why = ''",
        "UPDATE medication_request SET status_why = 'x'",
      ] {
        do {
          _ = try await test.database.asOwner(of: test.riverside.id.uuid, [SQL("\(unsafe: attempt)")])
          Issue.record("\(attempt)")
        } catch {
          #expect((error as? PostgresError)?.sqlState.rawValue == "PC003", "\(attempt): \(error)")
        }
      }
    }
  }

  @Test("hold in the database, whoever writes there: nothing is shown, or stands, that nobody has signed")
  func constraints() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      _ = try await stage.begin()
      for (attempt, refusal) in [
        ("UPDATE composition SET released_at = now()", "23514"),
        ("UPDATE composition SET release_due_at = now()", "23514"),
        ("UPDATE composition SET status = 'final'", "23514"),
        ("UPDATE composition SET signed_at = now()", "23514"),
        ("UPDATE composition SET digest = repeat('0', 64)", "23514"),
        ("UPDATE composition SET status = 'entered-in-error'", "23514"),
        ("UPDATE composition SET error_at = now()", "23514"),
        ("UPDATE composition SET status = 'entered-in-error', error_at = now()", "23514"),
        ("UPDATE composition SET error_at = now(), error_by = author_id, error_why = 'x'", "23514"),
        ("UPDATE composition SET kind = 'addendum'", "23514"),
        (
          "INSERT INTO medication_request (id, composition_id, patient_id, position, content, authored_on, requester_id) "
            + "SELECT gen_random_uuid(), id, patient_id, 1, '\\x00', created_at, author_id FROM composition",
          "PC003"
        ),
      ] {
        do {
          _ = try await test.database.asOwner(of: test.riverside.id.uuid, [SQL("\(unsafe: attempt)")])
          Issue.record("\(attempt)")
        } catch {
          #expect((error as? PostgresError)?.sqlState.rawValue == refusal, "\(attempt): \(error)")
        }
      }
    }
  }
}
