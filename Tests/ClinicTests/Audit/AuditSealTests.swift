import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("A seal of the audit log")
struct AuditSealTests {
  private func seal() throws -> AuditSeal {
    let leaves = (1...3).map { AuditLeaf(position: $0 * 5, id: UUID(), hash: MerkleTree.leaf([UInt8($0)])) }
    let head = AuditHead(
      tenant: ID(UUID()), number: 7, previous: MerkleTree.leaf([]), after: 2, upTo: 15, rows: 3,
      root: MerkleTree.root(leaves.map(\.hash)), sealedAt: 1_772_434_800_000_001, keyID: "2026")
    // Bytes like line breaks in the signature and the leaves mislead nobody.
    return AuditSeal(head: head, signature: [UInt8](repeating: 10, count: 64), leaves: leaves)
  }

  @Test("is read again as it was published, and not when a byte is missing or another")
  func published() throws {
    let seal = try seal()
    let read = try #require(AuditSeal(published: seal.published))
    #expect(read.head == seal.head && read.leaves == seal.leaves && read.signature == seal.signature)
    #expect(read.isWhole)
    #expect(AuditSeal(published: seal.published.dropLast()) == nil)
    #expect(AuditSeal(published: []) == nil)
    var changed = seal.published
    changed[changed.count - 1] ^= 1
    #expect(AuditSeal(published: changed)?.isWhole == false)
  }

  @Test("has one head: no other text is read as it")
  func text() throws {
    let text = try seal().head.text
    #expect(AuditHead(text: text)?.text == text)
    for (from, to) in [
      ("head 1", "head 2"), ("number 7", "number 07"), ("rows 3", "rows  3"), ("key 2026\n", "key 2026"),
      ("up-to", "upto"), ("after 2\n", ""),
    ] {
      #expect(AuditHead(text: text.replacing(from, with: to)) == nil, "\(from)")
    }
  }

  @Test("has a name by which it is found, in the order of numbers")
  func name() throws {
    let name = AuditSealName(try seal().head)
    let key = try name.key(of: ID(UUID()))
    #expect(AuditSealName(key) == name)
    #expect(key.text.contains("/audit/000000000007-"))
  }

  @Test("covers every column of a row")
  func columns() async throws {
    try await TestDatabase.using { database in
      let columns = try await database.asSuperuser(
        """
        SELECT attname::text FROM pg_attribute
         WHERE attrelid = 'audit_event'::regclass AND attnum > 0 AND NOT attisdropped
        """
      ).decode { row in try row.next(String.self) }
      #expect(Set(columns) == Set(AuditRow.columns))
    }
  }

  @Test("has of each row the hash that the documented form gives")
  func form() async throws {
    try await TestClinic.using { test in
      try await test.note(1)
      try await test.asSuperuser("UPDATE audit_event SET account_id = NULL, agent = 'Mozilla ⚕'")
      let rows = try await test.clinic.auditRows(of: test.riverside.id, after: .min, upTo: .max, limit: .max)
      // The same in SQL: of each column its length and its bytes.
      let columns = [
        "uuid_send(tenant_id)", "int8send(position)", "uuid_send(id)", "uuid_send(account_id)",
        "textsend(act)",
        "textsend(purpose)", "uuid_send(entity)", "textsend(request_id)", "timestamptz_send(at)",
        "textsend(address)", "textsend(agent)", "textsend(detail)", "array_send(changed)",
      ].map { "int4send(coalesce(length(\($0)), -1)) || coalesce(\($0), '')" }.joined(separator: " || ")
      let hash = try await test.database.asSuperuser(
        "SELECT sha256('\\x0001'::bytea || \(unsafe: columns)) FROM audit_event"
      ).decode { row in try row.next([UInt8].self) }
      #expect(rows.map(\.leaf.hash) == hash)
    }
  }
}
