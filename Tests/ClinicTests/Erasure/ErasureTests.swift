import CivilTime
import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Erasure")
struct ErasureTests {
  @Test("of who was never treated leaves no row but a closed account, the log and the receipt")
  func wholly() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      try await test.clinic.give(
        NewFeedback(kind: .idea, text: "From Paul", page: "/", wantsAnswer: false), test.clinic.newID(),
        by: stage.paul)
      let id = try await stage.erased()
      for table in [
        "patient", "patient_word", "patient_contact", "coverage", "patient_change", "related_person",
        "conversation",
        "document_reference", "waitlist_entry",
      ] {
        #expect(
          try await test.count("\(table) t WHERE t::text LIKE '%\(stage.patient.description)%'") == 0,
          "\(table)")
      }
      #expect(try await test.count("feedback") == 0)
      #expect(
        try await test.count(
          "account WHERE display_name = '–' AND closed_at IS NOT NULL AND email LIKE 'closed-%@invalid' AND password_hash = ''"
        ) == 1)
      let request = try await stage.request(id)
      #expect(
        request.state == .done && request.recordUntil == nil && request.invoicesUntil == nil
          && request.name == "")
      #expect(request.lines.contains { $0.topic == "person" && $0.fate == .erased })
      #expect(!request.lines.contains { $0.topic == "record" })
    }
  }

  @Test("leaves the number of a record that was put into theirs to nobody else")
  func mergedNumbers() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      func add(_ into: UUID?) async throws -> Int32 {
        try await test.database.asSuperuser(
          """
          INSERT INTO patient (tenant_id, id, family_name, given_name, birth_date, gender, created_at, retired_at, replaced_by)
          VALUES (\(test.riverside.id), gen_random_uuid(), 'Fletcher', 'P.', '1990-03-07', 'male', now(),
                  CASE WHEN \(into)::uuid IS NOT NULL THEN now() END, \(into))
          RETURNING number
          """
        ).decode { row in try row.next(Int32.self) }[0]
      }
      // The highest of all.
      let number = try await add(stage.patient.uuid)
      _ = try await stage.erased()
      #expect(try await test.count("patient WHERE number = \(number)") == 0)
      #expect(try await add(nil) == number + 1)
    }
  }

  @Test("isn't carried out a second before the seven days are over, and is one second after")
  func coolingOff() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      let id = try await stage.asked()
      test.clock.advance(by: ErasureRequest.coolingOff - 1)
      let early = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.decideErasures))
      let name = try await stage.name()
      await #expect(throws: Refusal.conflict(.tooEarly)) {
        try await test.clinic.carryOutErasure(id, named: name, by: early)
      }
      test.clock.advance(by: 1)
      let late = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.decideErasures))
      try await test.clinic.carryOutErasure(id, named: name, by: late)
      #expect(try await test.count("patient WHERE id = '\(stage.patient.description)'") == 0)
      await #expect(throws: Refusal.conflict(.doneByAnother)) {
        try await test.clinic.carryOutErasure(id, named: name, by: late)
      }
    }
  }

  @Test("asks for the name as it stands, and for a proof of who decides")
  func typed() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      let (id, dana) = try await stage.ripe()
      let name = try await stage.name()
      for wrong in ["", "Paul", name.lowercased(), name + "!"] {
        await #expect(throws: Refusal.invalid([Problem("name", "problem.erasure-name")])) {
          try await test.clinic.carryOutErasure(id, named: wrong, by: dana)
        }
      }
      test.clock.advance(by: 601)
      await #expect(throws: Refusal.unconfirmed) {
        try await test.clinic.carryOutErasure(id, named: name, by: dana)
      }
      #expect(try await test.count("patient WHERE id = '\(stage.patient.description)'") == 1)
    }
  }

  @Test("is its owner's to ask for and to take back, once each, and nobody else's")
  func whose() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      let lucie = try await test.visitor(DemoCast.lucie, to: .ownRecord, access: .may(.seeOwnRecord))
      await #expect(throws: Refusal.unknown) {
        try await test.clinic.askErasure(of: stage.patient, because: "", by: lucie)
      }
      let id = try await stage.asked("I have moved")
      #expect(try await stage.asked("again") == id)
      #expect(try await test.count("erasure_request") == 1)
      await #expect(throws: Refusal.unknown) { try await test.clinic.withdrawErasure(id, by: lucie) }
      #expect(try await test.ask(lucie, .erasurePlan(ofOwn: stage.patient, at: test.clock.now)).lines == [])
      try await test.clinic.withdrawErasure(id, by: stage.paul)
      try await test.clinic.withdrawErasure(id, by: stage.paul)
      #expect(try await test.count("audit_event WHERE act = 'erasure-withdrawn'") == 1)
      test.clock.advance(by: ErasureRequest.coolingOff)
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.decideErasures))
      let name = try await stage.name()
      await #expect(throws: Refusal.conflict(.doneByAnother)) {
        try await test.clinic.carryOutErasure(id, named: name, by: dana)
      }
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
      test.clock.advance(by: 601)
      await #expect(throws: Refusal.unconfirmed) {
        try await test.clinic.askErasure(of: stage.patient, because: "", by: paul)
      }
    }
  }

  @Test("is declined with words, and can be asked for anew")
  func declined() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      let id = try await stage.asked()
      try await test.clinic.declineErasure(id, .claims, words: "There is a claim.", by: stage.dana)
      let latest = try await test.ask(stage.paul, .latestErasure(of: stage.patient, at: test.clock.now))
      #expect(latest?.state == .declined && latest?.basis == .claims && latest?.words == "There is a claim.")
      await #expect(throws: Refusal.conflict(.doneByAnother)) {
        try await test.clinic.declineErasure(id, .law, words: "x", by: stage.dana)
      }
      test.clock.advance(by: 60)
      #expect(try await stage.asked() != id)
    }
  }

  @Test("is decided by nobody but an administrator who did not ask, whatever the server says")
  func twoPeople() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      let id = try await stage.asked()
      test.clock.advance(by: ErasureRequest.coolingOff)
      for account in [DemoCast.ben, DemoCast.amira] {
        let visitor = try await test.visitor(account, to: .administration)
        await #expect(throws: Refusal.forbidden) {
          try await test.clinic.declineErasure(id, .other, words: "x", by: visitor)
        }
      }
      func erasing(as account: String, at: SQL) async throws -> Int {
        let tenant = test.riverside.id.uuid
        do {
          _ = try await test.database.asOwner(
            of: tenant,
            [
              """
              SELECT set_config('app.account_id', id::text, false) FROM account WHERE email = \(account)
              """, "SELECT erase_person(\(id), \(at))",
            ])
          return 1
        } catch { return 0 }
      }
      let late: SQL = "\(test.clock.now)::timestamptz"
      #expect(try await erasing(as: DemoCast.paul.email, at: late) == 0)
      #expect(try await erasing(as: DemoCast.ben.email, at: late) == 0)
      #expect(try await erasing(as: DemoCast.dana.email, at: "\(late) - interval '1 second'") == 0)
      #expect(try await erasing(as: DemoCast.dana.email, at: late) == 1)
    }
  }

  @Test("keeps what is signed until its term is over, behind a number and on no page")
  func kept() async throws {
    try await TestClinic.using { test in
      let notes = try await NoteStage(test)
      let note = try await notes.signed(text: "Seen with Paul")
      _ = try await notes.begin()
      let stage = try await ErasureStage(test)
      let id = try await stage.erased()
      let until = try #require(try await stage.request(id).recordUntil)
      #expect(until == Day(iso: "2036-03-02"))
      // The draft went, the note stands, its reader finds neither.
      #expect(try await test.count("composition") == 1)
      #expect(try await test.ask(notes.amira, .note(note, by: notes.amira, at: test.clock.now)) == nil)
      let patient = stage.patient.description
      #expect(
        try await test.texts(
          "SELECT given_name || family_name || birth_date FROM patient WHERE id = '\(unsafe: patient)'"
        )
        .allSatisfy { $0.hasPrefix("–#") && $0.hasSuffix("-01-01") })
      #expect(
        try await test.database.asServer(
          of: test.riverside.id.uuid, "SELECT FROM patient WHERE id = \(stage.patient)"
        ).isEmpty)
      // An administrator opens it for a reason, and for a quarter of an hour.
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.decideErasures))
      #expect(try await test.ask(dana, test.clinic.kept(of: id, by: dana, at: test.clock.now)) == nil)
      try await test.clinic.openErased(id, because: "A court asks for it", by: dana)
      let kept = try await test.ask(dana, test.clinic.kept(of: id, by: dana, at: test.clock.now))
      #expect(kept?.entries.contains { $0.texts.contains("Seen with Paul") } == true)
      test.clock.advance(by: KeptRecord.lifetime - 1)
      #expect(try await test.ask(dana, test.clinic.kept(of: id, by: dana, at: test.clock.now)) != nil)
      test.clock.advance(by: 1)
      #expect(try await test.ask(dana, test.clinic.kept(of: id, by: dana, at: test.clock.now)) == nil)
    }
  }

  @Test("comes to what was kept on the day after its last, and not on that day")
  func terms() async throws {
    try await TestClinic.using { test in
      let notes = try await NoteStage(test)
      _ = try await notes.signed()
      let stage = try await ErasureStage(test)
      let id = try await stage.erased()
      // 2 March 2036, a minute before midnight in London.
      let last = try #require(
        try await test.database.asSuperuser("SELECT timestamptz '2036-03-02 23:59:00+00'").decode { row in
          try row.next(Date.self)
        }.first)
      test.clock.set(last)
      try await test.clinic.eraseOverdue(of: test.riverside.id)
      #expect(try await test.count("composition") == 1)
      test.clock.set(last + 60)
      try await test.clinic.eraseOverdue(of: test.riverside.id)
      try await stage.finish()
      for table in [
        "composition", "composition_section", "encounter", "appointment",
        "occupancy WHERE resource_kind = 'patient'",
      ] {
        #expect(try await test.count("\(table)") == 0, "\(table)")
      }
      #expect(try await test.count("patient WHERE id = '\(stage.patient.description)'") == 0)
      #expect(try await test.count("audit_event WHERE act = 'erasure-term-over'") == 1)
      #expect(try await stage.request(id).recordUntil == nil)
    }
  }

  @Test("removes what is stored, also when the store was down, and signs the receipt only then")
  func objects() async throws {
    try await TestClinic.using { test in
      let owner = try await test.documentOwner()
      var new = test.newDocument()
      new = NewDocument(
        patient: new.patient, category: .other, visibility: .shared, practitioner: nil, key: UUID(), mark: "")
      try await test.add(TestClinic.pdf(5000), new, by: owner)
      #expect(try await !test.objectKeys().isEmpty)
      let stage = try await ErasureStage(test)
      let (id, dana) = try await stage.ripe()
      try await test.clinic.carryOutErasure(id, named: try await stage.name(), by: dana)
      let down = try test.anotherServer(objects: KeepingStore(inner: test.clinic.objects))
      _ = try await down.work([.erasure]) { _, _ in .sent }
      await down.close()
      #expect(try await !test.objectKeys().isEmpty)
      #expect(try await stage.request(id).state == .erasing)
      test.clock.advance(by: 601)
      try await stage.finish()
      #expect(try await test.objectKeys().isEmpty)
      let done = try await stage.request(id)
      #expect(done.state == .done && done.objectsLeft == 0)
      let receipt = try #require(done.receipt)
      #expect(receipt.text.contains("erased documents 1") && !receipt.text.contains("Paul"))
      #expect(
        TestClinic.auditKeys.signing.verifyingKey.isValid(receipt.signature, for: Array(receipt.text.utf8)))
    }
  }

  @Test("writes one letter with the way to the receipt, and forgets its address with it")
  func letter() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      let (id, dana) = try await stage.ripe()
      let address = try await test.texts(
        "SELECT a.email FROM account a JOIN patient p ON p.account_id = a.id WHERE p.id = '\(unsafe: stage.patient.description)'"
      )[0]
      try await test.clinic.carryOutErasure(id, named: try await stage.name(), by: dana)
      let letters = try await test.letters().filter { $0.recipient == address }
      #expect(letters.map(\.letter) == [.erasureReceipt])
      let secret = try #require(letters[0].secret.flatMap { Token(text: $0) })
      _ = try await test.clinic.work([.letter]) { _, _ in .sent }
      #expect(try await test.count("outbox_message WHERE recipient = '\(address)'") == 0)
      #expect(
        try await test.count(
          "outbox_message WHERE kind = 'erasure-receipt' AND state = 'sent' AND secret IS NULL") == 1)
      let anyone = test.browser(to: .publicInformation)
      #expect(try await test.ask(anyone, .erasure(linked: secret.hash, at: test.clock.now))?.id == id)
      test.clock.advance(by: ErasureRequest.linkLifetime)
      #expect(try await test.ask(anyone, .erasure(linked: secret.hash, at: test.clock.now)) == nil)
    }
  }

  @Test("of a child leaves its parent's account, letters and other records alone")
  func child() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      let today = Day(utc: test.clock.now)
      try await test.clinic.add(
        NewChild(givenName: "Junia", familyName: "Quellmann", birthDate: today.adding(days: -2000)),
        test.clinic.newID(), by: try await test.visitor(DemoCast.paul, to: .account))
      let child = try #require(
        try await test.ask(stage.paul, .erasureSubjects(at: test.clock.now)).first {
          $0.name.hasPrefix("Junia")
        })
      try await test.clinic.askErasure(of: child.id, because: "", by: stage.paul)
      let request = try #require(
        try await test.ask(stage.paul, .latestErasure(of: child.id, at: test.clock.now)))
      test.clock.advance(by: ErasureRequest.coolingOff)
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.decideErasures))
      try await test.clinic.carryOutErasure(request.id, named: "Junia Quellmann", by: dana)
      #expect(try await test.count("patient WHERE id = '\(child.id.description)'") == 0)
      #expect(try await test.count("patient_word WHERE word IN ('junia', 'quellmann')") == 0)
      #expect(try await test.count("name_word WHERE word IN ('junia', 'quellmann')") == 0)
      #expect(
        try await test.count("account WHERE email = '\(DemoCast.paul.email)' AND closed_at IS NULL") == 1)
      #expect(
        try await test.count("patient WHERE id = '\(stage.patient.description)' AND erased_at IS NULL") == 1)
    }
  }

  @Test("gives the number of who is gone to nobody else")
  func numbers() async throws {
    try await TestClinic.using { test in
      let stage = try await ErasureStage(test)
      try await test.own("UPDATE patient SET number = 4711 WHERE id = '\(stage.patient.description)'")
      _ = try await stage.erased()
      let next = try await test.patient(named: "Nadia Newcomer", at: test.riverside)
      #expect(try await test.count("patient WHERE id = '\(next.description)' AND number > 4711") == 1)
    }
  }
}
