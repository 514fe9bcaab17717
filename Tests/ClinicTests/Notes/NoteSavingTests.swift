import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A note that is being written")
struct NoteSavingTests {
  /// What was shown in revision 1, what is stored in which revision, what was typed.
  @Test(
    "takes what is typed over what was shown, keeps what somebody else wrote, and asks where both did",
    arguments: [
      ("a", "a", 1, "b", SectionEdit.Verdict.saved), ("a", "a", 1, "a", .stays), ("a", "b", 2, "a", .stays),
      ("a", "b", 2, "b", .stays), ("a", "b", 2, "c", .differs), ("a", "a", 3, "c", .differs),
      ("", "b", 2, "", .stays), ("a", "b", 2, "", .differs),
    ])
  func verdicts(
    _ shown: String, _ stored: String, _ at: Int, _ typed: String, _ expected: SectionEdit.Verdict
  ) {
    let edit = SectionEdit(position: 1, text: typed, revision: 1, shown: shown.fingerprint)
    #expect(edit.verdict(over: (at, stored)) == expected)
  }

  @Test("is begun once, however often the form is sent, and of a visit there is one encounter")
  func begun() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id: ID<Composition> = test.clinic.newID()
      for _ in 0..<2 {
        try await test.clinic.begin(
          NewNote(
            id, of: stage.patient, .note, title: "Consultation", sections: NoteStage.sections, rule: .byHand,
            appointment: stage.visit, isVirtual: false), plain: "In plain words", by: stage.amira)
      }
      _ = try await stage.begin(by: stage.jonas, appointment: stage.visit)
      #expect(try await test.count("encounter") == 1)
      #expect(try await test.count("composition") == 2)
      #expect(try await test.count("audit_event WHERE act = 'note-begun'") == 2)
      let note = try await stage.note(id)
      #expect(note.sections.map(\.code) == [.text, .text, .plain])
      #expect(note.encounter.appointment == stage.visit && note.encounter.status == .planned)
      #expect(try await stage.note(try await stage.begin()).encounter.status == .inProgress)
    }
  }

  @Test(
    "loses nothing when two doctors write: each section is saved by itself, and theirs is shown beside one's own"
  )
  func together() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.begin()
      let (first, second) = (
        try await stage.note(id).sections, try await stage.note(id, by: stage.jonas).sections
      )
      // Each in a section of their own: both are there.
      let one = try await test.clinic.save(
        id, [first[0].edit("Amira's findings"), first[1].edit("")], by: stage.amira)
      let two = try await test.clinic.save(
        id, [second[0].edit(""), second[1].edit("Jonas's plan")], by: stage.jonas)
      #expect(one.differing.isEmpty && two.differing.isEmpty)
      #expect(two.note.sections.map(\.text) == ["Amira's findings", "Jonas's plan", ""])
      // In one section: who is second is told, and nothing of the first is gone.
      let three = try await test.clinic.save(id, [second[0].edit("Jonas's findings")], by: stage.jonas)
      #expect(three.differing == [1])
      #expect(try await stage.note(id).sections[0].text == "Amira's findings")
      #expect(three.note.sections[0].savedBy == "Dr Amira Haddad")
      // Having read it, they decide.
      let read = three.note.sections[0]
      let four = try await test.clinic.save(
        id, [read.edit("Amira's findings. Jonas's findings")], by: stage.jonas)
      #expect(four.differing.isEmpty && four.note.sections[0].text == "Amira's findings. Jonas's findings")
    }
  }

  @Test(
    "keeps every word that two doctors type at once into one section, or has shown it to whoever wrote over it"
  )
  func atOnce() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let stage = try await NoteStage(test)
      let id = try await stage.begin()
      try await withThrowingTaskGroup { doctors in
        for (name, doctor) in [("amira", stage.amira), ("jonas", stage.jonas)] {
          doctors.addTask {
            var shown = try await stage.note(id, by: doctor).sections[0]
            for number in 0..<12 {
              let word = "\(name)\(number)"
              var saving = try await test.clinic.save(id, [shown.edit("\(shown.text) \(word)")], by: doctor)
              while !saving.differing.isEmpty {
                shown = saving.note.sections[0]
                saving = try await test.clinic.save(id, [shown.edit("\(shown.text) \(word)")], by: doctor)
              }
              shown = saving.note.sections[0]
            }
          }
        }
        try await doctors.waitForAll()
      }
      let words = Set(try await stage.note(id).sections[0].text.split(separator: " ").map(String.init))
      #expect(words == Set((0..<12).flatMap { ["amira\($0)", "jonas\($0)"] }))
    }
  }

  @Test("is noted once for what one doctor types within ten minutes")
  func noted() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.begin()
      for text in ["a", "ab", "abc"] { try await stage.type(text, of: id) }
      #expect(try await test.count("audit_event WHERE act = 'note-saved'") == 1)
      test.clock.advance(by: 601)
      try await stage.type("abcd", of: id)
      #expect(try await test.count("audit_event WHERE act = 'note-saved'") == 2)
      try await stage.type("abcd, Jonas", of: id, by: stage.jonas)
      #expect(try await test.count("audit_event WHERE act = 'note-saved'") == 3)
    }
  }

  @Test("is no stranger's, of this clinic or another, and no longer anybody's to write once it is signed")
  func strangers() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.begin()
      try await stage.type("Secret", of: id)
      let section = try await stage.note(id).sections[0]
      let chloe = try await test.visitor(DemoCast.chloe, to: .schedule, access: .may(.writeNotes))
      for visitor in [stage.stranger, chloe] {
        let now = test.clock.now
        let found: Composition? = try await test.clinic.ask(visitor, .note(id, by: visitor, at: now)).answer
        #expect(found == nil)
        #expect(try await test.clinic.ask(visitor, .latestNotes(of: stage.patient, at: now)).answer.isEmpty)
        await #expect(throws: Refusal.unknown) {
          try await test.clinic.save(id, [section.edit("x")], by: visitor)
        }
        await #expect(throws: Refusal.unknown) { _ = try await stage.begin(by: visitor) }
        await #expect(throws: Refusal.unknown) {
          try await test.clinic.sign(id, seen: "", .byHand, by: visitor)
        }
        await #expect(throws: Refusal.unknown) {
          try await test.clinic.markError(id, because: "x", by: visitor)
        }
      }
      try await stage.sign(id)
      await #expect(throws: Refusal.conflict(.noteState)) {
        try await test.clinic.save(id, [section.edit("x")], by: stage.amira)
      }
    }
  }

  @Test("is opened in an emergency with its reason in the log, and what was begun then can be finished")
  func emergency() async throws {
    try await TestClinic.using { test in
      let stage = try await NoteStage(test)
      let id = try await stage.signed()
      let key: ID<EmergencyAccess> = test.clinic.newID()
      try await test.clinic.openInEmergency(
        stage.patient, key, because: "Found unconscious", by: stage.stranger)
      _ = try await stage.note(id, by: stage.stranger)
      #expect(
        try await test.count(
          "audit_event WHERE act = 'read' AND purpose = 'emergency' AND detail = 'Found unconscious' AND entity = '\(unsafe: "\(id)")'"
        )
          == 1)
      let own = try await stage.begin(by: stage.stranger)
      test.clock.advance(by: 3601)
      let (stranger, now) = (stage.stranger, test.clock.now)
      let lapsed: Composition? = try await test.clinic.ask(stranger, .note(id, by: stranger, at: now)).answer
      #expect(lapsed == nil)
      try await stage.type("Came round", of: own, by: stage.stranger)
      #expect(try await stage.note(own, by: stage.stranger).sections[0].text == "Came round")
    }
  }
}
