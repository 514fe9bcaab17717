import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("Sealing the audit log")
struct SealingTests {
  @Test("a row that is committed late is in the seal with those that came after it")
  func late() async throws {
    try await TestClinic.using { test in
      let riverside = test.riverside.id
      let slow = Task { [database = test.database, now = test.clock.now] in
        try await database.asOwner(of: riverside.uuid, [.noting(1, .read, at: now), "SELECT pg_sleep(1)"])
      }
      let sleeping: SQL =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
      while try await test.database.asSuperuser(sleeping).decode({ row in try row.next(Int.self) })[0] == 0 {
        try await Task.sleep(for: .milliseconds(5))
      }
      try await test.note(1)
      // The later row is there already, and the earlier one is not.
      #expect(try await test.count("audit_event") == 1)
      try await test.clinic.sealAudit(of: riverside)
      _ = try await slow.value
      let report = try await test.report()
      #expect(report.findings.isEmpty && report.rows == 2 && report.unsealed == 0)
    }
  }

  @Test("waits for who is still writing for ten seconds and no longer, and then leaves it to the next round")
  func patience() async throws {
    #expect(Clinic.sealingPatience == .seconds(10))
    try await TestClinic.using { test in
      try await test.note(1)
      let writing: SQL = .noting(1, .read, at: test.clock.now)
      let short = try await test.another(writing, staysFor: 1)
      try await test.clinic.sealAudit(of: test.riverside.id, patience: .seconds(8))
      _ = try await short.value
      #expect(try await test.count("audit_seal") >= 1)
      try await test.note(1)
      try await test.whileAnotherHolds(writing) {
        await #expect(throws: SealingFault.writersStay) {
          try await test.clinic.sealAudit(of: test.riverside.id, patience: .milliseconds(200))
        }
      }
      try await test.clinic.sealAudit(of: test.riverside.id)
      let report = try await test.report()
      #expect(report.findings.isEmpty && report.unsealed == 0)
    }
  }

  @Test("by two servers at once makes one chain, and each seal is published once")
  func atOnce() async throws {
    try await TestClinic.using { test in
      let other = try test.anotherServer()
      for round in 1...5 {
        try await test.note(3)
        async let one: Void = test.clinic.sealAudit(of: test.riverside.id)
        async let two: Void = other.sealAudit(of: test.riverside.id)
        _ = try await (one, two)
        let report = try await test.report()
        #expect(report.findings.isEmpty && report.seals == round && report.rows == 3 * round)
        #expect(report.unpublished == 0)
      }
      #expect(try await test.publishedKeys().count == 5)
      await other.close()
    }
  }

  @Test("by a worker that another has overtaken changes nothing")
  func stale() async throws {
    try await TestClinic.using { test in
      try await test.sealed(2)
      let made = try #require(try await test.clinic.ask(within: test.riverside.id, .lastSeal)?.seal?.head)
      let late = AuditHead(
        tenant: made.tenant, number: 1, previous: made.previous, after: 0, upTo: 1, rows: 0,
        root: MerkleTree.root([]), sealedAt: made.sealedAt, keyID: "test")
      let signature = try TestClinic.auditKeys.signing.signature(for: Array(late.text.utf8))
      _ = try await test.database.asServer(
        of: test.riverside.id.uuid, .insert(AuditSeal(head: late, signature: signature, leaves: [])))
      let report = try await test.report()
      #expect(report.findings.isEmpty && report.rows == 2)
    }
  }

  @Test("goes on while the object store is down, and what was sealed is published afterwards")
  func unpublished() async throws {
    try await TestClinic.using { test in
      let cutOff = try test.server(UnreachableStore())
      for _ in 0..<2 {
        try await test.note(2)
        // As good as killed between sealing and publishing.
        await #expect(throws: ObjectStoreError.self) { try await cutOff.sealAudit(of: test.riverside.id) }
      }
      await #expect(throws: ObjectStoreError.self) { try await cutOff.verifyAudit(of: test.audited) }
      let waiting = try await test.report()
      #expect(waiting.findings.isEmpty && waiting.seals == 2 && waiting.unpublished == 2)
      try await test.clinic.sealAudit(of: test.riverside.id)
      let published = try await test.report()
      #expect(published.findings.isEmpty && published.unpublished == 0)
      #expect(try await test.publishedKeys().count == 2)
      await cutOff.close()
    }
  }

  @Test("publishes again what it may have published before it died, as the same object")
  func again() async throws {
    try await TestClinic.using { test in
      try await test.sealed(2)
      let key = try await test.publishedKeys()[0]
      let bytes = try await test.clinic.objects.bytes(key, limit: 10_000)
      try await test.asSuperuser("DELETE FROM audit_publication")
      try await test.clinic.sealAudit(of: test.riverside.id)
      #expect(try await test.publishedKeys() == [key])
      #expect(try await test.clinic.objects.bytes(key, limit: 10_000) == bytes)
      #expect(try await test.count("audit_publication") == 1)
      #expect(try await test.report().findings.isEmpty)
    }
  }

  @Test("puts 4,096 rows into a seal, and the next one into another; nothing makes no seal")
  func most() async throws {
    try await TestClinic.using { test in
      try await test.clinic.sealAudit(of: test.riverside.id)
      #expect(try await test.report().seals == 0)
      try await test.sealed(AuditSeal.most)
      #expect(try await test.report().seals == 1)
      try await test.sealed(AuditSeal.most + 1)
      let report = try await test.report()
      #expect(report.findings.isEmpty && report.seals == 3 && report.rows == 2 * AuditSeal.most + 1)
    }
  }

  @Test("tells of rows that are not sealed yet, which are no fault, and comes round every minute")
  func unsealed() async throws {
    try await TestClinic.using { test in
      try await test.clinic.scheduleRounds(of: [.auditSeal])
      let first = test.clock.now
      try await test.note(1)
      test.clock.advance(by: 30)
      try await test.note(2)
      let report = try await test.report()
      #expect(report.findings.isEmpty && report.unsealed == 3 && report.oldestUnsealed == first)
      _ = try await test.clinic.work([.auditSeal]) { _, _ in .sent }
      #expect(try await test.report().unsealed == 0)
      try await test.note(1)
      test.clock.advance(by: 59)
      #expect(try await test.clinic.work([.auditSeal]) { _, _ in .sent } == 0)
      test.clock.advance(by: 1)
      #expect(try await test.clinic.work([.auditSeal]) { _, _ in .sent } == 2)
      #expect(try await test.report().seals == 2)
    }
  }

  @Test("a row may be a quarter of an hour older than the seal before, and no older; an end noted later may")
  func lateness() async throws {
    for (seconds, act, isFine) in [
      (900.0, Act.read, true), (901, .read, false), (5000, .sessionLapsed, true),
    ] {
      try await TestClinic.using { test in
        try await test.sealed(1)
        try await test.note(1, act: act, at: test.clock.now - seconds)
        // Told before it is sealed, and ever after.
        #expect(try await test.report().findings.isEmpty == isFine)
        try await test.clinic.sealAudit(of: test.riverside.id)
        try await test.clinic.sealAudit(of: test.riverside.id)
        let report = try await test.report()
        #expect(report.findings.isEmpty == isFine && report.seals == 2)
      }
    }
  }
}
