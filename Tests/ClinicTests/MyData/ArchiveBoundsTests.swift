import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Synchronization
import Testing

@testable import Clinic

@Suite("The bounds of an archive")
struct ArchiveBoundsTests {
  /// Two parents of one child, whose record has a document of two parts.
  private struct Parents {
    let child: ID<Patient>
    let nora: Visitor
  }

  private func parents(_ stage: ArchiveStage) async throws -> Parents {
    let test = stage.test
    let child = try await test.patient(named: "Leo Fletcher", at: test.riverside)
    let nora = try await test.newcomer(at: test.riverside, to: .ownRecord)
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      [
        "UPDATE patient SET birth_date = '2016-03-07' WHERE id = \(child)",
        """
        INSERT INTO related_person (id, patient_id, account_id, relationship, created_at)
        SELECT gen_random_uuid(), \(child), account_id, 'parent', now() FROM patient WHERE id = \(test.riverside.patient)
        UNION ALL
        SELECT gen_random_uuid(), \(child), account_id, 'parent', now() FROM session WHERE token_hash = \(nora.tokenHash)
        """,
      ])
    return Parents(child: child, nora: nora)
  }

  @Test("of one child is each parent's own: neither takes or sees the other's, and none ends the other's")
  func each() async throws {
    try await ArchiveStage.using { stage in
      let both = try await parents(stage)
      let pauls = try await stage.ask(of: both.child)
      #expect(try await stage.work() == 1)
      let noras = try await stage.ask(of: both.child, by: both.nora)
      #expect(try await stage.work() == 1)
      #expect(try await stage.archives().map(\.id) == [pauls])
      #expect(try await stage.archives(of: both.nora).map(\.id) == [noras])
      await #expect(throws: Refusal.unknown) { try await stage.bytes(of: pauls, by: both.nora) }
      #expect(try await stage.bytes(of: pauls).count > 100)
      #expect(try await stage.bytes(of: noras, by: both.nora).count > 100)
      let made = "audit_event WHERE act = 'archive-made' AND entity = '\(both.child)'"
      #expect(try await stage.test.count("\(unsafe: made)") == 2)
    }
  }

  @Test(
    "are the right to it, which is asked for again before it is made, and a letter to who can still come in")
  func right() async throws {
    try await ArchiveStage.using { stage in
      let (test, both) = (stage.test, try await parents(stage))
      _ = try await stage.ask(of: both.child)
      _ = try await stage.ask(of: both.child, by: both.nora)
      _ = try await test.database.asSuperuser(
        """
        UPDATE related_person SET ended_at = \(test.clock.now), ended_side = 'staff'
         WHERE account_id = (SELECT account_id FROM patient WHERE id = \(test.riverside.patient))
        """)
      _ = try await test.database.asSuperuser(
        """
        UPDATE account SET disabled_at = \(test.clock.now)
         WHERE id = (SELECT account_id FROM session WHERE token_hash = \(both.nora.tokenHash))
        """)
      #expect(try await stage.work() == 2)
      #expect(try await test.count("data_archive WHERE failure = 'broken' AND content_key IS NULL") == 1)
      #expect(try await test.count("data_archive WHERE state = 'ready'") == 1)
      #expect(try await test.count("outbox_message WHERE kind = 'archive-ready'") == 0)
      #expect(try await stage.stored() == 1)
    }
  }

  @Test("are its key, which opens in its own row alone, and its seal: nothing of it lies open in the store")
  func sealed() async throws {
    try await ArchiveStage.using { stage in
      let (test, both) = (stage.test, try await parents(stage))
      let own = try await stage.ask()
      _ = try await stage.ask(of: both.child)
      #expect(try await stage.work() == 2)
      #expect(String(decoding: try await stage.bytes(of: own), as: UTF8.self).contains("bundle.json"))
      let prefix = try KeyPrefix(tenant: "\(test.riverside.id)", "archives")
      for try await object in stage.clinic.objects.objects(below: prefix) {
        let bytes = try await stage.clinic.objects.bytes(object.key, limit: 1 << 20)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("bundle.json") && !text.contains("Fletcher"))
      }
      _ = try await test.database.asSuperuser(
        """
        UPDATE data_archive x SET content_key = o.content_key, object_id = o.object_id, size = o.size
          FROM data_archive o WHERE o.id <> x.id AND x.id = \(own)
        """)
      await #expect(throws: SecretFault.notAuthentic) { try await stage.bytes(of: own) }
    }
  }

  @Test("are its worker's while it shows that it lives, however long the whole takes")
  func lease() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      // README and summary: each takes less than a lease, both take more.
      let slow = try test.anotherServer(
        papers: ArchivePapers { paper, tenant, language in
          test.clock.advance(by: JobKind.archive.lease - 10)
          #expect(try await stage.work() == 0, "somebody else has it")
          return try await ArchiveStage.papers.draw(paper, tenant, language)
        })
      let id = try await stage.ask()
      #expect(try await stage.work(at: slow) == 1)
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
      #expect(try await stage.files(of: id, by: paul).count == 4)
    }
  }

  /// A server whose store takes so many objects.
  private func failing(_ stage: ArchiveStage, after puts: Int) throws -> Clinic {
    try stage.test.anotherServer(
      objects: DownStore(stage.clinic.objects, after: puts), papers: ArchiveStage.papers)
  }

  @Test("are one object: a try takes away what the one before it left, and the last leaves nothing")
  func tries() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      try await test.add(
        TestClinic.pdf(DocumentLayout.partLength + 300_000), test.newDocument(), by: test.documentOwner())
      _ = try await stage.ask()
      #expect(try await stage.work(at: failing(stage, after: 1)) == 1)
      #expect(try await stage.stored() == 1)
      test.clock.advance(by: 3600)
      #expect(try await stage.work() == 1)
      #expect(try await stage.stored() == 2)
      let paul = try await test.visitor(DemoCast.paul, to: .ownRecord, access: .may(.seeOwnRecord))
      _ = try await stage.ask(by: paul)
      for _ in 1...Clinic.archiveTries {
        #expect(try await stage.work(at: failing(stage, after: 1)) == 1)
        test.clock.advance(by: 3600)
      }
      #expect(try await stage.archives(of: paul).first?.state == .broken)
      #expect(try await stage.stored() == 2)
      // What was given up counts for no day: three can be made all the same.
      for _ in 0..<2 {
        _ = try await stage.ask(by: paul)
        #expect(try await stage.work() == 1)
      }
    }
  }

  @Test("are the worker who has it: one who comes too late takes away what they had stored, too")
  func late() async throws {
    try await ArchiveStage.using { stage in
      let test = stage.test
      try await test.add(
        TestClinic.pdf(DocumentLayout.partLength + 300_000), test.newDocument(), by: test.documentOwner())
      let store = HangingStore(stage.clinic.objects)
      let slow = try test.anotherServer(objects: store, papers: ArchiveStage.papers)
      _ = try await stage.ask()
      async let late = stage.work(at: slow)
      while !store.isReached.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
      test.clock.advance(by: JobKind.archive.lease + 1)
      #expect(try await stage.work() == 1)
      #expect(try await stage.stored() == 2)
      store.goOn.finish()
      #expect(try await late == 1)
      #expect(try await stage.stored() == 2)
      #expect(try await stage.archives().map(\.state) == [.ready])
    }
  }

  @Test("are bytes as many as were said before")
  func size() async throws {
    try await ArchiveStage.using { stage in
      let clinic = stage.clinic
      func sink(_ size: Int) throws -> ArchiveSink {
        let layout = DocumentLayout(archive: clinic.newKey(), of: stage.test.riverside.id, size: size)
        let key = try DocumentKey.new(context: "x", clinic.secrets.box, clinic.random)
        return ArchiveSink(clinic.vault(layout, key)) { _ in }
      }
      for (size, isGood) in [(4, false), (5, true), (6, false)] {
        var sink = try sink(size)
        try await sink.write([1, 2, 3, 4, 5])
        do {
          try await sink.finish()
          #expect(isGood, "\(size)")
        } catch {
          #expect(!isGood && error is StoredValueFault, "\(size)")
        }
      }
    }
  }

  @Test("hold in the database, whoever writes there: one is made at a time, and what is ready is whole")
  func constraints() async throws {
    try await ArchiveStage.using { stage in
      _ = try await stage.ask()
      for (attempt, refusal) in [
        (
          "INSERT INTO data_archive (id, patient_id, account_id, language, asked_at) "
            + "SELECT gen_random_uuid(), patient_id, account_id, language, asked_at FROM data_archive",
          "23505"
        ),
        ("UPDATE data_archive SET state = 'ready'", "23514"),
        ("UPDATE data_archive SET state = 'failed'", "23514"),
        ("UPDATE data_archive SET failure = 'broken'", "23514"),
        ("UPDATE data_archive SET expires_at = now()", "23514"),
        ("UPDATE data_archive SET object_id = gen_random_uuid()", "23514"),
      ] {
        do {
          _ = try await stage.test.database.asOwner(
            of: stage.test.riverside.id.uuid, [SQL("\(unsafe: attempt)")])
          Issue.record("\(attempt)")
        } catch {
          #expect((error as? PostgresError)?.sqlState.rawValue == refusal, "\(attempt): \(error)")
        }
      }
    }
  }
}

/// A store that takes one object, and the next when it is told to go on.
private final class HangingStore: ObjectStore {
  let inner: any ObjectStore
  let isReached = Mutex(false)
  let goOn: AsyncStream<Void>.Continuation
  private let hanging: AsyncStream<Void>
  private let puts = Mutex(0)

  init(_ inner: any ObjectStore) {
    self.inner = inner
    (hanging, goOn) = AsyncStream.makeStream(of: Void.self)
  }

  func put(_ key: ObjectKey, _ body: ByteStream, length: Int, contentType: ContentType) async throws {
    let number = puts.withLock { puts in
      puts += 1
      return puts
    }
    if number == 2 {
      isReached.withLock { $0 = true }
      for await _ in hanging {}
    }
    try await inner.put(key, body, length: length, contentType: contentType)
  }

  func get(_ key: ObjectKey, range: Range<Int>?) async throws -> StoredObject {
    try await inner.get(key, range: range)
  }
  func head(_ key: ObjectKey) async throws -> ObjectDescription { try await inner.head(key) }
  func delete(_ key: ObjectKey) async throws { try await inner.delete(key) }
  func list(_ prefix: KeyPrefix, after: ObjectKey?, limit: Int) async throws -> ObjectPage {
    try await inner.list(prefix, after: after, limit: limit)
  }
}
