import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// Each of these has beside it what is shown: who reads an archive knows all of that, and nothing of the rest.
@Suite("What an archive leaves out")
struct ArchiveContentTests {
  /// What was made of what there is of Paul: the bundle, the account and all names.
  private func made(_ stage: ArchiveStage) async throws -> (bundle: String, account: String, names: [String])
  {
    let id = try await stage.ask()
    #expect(try await stage.work() == 1)
    let files = try await stage.files(of: id)
    func text(_ name: String) throws -> String { String(decoding: try #require(files[name]), as: UTF8.self) }
    let bundle = try text("bundle.json")
    let led = Set(bundle.matches(of: /"reference":"([^"]+)"/).map { String($0.output.1) })
    let there = Set(bundle.matches(of: /"fullUrl":"([^"]+)"/).map { String($0.output.1) })
    #expect(!led.isEmpty && led.subtracting(there).isEmpty, "references that lead nowhere")
    return (bundle, try text("account.json"), files.keys.sorted())
  }

  @Test(
    "of the record: what was refuted, is not confirmed, was never taken or was wrong, and what is for staff")
  func record() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      _ = try await test.bookedByPaul()
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.openRecords))
      let record = RecordStage(test: test, amira: amira)
      for (text, more) in [
        ("Hazelnut", ["note": "Staff only"]), ("Walnut", ["verification": "refuted"]),
      ] {
        try await record.keep(
          record.draft(AllergyIntolerance.self, ["text": text].merging(more) { $1 }))
      }
      for (text, state) in [("Asthma", "confirmed"), ("Gout", "provisional")] {
        try await record.keep(record.draft(Condition.self, ["text": text, "verification": state]))
      }
      for (text, status) in [("Ramipril", "active"), ("Paracetamol", "not-taken")] {
        try await record.keep(record.draft(MedicationStatement.self, ["text": text, "status": status]))
      }
      let zone = try test.clinic.zones.rules(for: "Europe/London")
      for (rate, isWrong) in [("61.37", true), ("62.37", false)] {
        var texts = VitalSigns.blankTexts(at: zone.local(test.clock.now))
        texts["heart"] = .one(rate)
        let id = ID<Observation>(UUID())
        try await test.clinic.record(
          EntryDraft(.unstored, texts: texts), id, of: record.patient, sure: "", by: amira)
        if isWrong { try await test.clinic.withdraw(id, of: record.patient, by: amira) }
      }
      // One result that was wrong, one that became whole later: each was shown at first.
      for (title, first, second, isWrong) in [
        ("Wrong one", "4.41", "5.97", true), ("Whole one", "4.51", "4.61", false),
      ] {
        try await test.clinic.keep(
          try record.result([["2823-3", first]], ["title": title, "conclusion": "Ended \(title)"]), by: amira)
        let stored = try #require(try await record.chart()?.results.first { $0.title == title })
        test.clock.advance(by: 60)
        var next = try record.result(
          [["2823-3", second]], over: ResultEntry(stored, zone.local(stored.effective)), thread: stored.thread
        )
        next.corrects = isWrong
        try await test.clinic.keep(next, by: amira)
      }
      let (bundle, _, _) = try await made(stage)
      for part in [
        "Hazelnut", "Asthma", "Ramipril", "62.37", "Wrong one", "4.61", "Ended Whole one",
      ] {
        #expect(bundle.contains(part), "\(part)")
      }
      for part in [
        "Staff only", "Walnut", "Gout", "Paracetamol", "61.37", "4.41", "5.97", "4.51",
        "Ended Wrong one",
      ] { #expect(!bundle.contains(part), "\(part)") }
    }
  }

  @Test("of notes: those that are not released, and what leads to them")
  func notes() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      let notes = try await NoteStage(test)
      _ = try await notes.signed(.note, .atOnce, text: "Shown words")
      let hidden = try await notes.signed(.note, .byHand, text: "Hidden words")
      let addendum: ID<Composition> = test.clinic.newID()
      try await test.clinic.beginAddendum(
        addendum, to: hidden, titles: ("A", text: "T", plain: "P"), by: notes.amira)
      try await notes.type("Shown addendum", of: addendum)
      try await notes.sign(addendum, .atOnce)
      let (old, new) = (try await notes.signed(.prescription), test.clinic.newID() as ID<Composition>)
      try await test.clinic.beginReplacement(new, of: old, by: notes.amira)
      try await notes.sign(new, .atOnce)
      // Of a visit that is another's, as where two records became one and came apart again.
      let other = try await test.patient(named: "Otto Else", at: test.riverside)
      let visit = try #require(try await test.visits(of: other).first)
      _ = try await test.database.asSuperuser(
        """
        UPDATE encounter SET appointment_id = \(visit), status = NULL
         WHERE id = (SELECT encounter_id FROM composition WHERE id = \(new))
        """)
      let (bundle, _, _) = try await made(stage)
      for part in ["Shown words", "Shown addendum", "Ramipril", "\"\(new)\""] {
        #expect(bundle.contains(part), "\(part)")
      }
      for part in ["Hidden words", "\(hidden)", "\(old)", "\(visit)"] {
        #expect(!bundle.contains(part), "\(part)")
      }
    }
  }

  @Test(
    "of messages and documents: notes of staff, what was taken back, and bytes that nobody has looked at yet")
  func messages() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      let (talk, owner) = (try await Talking(test), try await test.documentOwner())
      let shown = try await test.add(
        TestClinic.pdf(900), test.newDocument(), named: "Shown.pdf", by: owner)
      let gone = try await test.add(
        TestClinic.pdf(901), test.newDocument(), named: "Taken back.pdf", by: owner)
      let waiting = try await test.add(
        TestClinic.pdf(902), test.newDocument(), named: "Waiting.pdf", by: owner)
      let id = try await test.clinic.begin(
        NewConversation(
          patient: test.riverside.patient, aim: .team(talk.desk), topic: "Shown topic",
          message: NewMessage(text: "Shown question", key: UUID(), documents: [shown, gone])), .own,
        by: talk.paul)
      try await test.clinic.note(id, "Staff only", key: UUID(), by: talk.ben)
      for statement: SQL in [
        """
        UPDATE document_reference SET status = 'entered-in-error', deleted_at = now(), deleted_by = account_id
         WHERE id = \(gone)
        """, "UPDATE document_reference SET content = 'waiting' WHERE id = \(waiting)",
      ] { _ = try await test.database.asSuperuser(statement) }
      let (bundle, _, names) = try await made(stage)
      for part in ["Shown topic", "Shown question", "Shown.pdf", "Waiting.pdf"] {
        #expect(bundle.contains(part), "\(part)")
      }
      for part in ["Staff only", "Taken back", "\(gone)"] { #expect(!bundle.contains(part), "\(part)") }
      #expect(names.filter { $0.hasPrefix("files/") } == ["files/001-Shown.pdf"])
    }
  }

  @Test("of invoices: those that were not issued")
  func invoices() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      _ = try await test.issued(4500)
      _ = try await test.clinic.draftInvoices(for: test.visits(price: 7777), by: test.keeper())
      let (bundle, _, names) = try await made(stage)
      #expect(bundle.contains("45.00") && !bundle.contains("77.77"))
      #expect(names.filter { $0.hasPrefix("invoices/") }.count == 1)
    }
  }

  @Test("of people: whose right to act is over, whom others looked at, and one's own looks")
  func people() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      let amira = try await test.visitor(DemoCast.amira, to: .emergency, access: .may(.openRecords))
      let other = try await test.patient(named: "Otto Else", at: test.riverside)
      for (patient, reason) in [(test.riverside.patient, "Found unconscious"), (other, "Of somebody else")] {
        try await test.clinic.openInEmergency(patient, ID(UUID()), because: reason, by: amira)
      }
      let delegate = try await test.newcomer(at: test.riverside, to: .ownRecord)
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          INSERT INTO related_person (id, patient_id, account_id, relationship, scopes, until, created_at)
          SELECT gen_random_uuid(), \(test.riverside.patient), account_id, 'delegate', '{see}', '2026-03-01', now()
            FROM session WHERE token_hash = \(delegate.tokenHash)
          """,
          // Paul himself has looked at his record.
          """
          INSERT INTO audit_event (id, act, purpose, entity, account_id, detail, at)
          SELECT gen_random_uuid(), 'read', 'own-record', id, account_id, '', \(test.clock.now) FROM patient
           WHERE id = \(test.riverside.patient)
          """,
        ])
      let first = try await stage.ask()
      #expect(try await stage.work() == 1)
      let (bundle, account, _) = try await made(stage)
      #expect(!bundle.contains("\"resourceType\":\"RelatedPerson\""))
      #expect(account.contains("Found unconscious") && account.contains(DemoCast.amira.displayName))
      #expect(!account.contains("Of somebody else") && !account.contains("\"role\":\"patient\""))
      // A reason is an emergency's: what the clinic did by itself says no more than that it did.
      #expect(account.contains("archive-made") && !account.contains("\(first)"))
    }
  }
}
