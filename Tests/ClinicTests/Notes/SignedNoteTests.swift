import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A signed note")
struct SignedNoteTests {
  @Test("is what was seen: what somebody else changed meanwhile, or what is empty, is not signed")
  func seen() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.begin()
      let empty = try await stage.note(id).contentDigest
      await #expect(throws: Refusal.invalid([Problem("", "problem.note-empty")])) {
        try await test.clinic.sign(id, seen: empty, .byHand, by: stage.amira)
      }
      try await stage.type("Only for the patient", 3, of: id)
      let plain = try await stage.note(id).contentDigest
      await #expect(throws: Refusal.invalid([Problem("", "problem.note-empty")])) {
        try await test.clinic.sign(id, seen: plain, .byHand, by: stage.amira)
      }
      try await stage.type("Blood pressure 148/92", of: id)
      let seen = try await stage.note(id).contentDigest
      try await stage.type("Blood pressure 184/92", of: id, by: stage.jonas)
      await #expect(throws: Refusal.conflict(.noteChanged)) {
        try await test.clinic.sign(id, seen: seen, .byHand, by: stage.amira)
      }
      try await stage.sign(id)
      let note = try await stage.note(id)
      #expect(note.status == .final && note.attested?.name == "Dr Amira Haddad" && note.isProved)
      #expect(note.encounter.status == .finished)
      await #expect(throws: Refusal.conflict(.noteState)) { try await stage.sign(id, by: stage.jonas) }
    }
  }

  @Test("is signed once, however often its author presses; something else is not signed with it")
  func pressedTwice() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.begin()
      try await stage.type("Blood pressure 148/92", of: id)
      let seen = try await stage.note(id).contentDigest
      for _ in 1...2 { try await test.clinic.sign(id, seen: seen, .byHand, by: stage.amira) }
      #expect(try await test.count("audit_event WHERE act = 'note-signed'") == 1)
      for (other, visitor) in [("", stage.amira), (seen, stage.jonas)] {
        await #expect(throws: Refusal.conflict(.noteState)) {
          try await test.clinic.sign(id, seen: other, .byHand, by: visitor)
        }
      }
      try await test.clinic.markError(id, because: "wrong patient", by: stage.amira)
      await #expect(throws: Refusal.conflict(.noteState)) {
        try await test.clinic.sign(id, seen: seen, .byHand, by: stage.amira)
      }
    }
  }

  @Test("asks whoever signs it, or says that it was an error, to have proved who they are")
  func confirmed() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let (draft, signed) = (try await stage.begin(), try await stage.signed())
      try await stage.type("x", of: draft)
      test.clock.advance(by: 601)
      await #expect(throws: Refusal.unconfirmed) { try await stage.sign(draft) }
      await #expect(throws: Refusal.unconfirmed) {
        try await test.clinic.markError(signed, because: "wrong patient", by: stage.amira)
      }
      try await test.clinic.markError(draft, because: "not needed", by: stage.amira)
    }
  }

  @Test("is changed by nobody: neither by the server nor by the owner of its tables, whatever they try")
  func stands() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let (note, prescription) = (try await stage.signed(), try await stage.signed(.prescription))
      let before = try await rows(test)
      let attempts: [String] = [
        "UPDATE composition SET title = 'x'", "UPDATE composition SET digest = repeat('0', 64)",
        "UPDATE composition SET signed_at = now()",
        "UPDATE composition SET author_id = (SELECT p.id FROM practitioner p WHERE p.id <> author_id LIMIT 1)",
        "UPDATE composition SET status = 'preliminary', signed_at = NULL, signed_by = NULL, digest = NULL",
        "UPDATE composition SET status = 'preliminary'", "UPDATE composition SET kind = 'letter'",
        "DELETE FROM composition", "UPDATE composition_section SET text = '\\x00', revision = revision + 1",
        "UPDATE composition_section SET title = 'x'", "UPDATE composition_section SET saved_at = now()",
        "DELETE FROM composition_section",
        "INSERT INTO composition_section (id, composition_id, position, code, title, prompt, text) "
          + "VALUES (gen_random_uuid(), '\(note)', 9, 'text', 'More', '', '\\x00')",
        "UPDATE medication_request SET content = '\\x00', position = 9",
        "UPDATE medication_request SET valid_until = '2030-01-01'",
        "DELETE FROM medication_request",
        "INSERT INTO medication_request (id, composition_id, patient_id, position, content, authored_on, requester_id) "
          + "SELECT gen_random_uuid(), composition_id, patient_id, 7, content, authored_on, requester_id FROM medication_request LIMIT 1",
      ]
      for attempt in attempts {
        await #expect(throws: (any Error).self, "server: \(attempt)") {
          _ = try await test.database.asServer(of: test.riverside.id.uuid, SQL("\(unsafe: attempt)"))
        }
        await #expect(throws: (any Error).self, "owner: \(attempt)") {
          _ = try await test.database.asOwner(of: test.riverside.id.uuid, [SQL("\(unsafe: attempt)")])
        }
      }
      // The server can't even reach the bytes of a signed section, which keys alone change; nor does it carry anything by saying so.
      for attempt in attempts + ["UPDATE composition_section SET text = '\\x00'::bytea"] {
        await #expect(throws: (any Error).self, "server, carrying: \(attempt)") {
          _ = try await test.database.asServer(
            of: test.riverside.id.uuid, SQL("\(unsafe: attempt)"), after: "SET app.carrying = 'yes'")
        }
      }
      #expect(try await rows(test) == before)
      for id in [note, prescription] { #expect(try await stage.note(id).isProved) }
    }
  }

  private func rows(_ test: TestClinic) async throws -> [String] {
    var all: [String] = []
    for table in ["composition", "composition_section", "medication_request"] {
      all += try await test.database.asSuperuser(
        "SELECT to_jsonb(t)::text FROM \(unsafe: table) t ORDER BY id"
      )
      .decode { row in try row.next(String.self) }
    }
    return all
  }

  @Test("is proved by the audit log: bytes that somebody changes past all triggers are found out")
  func proved() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.signed()
      let note = try await stage.note(id)
      let digest = try #require(note.attested?.digest)
      #expect(digest == note.contentDigest)
      #expect(
        try await test.count(
          "audit_event WHERE act = 'note-signed' AND entity = '\(unsafe: "\(id)")' AND detail = 'sha256:\(unsafe: digest)'"
        )
          == 1)
      // Sealed anew with other words, and with a digest that fits these.
      let section = note.sections[0]
      let forged = try test.clinic.seal("Blood pressure 120/80", section.id, test.riverside.id)
      for statement: SQL in [
        "ALTER TABLE composition_section DISABLE TRIGGER USER",
        "UPDATE composition_section SET text = \(forged) WHERE id = \(section.id)",
      ] { _ = try await test.database.asSuperuser(statement) }
      let changed = try await stage.note(id)
      #expect(!changed.isProved)
      for statement: SQL in [
        "ALTER TABLE composition DISABLE TRIGGER USER",
        "UPDATE composition SET digest = \(changed.contentDigest) WHERE id = \(id)",
      ] { _ = try await test.database.asSuperuser(statement) }
      #expect(try await !stage.note(id).isProved)
    }
  }

  @Test("opens nowhere but in its own section and clinic")
  func bound() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.signed()
      _ = try await test.database.asSuperuser("ALTER TABLE composition_section DISABLE TRIGGER USER")
      _ = try await test.database.asSuperuser(
        """
        UPDATE composition_section t SET text = o.text FROM composition_section o
         WHERE t.position = 1 AND o.position = 2 AND t.composition_id = o.composition_id
        """)
      await #expect(throws: SecretFault.notAuthentic) { _ = try await stage.note(id) }
    }
  }

  @Test("keeps its words when keys change, and says so still")
  func rotated() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let stage = try await NoteStage(test)
      let (id, prescription) = (try await stage.signed(), try await stage.signed(.prescription))
      let all = ["test": [UInt8](repeating: 7, count: 32), "next": [UInt8](repeating: 8, count: 32)]
      let registry = TenantRegistry(
        connection: test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
      let done = try await registry.rotateKeys(InstallationKeys(try KeyRing(keys: all, current: "next")))
      #expect(Set(done.map(\.what)).isSuperset(of: ["notes and letters", "prescribed medications"]))
      let only = try test.anotherServer(keys: try KeyRing(keys: ["next": all["next"] ?? []], current: "next"))
      for note in [id, prescription] {
        let (visit, found) = try await only.ask(stage.amira, .note(note, by: stage.amira, at: test.clock.now))
        #expect(try only.opened(try #require(found), at: visit).isProved)
      }
    }
  }

  @Test("is appended by addenda alone, each with a signature of its own")
  func addenda() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let (id, addendum) = (try await stage.signed(), test.clinic.newID() as ID<Composition>)
      for _ in 0..<2 {
        try await test.clinic.beginAddendum(
          addendum, to: id, titles: ("Addendum", text: "Text", plain: "Plain"), by: stage.jonas)
      }
      #expect(try await stage.note(id).status == .final)
      try await stage.type("Measured again: 150/90", of: addendum, by: stage.jonas)
      try await stage.sign(addendum, by: stage.jonas)
      let note = try await stage.note(id)
      #expect(note.status == .amended && note.isProved)
      #expect(note.addenda.map(\.attested?.name) == ["Dr Jonas Lindqvist"])
      #expect(note.addenda[0].isProved && note.addenda[0].sections[0].text == "Measured again: 150/90")
      // Of a draft, an addendum or an error there is none.
      for other in [try await stage.begin(), addendum] {
        await #expect(throws: Refusal.conflict(.noteState)) {
          try await test.clinic.beginAddendum(
            test.clinic.newID(), to: other, titles: ("A", text: "T", plain: "P"), by: stage.amira)
        }
      }
      try await test.clinic.markError(id, because: "wrong patient", by: stage.amira)
      await #expect(throws: Refusal.conflict(.noteState)) {
        try await test.clinic.beginAddendum(
          test.clinic.newID(), to: id, titles: ("A", text: "T", plain: "P"), by: stage.amira)
      }
    }
  }

  @Test("that was an error stays readable, with its reason, which is said once")
  func error() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.signed()
      for why in ["wrong patient", "another reason"] {
        try await test.clinic.markError(id, because: why, by: stage.jonas)
      }
      let note = try await stage.note(id)
      #expect(note.status == .enteredInError && note.error?.why == "wrong patient")
      #expect(note.sections[0].text == "Blood pressure 148/92" && note.isProved)
      #expect(try await test.count("audit_event WHERE act = 'note-in-error'") == 1)
    }
  }
}
