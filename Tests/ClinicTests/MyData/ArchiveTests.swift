import ClinicTesting
import Crypto
import FoundationEssentials
import ObjectStore
import Postgres
import Synchronization
import Testing
import Zip

@testable import Clinic

@Suite("An archive of somebody's data")
struct ArchiveTests {
  @Test("has what they see, each file as it was added, and nothing of what is not theirs")
  func contents() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      _ = try await test.bookedByPaul()
      let amira = try await test.visitor(DemoCast.amira, to: .schedule, access: .may(.openRecords))
      let record = RecordStage(test: test, amira: amira)
      try await record.keep(
        record.draft(
          AllergyIntolerance.self, ["text": "Penicillin", "code": "J01CE", "note": "For us alone"]))
      try await record.keep(record.draft(Condition.self, ["text": "Asthma", "code": "J45"]))
      try await test.clinic.keep(try record.result([["2823-3", "4.40"]]), by: amira)
      try await test.clinic.keep(
        try record.result([["2823-3", "6.2"]], ["title": "Not released"]), by: amira)
      let (owner, ben) = (try await test.documentOwner(), try await test.documentStaff(DemoCast.ben))
      let large = TestClinic.pdf(DocumentLayout.partLength + 300_000)
      try await test.add(large, test.newDocument(), named: "Große Datei.pdf", by: owner)
      try await test.add(
        TestClinic.pdf(900, seed: 5), test.newDocument(.clinic), .clinic, named: "ours.pdf", by: ben)
      let id = try await stage.ask()
      #expect(try await stage.archives().map(\.state) == [.waiting])
      #expect(try await stage.work() == 1)
      let files = try await stage.files(of: id)
      #expect(
        Set(files.keys) == [
          "README.txt", "summary.pdf", "bundle.json", "account.json", "files/001-Große-Datei.pdf",
        ])
      #expect(files["files/001-Große-Datei.pdf"] == large)
      let bundle = String(decoding: try #require(files["bundle.json"]), as: UTF8.self)
      for part in [
        "\"Penicillin\"", "J01CE", "Asthma", "\"value\":4.40", "Electrolytes", "files/001-Große-Datei.pdf",
        DemoCast.paul.email, "\"resourceType\":\"Appointment\"",
        "\"hash\":\"\(Data(Insecure.SHA1.hash(data: large)).base64EncodedString())\"",
      ] { #expect(bundle.contains(part), "\(part)") }
      let all = String(decoding: try await stage.bytes(of: id), as: UTF8.self)
      for part in ["Not released", "\"value\":6.2", "For us alone", "ours.pdf"] {
        #expect(!all.contains(part), "\(part)")
      }
      let made = try #require(try await stage.archives().first)
      #expect(made.state == .ready && made.files == 5 && made.percent == 100)
      #expect(made.size == made.written && made.expires == test.clock.now + DataArchive.lifetime)
    }
  }

  @Test("is given to whoever asked for it alone, who has just proved who they are, and is noted")
  func taken() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      let id = try await stage.ask()
      await #expect(throws: Refusal.unknown) { try await stage.bytes(of: id) }
      try await stage.work()
      let other = try await test.newcomer(at: test.riverside, to: .ownRecord)
      await #expect(throws: Refusal.unknown) { try await stage.bytes(of: id, by: other) }
      _ = try await stage.bytes(of: id)
      _ = try await stage.bytes(of: id)
      #expect(
        try await test.count(
          "audit_event WHERE act = 'archive-taken' AND entity = '\(test.riverside.patient)'") == 1)
      test.clock.advance(by: 11 * 60)
      await #expect(throws: Refusal.unconfirmed) { try await stage.bytes(of: id) }
    }
  }

  @Test("is made one at a time, three times a day, and once however often a form is sent")
  func limits() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      let key = try await stage.ask()
      _ = try await stage.ask(key)
      _ = try await stage.ask()
      #expect(try await stage.archives().count == 1)
      try await stage.work()
      _ = try await stage.ask(key)
      #expect(try await stage.archives().count == 1)
      for _ in 0..<2 {
        _ = try await stage.ask()
        try await stage.work()
      }
      #expect(try await stage.archives().filter { $0.state == .ready }.count == 1)
      let refusal = Refusal.invalid([Problem("", "problem.archives-enough", ["n": "3"])])
      await #expect(throws: refusal) { try await stage.ask() }
      test.clock.advance(by: 86_399)
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
      await #expect(throws: refusal) { try await stage.ask(by: paul) }
      test.clock.advance(by: 1)
      _ = try await stage.ask(by: paul)
      #expect(try await stage.archives(of: paul).count == 4)
    }
  }

  @Test("sends one letter, which says nothing of what is in it")
  func letter() async throws {
    try await ArchiveStage.using { stage in
      _ = try await stage.ask()
      try await stage.work()
      try await stage.work()
      let letters: SQL = """
        outbox_message WHERE kind = 'archive-ready' AND payload = '{}' AND recipient = \(DemoCast.paul.email)
        """
      #expect(try await stage.test.count(letters) == 1)
    }
  }

  @Test("goes on when a server was killed; whoever comes too late leaves nothing")
  func killed() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      let (hanging, goOn) = AsyncStream.makeStream(of: Void.self)
      let reached = Mutex(false)
      let slow = try test.anotherServer(
        papers: ArchivePapers { paper, tenant, language in
          reached.withLock { $0 = true }
          for await _ in hanging {}
          return try await ArchiveStage.papers.draw(paper, tenant, language)
        })
      let id = try await stage.ask()
      async let late = stage.work(at: slow)
      while !reached.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
      #expect(try await stage.work() == 0)
      test.clock.advance(by: JobKind.archive.lease + 1)
      #expect(try await stage.work() == 1)
      #expect(try await stage.archives().map(\.state) == [.ready])
      let before = try await stage.stored()
      goOn.finish()
      #expect(try await late == 1)
      #expect(try await stage.stored() == before)
      #expect(try await stage.files(of: id).count == 4)
      #expect(try await test.count("outbox_message WHERE kind = 'archive-ready'") == 1)
      #expect(try await test.count("job WHERE kind = 'archive'") == 0)
    }
  }

  @Test("is tried five times, then can be asked for again; one that is too large is not tried again")
  func failing() async throws {
    try await ArchiveStage.using { stage in
      struct Down: Error {}
      let test = stage.test
      let down = try test.anotherServer(papers: ArchivePapers { _, _, _ in throw Down() })
      _ = try await stage.ask()
      #expect(Clinic.archiveTries == 5)
      for attempt in 1...Clinic.archiveTries {
        #expect(try await stage.work(at: down) == 1)
        let isLast = attempt == Clinic.archiveTries
        let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
        #expect(try await stage.archives(of: paul).map(\.state) == [isLast ? .broken : .making])
        test.clock.advance(by: 3600)
      }
      #expect(try await stage.work() == 0)
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
      let large = try test.anotherServer(papers: ArchivePapers { _, _, _ in throw ZipFault.tooLarge })
      _ = try await stage.ask(by: paul)
      #expect(try await stage.work(at: large) == 1)
      #expect(try await stage.archives(of: paul).map(\.state) == [.tooLarge, .broken])
      #expect(try await test.count("job WHERE kind = 'archive'") == 0)
      #expect(try await stage.stored() == 0)
      // Without papers nobody makes one, and it waits.
      _ = try await stage.ask(by: paul)
      #expect(try await stage.work(at: test.clinic) == 0)
      #expect(try await stage.work() == 1)
    }
  }

  @Test("of which five servers died is given up by the sixth")
  func deadly() async throws {
    try await ArchiveStage.using { stage in
      _ = try await stage.ask()
      _ = try await stage.test.database.asOwner(
        of: stage.test.riverside.id.uuid,
        ["UPDATE job SET attempts = \(Int32(Clinic.archiveTries)) WHERE kind = 'archive'"])
      #expect(try await stage.work() == 1)
      #expect(try await stage.archives().map(\.state) == [.broken])
    }
  }

  @Test("is gone after seven days, its bytes with the next round, and is forgotten after ninety")
  func removed() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      let id = try await stage.ask()
      try await stage.work()
      #expect(try await stage.stored() == 1)
      test.clock.advance(by: DataArchive.lifetime - 1)
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
      try await stage.clinic.tidyUp(test.riverside.id)
      #expect(try await stage.bytes(of: id, by: paul).count > 100)
      test.clock.advance(by: 1)
      await #expect(throws: Refusal.unknown) { try await stage.bytes(of: id, by: paul) }
      #expect(try await stage.archives(of: paul).map(\.state) == [.removed])
      try await stage.clinic.tidyUp(test.riverside.id)
      #expect(try await stage.stored() == 0)
      #expect(try await test.count("data_archive WHERE state = 'removed' AND content_key IS NULL") == 1)
      test.clock.advance(by: TimeInterval(DataArchive.remembered - 7) * 86_400 - 1)
      try await stage.clinic.tidyUp(test.riverside.id)
      #expect(try await test.count("data_archive") == 1)
      test.clock.advance(by: 1)
      try await stage.clinic.tidyUp(test.riverside.id)
      #expect(try await test.count("data_archive") == 0)
    }
  }

  @Test("of which nobody knows is removed after a day")
  func strays() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      func put() async throws {
        let key = try ObjectKey("\(test.riverside.id)/archives/\(ID<DataArchive>(stage.clinic.newKey()))/0")
        try await stage.clinic.objects.put(key, [1, 2, 3], contentType: .bytes)
      }
      try await put()
      test.clock.advance(by: 86_400 - 1)
      try await stage.clinic.removeArchives(of: test.riverside.id)
      #expect(try await stage.stored() == 1)
      test.clock.advance(by: 2)
      try await put()
      try await stage.clinic.removeArchives(of: test.riverside.id)
      #expect(try await stage.stored() == 1)
    }
  }

  @Test("of a child is a parent's until they are of age, and has nothing of the parent's account")
  func children() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      let child: ID<Patient> = ID(UUID())
      for statement: SQL in [
        """
        INSERT INTO patient (tenant_id, id, family_name, given_name, birth_date, gender, created_at)
        VALUES (\(test.riverside.id), \(child), 'Fletcher', 'Léo', '2010-03-07', 'male', now())
        """,
        """
        INSERT INTO related_person (tenant_id, id, patient_id, account_id, relationship, created_at)
        SELECT \(test.riverside.id), gen_random_uuid(), \(child), account_id, 'parent', now()
          FROM patient WHERE id = \(test.riverside.patient)
        """,
      ] { _ = try await test.database.asSuperuser(statement) }
      let id = try await stage.ask(of: child)
      try await stage.work()
      let files = try await stage.files(of: id)
      let bundle = String(decoding: try #require(files["bundle.json"]), as: UTF8.self)
      #expect(bundle.contains("\"Léo\"") && bundle.contains("\"resourceType\":\"RelatedPerson\""))
      #expect(!bundle.contains(DemoCast.paul.email))
      let account = String(decoding: try #require(files["account.json"]), as: UTF8.self)
      #expect(account.contains("\"looks\"") && !account.contains("sessions") && !account.contains("letters"))
      let other = try await test.newcomer(at: test.riverside, to: .ownRecord)
      await #expect(throws: Refusal.unknown) { try await stage.ask(of: child, by: other) }
      // 18 on 7 March 2028, within the archive's days.
      _ = try await test.database.asSuperuser(
        "UPDATE patient SET birth_date = '2008-03-04' WHERE id = \(child)")
      test.clock.advance(by: 3 * 86_400)
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
      await #expect(throws: Refusal.unknown) { try await stage.bytes(of: id, by: paul) }
      await #expect(throws: Refusal.unknown) { try await stage.ask(of: child, by: paul) }
      #expect(try await stage.archives(of: paul).isEmpty)
    }
  }

  @Test(
    "lists what they doubt with what it is about, and looks at records that were put into theirs, as many as there are"
  )
  func lists() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      let (mine, gone, before) = (test.riverside.patient, UUID(), UUID())
      let ben = try #require(test.riverside.accounts[DemoCast.ben])
      for (id, into) in [(gone, mine.uuid), (before, gone)] {
        _ = try await test.database.asSuperuser(
          """
          INSERT INTO patient (tenant_id, id, family_name, given_name, birth_date, gender, created_at, retired_at, replaced_by)
          VALUES (\(test.riverside.id), \(id), 'Fletcher', 'P.', '1990-03-07', 'male', now(), now(), \(into))
          """)
      }
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          INSERT INTO patient_correction (id, patient_id, note, about, asked_by, asked_at)
          SELECT gen_random_uuid(), id, 'I never had this', 'diagnosis', account_id, \(test.clock.now) FROM patient WHERE id = \(mine.uuid)
          """,
          """
          INSERT INTO audit_event (id, account_id, act, purpose, entity, at)
          SELECT gen_random_uuid(), \(ben.uuid), 'read', 'front-desk', entity, \(test.clock.now)
            FROM unnest(\([mine.uuid, gone, before])) AS entity
          """,
        ])
      // Looked at by whoever makes the archive at the same time; nobody else is at work.
      let id = try await stage.ask()
      try await stage.work()
      let text = String(decoding: try #require(try await stage.files(of: id)["account.json"]), as: UTF8.self)
      #expect(text.contains("\"about\":\"diagnosis\"") && text.contains("I never had this"))
      let looks = try await test.database.asSuperuser(
        "SELECT count(*)::int FROM audit_event WHERE act = 'read' AND entity IN (\(mine.uuid), \(gone), \(before))"
      ).decode { row in try row.next(Int32.self) }[0]
      #expect(looks == 3 && text.matches(of: /"act":"read"/).count == Int(looks))
    }
  }

  @Test(
    "has one invoice in memory at a time: each is in the store before the next is drawn, and none is left there"
  )
  func invoices() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      for _ in 0..<5 { _ = try await test.issued() }
      let seen = Mutex<[Int]>([])
      let large = 3 << 20
      let counting = try test.anotherServer(
        papers: ArchivePapers { paper, tenant, language in
          guard case .invoice = paper else {
            return try await ArchiveStage.papers.draw(paper, tenant, language)
          }
          let there = try await stage.stored()
          seen.withLock { $0.append(there) }
          return Array("%PDF-1.7".utf8) + Array(repeating: UInt8(there), count: large)
        })
      let id = try await stage.ask()
      #expect(try await stage.work(at: counting) == 1)
      // Two parts each.
      #expect(seen.withLock { $0 } == [0, 2, 4, 6, 8])
      let files = try await stage.files(of: id).filter { $0.key.hasPrefix("invoices/") }
      #expect(files.count == 5 && files.allSatisfy { $0.value.count == large + 8 })
      #expect(Set(files.values.map { $0[100] }) == [0, 2, 4, 6, 8])
      // The archive's own parts alone.
      let size = try await stage.bytes(of: id).count
      #expect(try await stage.stored() == (size + DocumentLayout.partLength - 1) / DocumentLayout.partLength)
    }
  }

  @Test(
    "names files so that every system takes them",
    arguments: [
      ("Letter to Dr. O'Neill.pdf", "files/002-Letter-to-Dr-O-Neill.pdf"),
      ("تقرير.pdf", "files/002-تقرير.pdf"),
      ("../../etc/passwd", "files/002-etc-passwd.pdf"), ("", "files/002.pdf"), ("CON", "files/002-CON.pdf"),
      (String(repeating: "é", count: 150), "files/002-\(String(repeating: "é", count: 60)).pdf"),
    ])
  func names(_ title: String, _ expected: String) {
    #expect(ArchiveEntry.name("files", 1, title, "pdf") == expected)
  }
}
