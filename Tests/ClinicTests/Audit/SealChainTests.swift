import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

/// By somebody who has the clinic's key as well, or the object store.
@Suite("A chain of seals")
struct SealChainTests {
  /// The last of three seals, which was not published yet.
  private func faults(
    after tamper: (TestClinic, AuditSeal) async throws -> Void
  ) async throws -> [AuditFinding.Fault] {
    try await TestClinic.using { test in
      for _ in 0..<3 { try await test.sealed(2) }
      try await test.clinic.objects.delete(test.publishedKeys()[2])
      try await test.asSuperuser("DELETE FROM audit_publication WHERE number = 3")
      let stored = try await test.clinic.ask(within: test.riverside.id, .seals(from: 3, limit: 1))
      try await tamper(test, try #require(stored.first?.seal))
      return try await test.report().faults
    }
  }

  private func signed(_ head: AuditHead, _ leaves: [AuditLeaf]) throws -> AuditSeal {
    let signature = try TestClinic.auditKeys.signing.signature(for: Array(head.text.utf8))
    return AuditSeal(head: head, signature: signature, leaves: leaves)
  }

  @Test(
    "is one: each seal is its clinic's, has its number, follows the head before and begins where it ended")
  func links() async throws {
    func relinked(_ change: (AuditHead, TestClinic) -> AuditHead) async throws -> [AuditFinding.Fault] {
      try await faults { test, seal in
        let forged = try signed(change(seal.head, test), seal.leaves)
        _ = try await test.database.asSuperuser(
          "UPDATE audit_seal SET head = \(forged.head.text), signature = \(forged.signature) WHERE number = 3"
        )
      }
    }
    #expect(try await relinked { head, _ in head } == [])
    #expect(try await relinked { head, test in head.having(tenant: test.hilltop.id) } == [.unlinked])
    #expect(try await relinked { head, _ in head.having(number: 4) } == [.unlinked])
    #expect(try await relinked { head, _ in head.having(previous: AuditHead.first) } == [.unlinked])
    #expect(try await relinked { head, _ in head.having(after: head.after + 1) } == [.unlinked])
  }

  @Test("names no row by a list that was not signed, and none by an object that another key has signed")
  func evidence() async throws {
    let unsigned = try await faults { test, _ in
      try await test.asSuperuser(
        "UPDATE audit_seal SET leaves = set_byte(leaves, 30, 255 - get_byte(leaves, 30)) WHERE number = 3")
    }
    #expect(unsigned == [.leaves])
    let forged = try await faults { test, _ in
      // The second seal and one of its rows are gone. An object says that there never was such a row, and says so earlier.
      let stored = try await test.clinic.ask(within: test.riverside.id, .seals(from: 2, limit: 1))
      let second = try #require(stored.first?.seal)
      let head = AuditHead(
        tenant: second.head.tenant, number: 2, previous: second.head.previous, after: second.head.after,
        upTo: second.head.upTo, rows: 1, root: second.leaves[1].hash, sealedAt: second.head.sealedAt - 1,
        keyID: second.head.keyID)
      let seal = AuditSeal(head: head, signature: second.signature, leaves: [second.leaves[1]])
      try await test.clinic.objects.put(
        AuditSealName(head).key(of: head.tenant), seal.published, contentType: .bytes)
      try await test.asSuperuser(
        "DELETE FROM audit_publication WHERE number > 1", "DELETE FROM audit_seal WHERE number > 1",
        "DELETE FROM audit_event WHERE id = \(second.leaves[0].id)")
    }
    guard case .row(_, _, .deleted) = forged.first, forged.dropFirst() == [.cutOff] else {
      Issue.record("\(forged)")
      return
    }
  }

  @Test(
    "has lost an object also when nothing in the database says that it was published, but a later one was")
  func later() async throws {
    let faults = try await faults { test, seal in
      try await test.clinic.objects.put(
        AuditSealName(seal.head).key(of: test.riverside.id), seal.published, contentType: .bytes)
      try await test.asSuperuser("DELETE FROM audit_publication WHERE number = 2")
      try await test.clinic.objects.delete(test.publishedKeys()[1])
    }
    #expect(faults == [.notPublished])
  }

  @Test("is not published where it was tampered with meanwhile")
  func unsound() async throws {
    try await TestClinic.using { test in
      let cutOff = try test.server(UnreachableStore())
      for _ in 0..<2 {
        try await test.note(2)
        await #expect(throws: ObjectStoreError.self) { try await cutOff.sealAudit(of: test.riverside.id) }
      }
      await cutOff.close()
      try await test.asSuperuser(
        "UPDATE audit_seal SET head = replace(head, 'rows 2', 'rows 1') WHERE number = 1")
      await #expect(throws: SealingFault.unsoundSeal(1)) {
        try await test.clinic.sealAudit(of: test.riverside.id)
      }
      #expect(try await test.publishedKeys().isEmpty)
    }
  }
}

extension AuditHead {
  fileprivate func having(
    tenant: ID<Tenant>? = nil, number: Int? = nil, previous: [UInt8]? = nil, after: Int64? = nil
  ) -> AuditHead {
    AuditHead(
      tenant: tenant ?? self.tenant, number: number ?? self.number, previous: previous ?? self.previous,
      after: after ?? self.after, upTo: upTo, rows: rows, root: root, sealedAt: sealedAt, keyID: keyID)
  }
}
