import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A note for its patient")
struct NoteReleaseTests {
  private func letters(_ test: TestClinic) async throws -> Int {
    try await test.count("outbox_message WHERE kind = 'record-news'")
  }

  @Test(
    "is shown at once, after so many days and not before, or when somebody says so; and a letter says only that there is something"
  )
  func rules() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let hidden = try await stage.signed(.note, .byHand)
      #expect(try await stage.own().isEmpty)
      #expect(try await letters(test) == 0)
      let shown = try await stage.signed(.note, .atOnce)
      #expect(try await stage.own() == [shown])
      let payload = try await test.database.asSuperuser(
        "SELECT payload::text || recipient FROM outbox_message WHERE kind = 'record-news'"
      ).decode { row in try row.next(String.self) }
      #expect(payload == ["{}\(DemoCast.paul.email)"])

      let later = try await stage.signed(.note, .afterDays(7))
      for (seconds, isShown) in [(7 * 86_400 - 1.0, false), (1, true)] {
        test.clock.advance(by: seconds)
        for _ in 0..<2 { try await test.clinic.doWhatIsDue() }
        #expect(try await stage.own().contains(later) == isShown)
      }
      // One letter waits already: another would say the same.
      #expect(try await letters(test) == 1)
      #expect(try await test.count("audit_event WHERE act = 'note-released' AND purpose = 'operation'") == 1)
      _ = try await test.database.asSuperuser("UPDATE outbox_message SET state = 'sent', sent_at = now()")
      for _ in 0..<2 { try await test.clinic.release(hidden, by: stage.jonas) }
      #expect(try await letters(test) == 2)
      #expect(Set(try await stage.own()) == [hidden, shown, later])
    }
  }

  @Test("is not shown before it is signed, nor what was an error before its day came")
  func never() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let (draft, wrong) = (
        try await stage.begin(rule: .atOnce), try await stage.signed(.note, .afterDays(1))
      )
      for id in [draft] {
        await #expect(throws: Refusal.conflict(.noteState)) {
          try await test.clinic.release(id, by: stage.amira)
        }
      }
      try await test.clinic.markError(wrong, because: "wrong patient", by: stage.amira)
      await #expect(throws: Refusal.conflict(.noteState)) {
        try await test.clinic.release(wrong, by: stage.amira)
      }
      test.clock.advance(by: 2 * 86_400)
      try await test.clinic.doWhatIsDue()
      #expect(try await stage.own().isEmpty)
      #expect(try await letters(test) == 0)
    }
  }

  @Test("is the patient's and a parent's, nobody else's; a look of theirs makes it no longer new")
  func owners() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.signed(.note, .atOnce)
      let parent = try await test.newcomer(at: test.riverside, to: .ownRecord)
      let other = try await test.newcomer(at: test.riverside, to: .ownRecord)
      let lucie = try await test.visitor(DemoCast.lucie, to: .ownRecord)
      for visitor in [parent, other, lucie] {
        let now = test.clock.now
        let found: Composition? = try await test.clinic.ask(visitor, .ownNote(id, by: visitor, at: now))
          .answer
        #expect(found == nil)
        #expect(try await stage.own(by: visitor).isEmpty)
      }
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          "UPDATE patient SET birth_date = '2020-01-01' WHERE id = \(stage.patient)",
          """
          INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
          SELECT gen_random_uuid(), \(stage.patient), account_id, 'parent', now() FROM session WHERE token_hash = \(parent.tokenHash)
          """,
        ])
      #expect(try await stage.own(by: parent) == [id])
      func isNew() async throws -> Bool? {
        try await test.clinic.ask(parent, .ownNotes(at: test.clock.now)).answer.first?.isNew
      }
      #expect(try await isNew() == true)
      _ = try await test.clinic.ask(parent, .ownNote(id, by: parent, at: test.clock.now))
      #expect(try await isNew() == false)
    }
  }

  @Test("goes with its record when two records of one patient become one, and comes back")
  func merged() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.signed(.prescription, .atOnce)
      let other = try await test.patient(named: "Paul Fletcher", at: test.riverside)
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageAccounts))
      let sides = try await test.clinic.ask(
        dana, .mergeSides(other, stage.patient, by: dana, at: test.clock.now)
      ).answer
      let merge: ID<PatientMerge> = test.clinic.newID()
      try await test.clinic.merge(
        NewPatientMerge(kept: other, gone: stage.patient, taken: [], takesAccount: true, seen: sides.edition),
        merge,
        by: dana)
      let note = try await stage.note(id)
      #expect(note.subject.id == other && note.isProved && note.orders.count == 2)
      #expect(try await stage.own() == [id])
    }
  }
}

@Suite("A prescription")
struct PrescriptionTests {
  @Test("orders each of its medications with its signature, and each ends once, with its reason")
  func orders() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let draft = try await stage.begin(.prescription)
      let empty = try await stage.note(draft).contentDigest
      await #expect(throws: Refusal.invalid([Problem("", "problem.note-empty")])) {
        try await test.clinic.sign(draft, seen: empty, .byHand, by: stage.amira)
      }
      let id = try await stage.signed(.prescription)
      let note = try await stage.note(id)
      #expect(note.orders.map(\.line) == NoteStage.prescribed.lines)
      #expect(note.orders.allSatisfy { $0.status == .active && $0.validUntil?.description == "2026-12-31" })
      let (first, second) = (note.orders[0].id, note.orders[1].id)
      for _ in 0..<2 { _ = try await test.clinic.end(first, .stopped, because: "cough", by: stage.jonas) }
      await #expect(throws: Refusal.conflict(.noteState)) {
        _ = try await test.clinic.end(first, .completed, because: "", by: stage.amira)
      }
      await #expect(throws: Refusal.conflict(.noteState)) {
        _ = try await test.clinic.end(second, .active, because: "", by: stage.amira)
      }
      await #expect(throws: Refusal.unknown) {
        _ = try await test.clinic.end(second, .stopped, because: "", by: stage.stranger)
      }
      let after = try await stage.note(id)
      #expect(after.orders.map(\.status) == [.stopped, .active] && after.orders[0].why == "cough")
      #expect(try await test.count("audit_event WHERE act = 'medication-ended'") == 1)
      try await test.clinic.markError(id, because: "wrong patient", by: stage.amira)
      #expect(try await stage.note(id).orders.map(\.status) == [.stopped, .cancelled])
    }
  }

  @Test("of what an allergy speaks against asks for a reason, which is kept with that medication alone")
  func allergy() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let record = RecordStage(
        test: test, amira: try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.openRecords)))
      try await record.keep(record.draft(AllergyIntolerance.self, ["text": "Ibuprofen"]))
      let id = try await stage.begin(.prescription)
      try await stage.type(NoteStage.prescribed.stored, of: id)
      let seen = try await stage.note(id).contentDigest
      for short in ["", "fine"] {
        await #expect(
          throws: Refusal.invalid([Problem("despite", "problem.allergy", ["allergy": "Ibuprofen"])])
        ) {
          try await test.clinic.sign(id, seen: seen, .byHand, despite: short, by: stage.amira)
        }
      }
      try await test.clinic.sign(id, seen: seen, .byHand, despite: "taken before", by: stage.amira)
      #expect(try await stage.note(id).orders.map(\.line.despite) == [nil, "taken before"])
    }
  }

  @Test(
    "is never changed: another takes its place, with what stood in it, and then this one is no longer good")
  func replaced() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.signed(.prescription, .atOnce)
      let file = TestClinic.pdf(900)
      try await test.clinic.file(try await stage.note(id), file, by: stage.amira)
      let new: ID<Composition> = test.clinic.newID()
      for _ in 0..<2 { try await test.clinic.beginReplacement(new, of: id, by: stage.amira) }
      await #expect(throws: Refusal.conflict(.noteState)) {
        try await test.clinic.beginReplacement(test.clinic.newID(), of: id, by: stage.amira)
      }
      #expect(try await stage.note(id).replacedBy == nil)
      #expect(PrescribedLines(stored: try await stage.note(new).sections[0].text) == NoteStage.prescribed)
      try await stage.sign(new, .atOnce)
      let old = try await stage.note(id)
      #expect(old.replacedBy == new && old.orders.allSatisfy { $0.status == .cancelled } && old.isProved)
      #expect(try await test.count("document_reference WHERE status = 'current'") == 0)
      await #expect(throws: Refusal.conflict(.noteState)) {
        try await test.clinic.file(old, file, by: stage.amira)
      }
    }
  }

  @Test("is filed once among the patient's documents: the clinic's alone until it is released")
  func filed() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.signed(.prescription)
      let file = TestClinic.pdf(900)
      for _ in 0..<2 { try await test.clinic.file(try await stage.note(id), file, by: stage.amira) }
      #expect(
        try await test.count("document_reference WHERE category = 'prescription' AND visibility = 'clinic'")
          == 1)
      let owner = try await test.documentOwner()
      #expect(try await test.clinic.ask(owner, .ownDocuments(at: test.clock.now)).answer.isEmpty)
      try await test.clinic.release(id, by: stage.amira)
      let document = try #require(
        try await test.clinic.ask(owner, .ownDocuments(at: test.clock.now)).answer.first)
      #expect(try await test.bytes(of: document.id, by: owner) == file)
      // A note of a visit is no paper.
      let note = try await stage.note(try await stage.signed())
      await #expect(throws: Refusal.conflict(.noteState)) {
        try await test.clinic.file(note, file, by: stage.amira)
      }
    }
  }
}

@Suite("A template of notes")
struct NoteTemplateTests {
  private func draft(_ title: String, _ service: ID<HealthcareService>? = nil) -> NoteTemplateDraft {
    NoteTemplateDraft(
      .note, title: title, service: service, sections: [.init(title: "Findings", prompt: "Measured")],
      rule: .afterDays(7))
  }

  @Test("is added once, tells whoever is second, and is proposed first for its service")
  func kept() async throws {
    try await TestClinic.using { test in
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.keepTemplates))
      let (one, other) = (test.clinic.newID() as ID<NoteTemplate>, test.clinic.newID() as ID<NoteTemplate>)
      for _ in 0..<2 { try await test.clinic.keep(one, draft("Z"), over: nil, by: dana) }
      let stage = try await NoteStage(test)
      let (visit, _) = (stage.visit, stage.paul)
      let services = try await test.database.asSuperuser(
        "SELECT service_id FROM appointment WHERE id = \(visit)"
      ).decode { row in try row.next(ID<HealthcareService>.self) }
      try await test.clinic.keep(other, draft("A", services[0]), over: nil, by: dana)
      func titles(_ visit: ID<Appointment>?) async throws -> [String] {
        try await test.clinic.ask(dana, .noteTemplates(for: visit)).answer.map(\.title)
      }
      #expect(try await titles(visit) == ["A", "Z"])
      #expect(try await titles(nil) == ["Z", "A"])
      try await test.clinic.keep(one, draft("Y"), over: 1, by: dana)
      await #expect(throws: Refusal.conflict(.entryChanged)) {
        try await test.clinic.keep(one, draft("X"), over: 1, by: dana)
      }
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.keep(test.clinic.newID(), draft("X"), over: 1, by: dana)
      }
      await #expect(throws: Refusal.invalid([Problem("service", "problem.template-service")])) {
        try await test.clinic.keep(
          test.clinic.newID(), draft("X", test.hilltop.services[0]), over: nil, by: dana)
      }
      try await test.clinic.retire(one, true, by: dana)
      #expect(try await titles(nil) == ["A"])
      let chloe = try await test.visitor(DemoCast.chloe, to: .schedule, access: .may(.keepTemplates))
      #expect(try await test.clinic.ask(chloe, .noteTemplates).answer.isEmpty)
      await #expect(throws: Refusal.unknown) { try await test.clinic.retire(one, false, by: chloe) }
    }
  }

  @Test("has a number of days from 1 to 90", arguments: [(0, false), (1, true), (90, true), (91, false)])
  func days(_ days: Int, _ isGood: Bool) {
    #expect(((try? ReleaseRule(.afterDays, days: days)) != nil) == isGood)
  }
}
