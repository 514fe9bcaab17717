import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("Seals that were tampered with")
struct SealTamperingTests {
  private func faults(after tamper: (TestClinic) async throws -> Void) async throws -> [AuditFinding.Fault] {
    try await TestClinic.using { test in
      for _ in 0..<3 { try await test.sealed(2) }
      try await tamper(test)
      return try await test.report().faults
    }
  }

  @Test("are found: gone from the database, from the object store, and from both")
  func gone() async throws {
    let riverside: SQL = "tenant_id = (SELECT id FROM tenant WHERE slug = 'riverside')"
    func removed(_ test: TestClinic) async throws {
      try await test.asSuperuser(
        "DELETE FROM audit_publication WHERE number = 2 AND \(riverside)",
        "DELETE FROM audit_seal WHERE number = 2 AND \(riverside)")
    }
    #expect(try await faults { try await removed($0) } == [.cutOff])
    for number in [1, 2] {
      let faults = try await faults { try await $0.clinic.objects.delete($0.publishedKeys()[number]) }
      #expect(faults == [.notPublished])
    }
    let both = try await faults { test in
      try await removed(test)
      try await test.clinic.objects.delete(test.publishedKeys()[1])
    }
    #expect(both == [.missing])
  }

  @Test("are found: another signature, another list of rows, a head that can't be read or is another's")
  func changed() async throws {
    for (change, fault) in [
      ("signature = decode(repeat('00', 64), 'hex')", AuditFinding.Fault.signature),
      ("leaves = set_byte(leaves, 30, 255 - get_byte(leaves, 30))", .leaves),
      ("head = head || ' '", .unreadable),
      ("leaves = ''", .leaves),
    ] {
      let faults = try await faults { test in
        try await test.asSuperuser("UPDATE audit_seal SET \(unsafe: change) WHERE number = 2")
      }
      #expect(faults == [fault], "\(change)")
    }
    let swapped = try await faults { test in
      try await test.asSuperuser(
        """
        UPDATE audit_seal s SET head = o.head, signature = o.signature, leaves = o.leaves FROM audit_seal o
         WHERE s.number = 2 AND o.number = 3
        """)
    }
    #expect(swapped == [.rewritten])
  }

  @Test("are not gone on from")
  func unsound() async throws {
    try await TestClinic.using { test in
      try await test.sealed(2)
      try await test.asSuperuser("UPDATE audit_seal SET head = replace(head, 'rows 2', 'rows 1')")
      try await test.clinic.scheduleRounds(of: [.auditSeal])
      try await test.note(1)
      await #expect(throws: SealingFault.unsoundSeal(1)) {
        try await test.clinic.sealAudit(of: test.riverside.id)
      }
      _ = try await test.clinic.work([.auditSeal]) { _, _ in .sent }
      #expect(try await test.clinic.workLag().failing == 1)
      #expect(try await test.count("audit_seal") == 1)
      // Nor is one whose number is not its own.
      try await test.asSuperuser(
        "DELETE FROM audit_publication",
        "UPDATE audit_seal SET head = replace(head, 'rows 1', 'rows 2'), number = 7")
      await #expect(throws: SealingFault.unsoundSeal(7)) {
        try await test.clinic.sealAudit(of: test.riverside.id)
      }
    }
  }

  @Test("under a key that is not known here are not believed; under a retired one they are")
  func keys() async throws {
    try await TestClinic.using { test in
      try await test.sealed(2)
      let next = try SigningKey(id: "next", seed: Array(repeating: 3, count: 32))
      let old = try SigningKey(id: "test", seed: Array(repeating: 9, count: 32))
      let forgetful = try test.server(test.clinic.objects, AuditKeys(next))
      let report = try await forgetful.verifyAudit(of: test.audited)
      #expect(report.faults == [.unknownKey("test")])
      let rotated = try test.server(test.clinic.objects, AuditKeys(next, retired: [old.verifyingKey]))
      try await test.note(2)
      try await rotated.sealAudit(of: test.riverside.id)
      let both = try await rotated.verifyAudit(of: test.audited)
      #expect(both.findings.isEmpty && both.seals == 2 && both.rows == 4)
      #expect(try await test.report().faults == [.unknownKey("next")])
    }
  }
}
