import ClinicTesting
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

/// What somebody with the object store, the database's superuser, or both can do to what is archived.
@Suite("Archives that were tampered with")
struct ArchiveTamperingTests {
  /// Three seals of two rows each; the first two are archived.
  private func faults(
    after tamper: (TestClinic, AuditSeal) async throws -> Void
  ) async throws -> [AuditFinding.Fault] {
    try await TestClinic.using { test in
      try await test.sealedLongAgo(years: 12, 2, 2)
      try await test.sealed(2)
      try await test.clinic.archiveAudit(of: test.riverside.id)
      #expect(try await test.report().findings.isEmpty)
      let seals = try await test.clinic.ask(within: test.riverside.id, .seals(from: 1, limit: 1))
      try await tamper(test, try #require(seals.first?.seal))
      return try await test.report().faults
    }
  }

  /// Puts other rows in the place of the archived ones.
  private func replaced(
    _ change: @escaping @Sendable ([AuditRow]) -> [AuditRow]
  ) async throws -> [AuditFinding.Fault] {
    try await faults { test, seal in
      guard case .rows(let rows) = try await test.clinic.archivedRows(of: seal) else { return }
      let other = AuditArchive(seal: seal, rows: change(rows))
      try await test.clinic.objects.put(AuditArchive.key(of: seal), other.bytes, contentType: .bytes)
    }
  }

  private func kinds(_ faults: [AuditFinding.Fault]) -> [AuditFinding.RowFault] {
    faults.compactMap { if case .row(_, _, let fault) = $0 { fault } else { nil } }
  }

  @Test("are found: a row edited, deleted, inserted, and two in each other's place")
  func rows() async throws {
    let edited = try await replaced { rows in
      var bytes = rows[0].bytes
      bytes[bytes.count - 30] ^= 1
      return [AuditRow(bytes: bytes) ?? rows[1], rows[1]]
    }
    #expect(kinds(edited) == [.edited])
    #expect(kinds(try await replaced { [$0[1]] }) == [.deleted])
    #expect(kinds(try await replaced { [$0[0]] }) == [.deleted])
    #expect(kinds(try await replaced { [$0[0], $0[0], $0[1]] }) == [.moved])
    #expect(kinds(try await replaced { [$0[1], $0[0]] }) == [.moved])
    let strange = try await replaced { rows in
      var bytes = rows[0].bytes
      // Another id, of a row that there never was.
      bytes[1 + 4 + 16 + 4 + 8 + 4] ^= 1
      return rows + [AuditRow(bytes: bytes) ?? rows[0]]
    }
    #expect(kinds(strange) == [.inserted])
  }

  @Test("are found: gone, cut short, of another seal, and never written though the database says so")
  func objects() async throws {
    let gone = try await faults { test, seal in
      try await test.clinic.objects.delete(AuditArchive.key(of: seal))
    }
    #expect(gone == [.archiveGone])
    let cut = try await faults { test, seal in
      let key = try AuditArchive.key(of: seal)
      let bytes = try await test.clinic.objects.bytes(key, limit: AuditArchive.mostBytes)
      try await test.clinic.objects.put(key, Array(bytes.dropLast()), contentType: .bytes)
    }
    #expect(cut == [.archiveUnreadable])
    let swapped = try await faults { test, seal in
      let next = try #require(
        try await test.clinic.ask(within: test.riverside.id, .seals(from: 2, limit: 1)).first?.seal)
      let bytes = try await test.clinic.objects.bytes(
        AuditArchive.key(of: next), limit: AuditArchive.mostBytes)
      try await test.clinic.objects.put(AuditArchive.key(of: seal), bytes, contentType: .bytes)
    }
    #expect(swapped == [.archiveUnreadable])
    let claimed = try await faults { test, _ in
      try await test.asSuperuser(
        "INSERT INTO audit_archive (tenant_id, number, archived_at) VALUES (\(test.riverside.id.uuid), 3, now())",
        "DELETE FROM audit_event WHERE act = 'read'")
    }
    #expect(claimed == [.archiveGone])
  }

  @Test(
    "are found: rows put back into the database, the seal of archived rows changed, taken out or made anew")
  func seals() async throws {
    let back = try await faults { test, seal in
      try await test.asSuperuser(
        """
        INSERT INTO audit_event (tenant_id, id, act, purpose, at, position) OVERRIDING SYSTEM VALUE
        VALUES (\(test.riverside.id.uuid), gen_random_uuid(), 'read', 'operation', now(), \(seal.head.upTo))
        """)
    }
    #expect(kinds(back) == [.inserted])
    for (change, fault) in [
      (
        "UPDATE audit_seal SET signature = decode(repeat('00', 64), 'hex') WHERE number = 1",
        AuditFinding.Fault.signature
      ),
      ("UPDATE audit_seal SET leaves = '' WHERE number = 1", .leaves),
    ] {
      let faults = try await faults { test, _ in try await test.asSuperuser("\(unsafe: change)") }
      #expect(faults == [fault], "\(change)")
    }
    let forgotten = try await faults { test, _ in
      try await test.asSuperuser("DELETE FROM audit_archive")
    }
    #expect(kinds(forgotten) == [.deleted])
  }
}
