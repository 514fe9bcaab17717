import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("An archive that is not taken in")
struct ArchiveRefusalTests {
  /// What the other installation has of any clinic.
  private func left(_ stage: CarryingStage) async throws -> [Int] {
    let rows = try await stage.there.asSuperuser(
      "SELECT (SELECT count(*) FROM tenant), (SELECT count(*) FROM patient), (SELECT count(*) FROM tenant_domain)"
    ).decode { row in [try row.next(Int.self), try row.next(Int.self), try row.next(Int.self)] }[0]
    return rows + [try await stage.files(in: stage.files).count]
  }

  @Test("cut off anywhere, changed, or opened with another key, it leaves nothing")
  func altered() async throws {
    try await CarryingStage.using { stage in
      try await stage.furnish()
      _ = try await stage.from.export("riverside", to: stage.path(), stage.key)
      let whole = Array(try Data(contentsOf: URL(filePath: stage.path())))
      let piece = SealedStream.pieceLength + SealedStream.tagLength
      let header = SealedStream.headerLength
      #expect(whole.count > header + 3 * piece)
      var others = [header - 1, header, header + 100, header + piece, header + 2 * piece, whole.count - 1].map
      {
        Array(whole.prefix($0))
      }
      others.append(whole + [0])
      others.append(
        Array(whole.prefix(header)) + whole[(header + piece)..<(header + 2 * piece)]
          + whole[header..<(header + piece)] + whole[(header + 2 * piece)...])
      var changed = whole
      changed[whole.count / 2] ^= 1
      others.append(changed)
      for other in others {
        try Data(other).write(to: URL(filePath: stage.path("other")))
        await #expect(throws: ArchiveFault.self) {
          try await stage.to.bringIn(stage.path("other"), stage.key)
        }
      }
      let another = try #require(StreamKey(text: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh4="))
      await #expect(throws: ArchiveFault.notAuthentic) { try await stage.to.bringIn(stage.path(), another) }
      #expect(try await left(stage) == [0, 0, 0, 0])
      _ = try await stage.to.bringIn(stage.path(), stage.key)
    }
  }

  @Test("where the clinic is already, is being deleted, or one of its hosts is another's")
  func present() async throws {
    try await CarryingStage.using { stage in
      try await stage.furnish()
      _ = try await stage.from.export("riverside", to: stage.path(), stage.key)
      await #expect(throws: ArchiveFault.exists(stage.path())) {
        try await stage.from.export("riverside", to: stage.path(), stage.key)
      }
      await #expect(throws: ArchiveFault.present(slug: "riverside")) {
        try await stage.from.bringIn(stage.path(), stage.key)
      }
      let other = try await stage.to.tenants.create(
        NewTenant(
          slug: "lakeside", name: "Lakeside", timeZone: "Europe/London", currency: "GBP",
          hosts: ["www.riverside.example"]), id: ID(UUID()))
      #expect(other.isNew)
      await #expect(throws: ArchiveFault.host("www.riverside.example")) {
        try await stage.to.bringIn(stage.path(), stage.key)
      }
      #expect(try await left(stage) == [1, 0, 1, 0])
    }
  }

  @Test("of other migrations, or with an audit log of a key that is not known, or another key of that name")
  func strange() async throws {
    let test = try SigningKey(id: "test", seed: Array(repeating: 1, count: 32))
    let unknown = AuditKeys(try SigningKey(id: "there", seed: Array(repeating: 3, count: 32)))
    for (audit, fault) in [
      (unknown, ArchiveFault.auditKey(TestClinic.auditKeys.publicKey)),
      (AuditKeys(test), .auditKeyID("test")),
    ] {
      try await CarryingStage.using(audit: audit) { stage in
        try await stage.furnish()
        _ = try await stage.from.export("riverside", to: stage.path(), stage.key)
        await #expect(throws: fault) { try await stage.to.bringIn(stage.path(), stage.key) }
        #expect(try await left(stage) == [0, 0, 0, 0])
      }
    }
    try await CarryingStage.using { stage in
      try await stage.furnish()
      _ = try await stage.from.export("riverside", to: stage.path(), stage.key)
      _ = try await stage.there.asSuperuser(
        "INSERT INTO migration (name, checksum) VALUES ('9999_later', 'x')")
      await #expect(throws: ArchiveFault.self) { try await stage.to.bringIn(stage.path(), stage.key) }
      #expect(try await left(stage) == [0, 0, 0, 0])
    }
  }

  @Test("when rows read back differ from those that came, nothing is kept")
  func differs() async throws {
    try await CarryingStage.using { stage in
      try await stage.furnish()
      _ = try await stage.from.export("riverside", to: stage.path(), stage.key)
      _ = try await stage.there.asSuperuser(
        """
        CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN NEW.given_name := NEW.given_name || ''x''; RETURN NEW; END'
        """)
      _ = try await stage.there.asSuperuser(
        "CREATE TRIGGER spoil BEFORE INSERT ON patient FOR EACH ROW EXECUTE FUNCTION spoil()")
      await #expect(throws: ArchiveFault.differs(table: "patient")) {
        try await stage.to.bringIn(stage.path(), stage.key)
      }
      // The files lie where nothing leads to, and wait for the next time.
      #expect(try await left(stage) == [0, 0, 0, 4])
      _ = try await stage.there.asSuperuser("DROP TRIGGER spoil ON patient")
      _ = try await stage.to.bringIn(stage.path(), stage.key)
    }
  }
}
