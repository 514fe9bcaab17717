import ClinicTesting
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("Archiving the audit log")
struct ArchivingTests {
  @Test(
    "takes rows out of the database once they are older than the clinic keeps them, and still proves them")
  func retention() async throws {
    try await TestClinic.using { test in
      try await test.sealedLongAgo(years: 12, 3, 2)
      try await test.sealed(4)
      let before = try await test.count("audit_event")
      try await test.clinic.archiveAudit(of: test.riverside.id)
      // Five rows went, and one says of each seal that they did.
      #expect(try await test.count("audit_event") == before - 5 + 2)
      #expect(try await test.count("audit_event WHERE act = 'audit-archived' AND account_id IS NULL") == 2)
      let report = try await test.report()
      #expect(report.findings.isEmpty && report.seals == 3 && report.rows == 9 && report.archived == 5)
      try await test.clinic.sealAudit(of: test.riverside.id)
      let later = try await test.report()
      #expect(later.findings.isEmpty && later.seals == 4 && later.unsealed == 0)
    }
  }

  @Test("waits until a seal is as old as the clinic says, to the second, and its rows older than the floor")
  func bounds() async throws {
    try await TestClinic.using { test in
      try await test.sealedLongAgo(years: 12, 2)
      try await test.own("UPDATE tenant SET audit_years = 12")
      let made = try #require(try await test.clinic.ask(within: test.riverside.id, .lastSeal)?.seal?.head)
      let sealedAt = Date(timeIntervalSince1970: Double(made.sealedAt) / 1_000_000)
      test.clock.set(sealedAt + 12 * 366 * 86_400 - 1)
      try await test.clinic.archiveAudit(of: test.riverside.id)
      #expect(try await test.count("audit_archive") == 0)
      test.clock.advance(by: 2)
      try await test.clinic.archiveAudit(of: test.riverside.id)
      #expect(try await test.count("audit_archive") == 1)
      for years in [2, 31] {
        await #expect(throws: PostgresError.self) {
          try await test.own("UPDATE tenant SET audit_years = \(years)")
        }
      }
    }
  }

  @Test(
    "is refused by the database for rows of the last three years, for what is not published or not whole, and out of turn"
  )
  func floor() async throws {
    try await TestClinic.using { test in
      for _ in 0..<2 { try await test.sealed(1) }
      func archive(_ number: Int) async throws {
        _ = try await test.database.asServer(
          of: test.riverside.id.uuid, "SELECT archive_audit(\(number), '2099-01-01')")
      }
      for number in 1...3 {
        await #expect(throws: PostgresError.self) { try await archive(number) }
      }
      let years = "UPDATE audit_event SET at = now() - interval '3 years' "
      try await test.asSuperuser("\(unsafe: years) + interval '1 minute'")
      await #expect(throws: PostgresError.self) { try await archive(1) }
      try await test.asSuperuser("\(unsafe: years) - interval '1 minute'")
      await #expect(throws: PostgresError.self) { try await archive(2) }
      // What is not published has nothing that shows what it was.
      try await test.asSuperuser("DELETE FROM audit_publication")
      await #expect(throws: PostgresError.self) { try await archive(1) }
      try await test.clinic.sealAudit(of: test.riverside.id)
      try await archive(1)
      try await archive(1)
      #expect(try await test.count("audit_archive") == 1)
      // Nor do some rows of a seal go without the others.
      try await test.asSuperuser("DELETE FROM audit_event WHERE id = \(try await test.row(1))")
      await #expect(throws: PostgresError.self) { try await archive(2) }
      for statement: SQL in [
        "DELETE FROM audit_event", "INSERT INTO audit_archive (number, archived_at) VALUES (2, now())",
      ] {
        await #expect(throws: PostgresError.self) {
          _ = try await test.database.asServer(of: test.riverside.id.uuid, statement)
        }
      }
    }
  }

  @Test(
    "goes on where a worker died, before its archive was written and after, and where the store kept another")
  func killed() async throws {
    try await TestClinic.using { test in
      try await test.sealedLongAgo(years: 12, 2, 2)
      let rows = try await test.count("audit_event")
      for weakness in [FailingStore.Weakness.loses, .diesAfterwards, .spoils] {
        let server = try test.server(FailingStore(store: test.clinic.objects, weakness: weakness))
        await #expect(throws: (any Error).self) { try await server.archiveAudit(of: test.riverside.id) }
        #expect(try await test.count("audit_event") == rows)
        #expect(try await test.count("audit_archive") == 0)
        #expect(try await test.report().findings.isEmpty)
        await server.close()
      }
      try await test.clinic.archiveAudit(of: test.riverside.id)
      let report = try await test.report()
      #expect(report.findings.isEmpty && report.archived == 4)
    }
  }

  @Test("by two servers at once takes each row out once")
  func atOnce() async throws {
    try await TestClinic.using { test in
      try await test.sealedLongAgo(years: 12, 2, 2, 2)
      let other = try test.anotherServer()
      async let one: Void? = try? test.clinic.archiveAudit(of: test.riverside.id)
      async let two: Void? = try? other.archiveAudit(of: test.riverside.id)
      _ = await (one, two)
      try await test.clinic.archiveAudit(of: test.riverside.id)
      #expect(try await test.count("audit_event WHERE act = 'audit-archived'") == 3)
      let report = try await test.report()
      #expect(report.findings.isEmpty && report.archived == 6)
      await other.close()
    }
  }

  @Test("leaves in place what is not as it was sealed, for verifying to name")
  func unsound() async throws {
    try await TestClinic.using { test in
      try await test.sealedLongAgo(years: 12, 2)
      try await test.asSuperuser(
        "UPDATE audit_event SET detail = 'another' WHERE id = \(try await test.row(1))")
      await #expect(throws: SealingFault.unsoundSeal(1)) {
        try await test.clinic.archiveAudit(of: test.riverside.id)
      }
      #expect(try await test.count("audit_event WHERE detail = 'another'") == 1)
    }
  }

  @Test(
    "leaves in place what a seal holds that is not sound: its signature, its list of rows, its number",
    arguments: [
      "UPDATE audit_seal SET signature = decode(repeat('00', 64), 'hex') WHERE number = 1",
      """
      DELETE FROM audit_event WHERE position = (SELECT min(position) FROM audit_event WHERE detail = 'row 1');
      UPDATE audit_seal SET leaves = substr(leaves, 57) WHERE number = 1
      """,
      """
      UPDATE audit_seal s SET head = o.head, signature = o.signature, leaves = o.leaves FROM audit_seal o
       WHERE s.number = 1 AND o.number = 2
      """,
    ])
  func unsoundSeal(change: String) async throws {
    try await TestClinic.using { test in
      try await test.sealedLongAgo(years: 12, 2, 2)
      for statement in change.split(separator: ";") {
        try await test.asSuperuser("\(unsafe: String(statement))")
      }
      let rows = try await test.count("audit_event")
      await #expect(throws: SealingFault.unsoundSeal(1)) {
        try await test.clinic.archiveAudit(of: test.riverside.id)
      }
      #expect(try await test.count("audit_event") == rows)
      #expect(try await test.count("audit_archive") == 0)
    }
  }
}

extension TestClinic {
  /// Seals of so many rows each, made so many years ago.
  func sealedLongAgo(years: Int, _ rows: Int...) async throws {
    let now = clock.now
    clock.advance(by: -Double(years) * 366 * 86_400)
    for count in rows { try await sealed(count) }
    clock.set(now)
  }
}

/// A store that fails with what is put into it.
struct FailingStore: ObjectStore {
  enum Weakness { case loses, diesAfterwards, spoils }

  let store: any ObjectStore
  let weakness: Weakness

  func put(_ key: ObjectKey, _ body: ByteStream, length: Int, contentType: ContentType) async throws {
    switch weakness {
    case .loses: throw ObjectStoreError.unavailable("it died")
    case .diesAfterwards:
      try await store.put(key, body, length: length, contentType: contentType)
      throw ObjectStoreError.unavailable("it died")
    case .spoils: try await store.put(key, [0], contentType: contentType)
    }
  }
  func get(_ key: ObjectKey, range: Range<Int>?) async throws -> StoredObject {
    try await store.get(key, range: range)
  }
  func head(_ key: ObjectKey) async throws -> ObjectDescription { try await store.head(key) }
  func delete(_ key: ObjectKey) async throws { try await store.delete(key) }
  func list(_ prefix: KeyPrefix, after: ObjectKey?, limit: Int) async throws -> ObjectPage {
    try await store.list(prefix, after: after, limit: limit)
  }
}
