import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

/// Two installations with keys, databases and files of their own.
struct CarryingStage {
  let test: TestClinic
  let from: Installation
  let to: Installation
  /// Of the other installation.
  let keys: KeyRing
  let there: TestDatabase
  /// Of the other installation.
  let files: FileStore
  let folder: String
  let key: StreamKey

  /// - Parameter audit: of the other installation; else it knows those of the first, and signs with another.
  static func using(
    audit: AuditKeys? = nil, _ body: (CarryingStage) async throws -> Void
  ) async throws {
    let keys = try KeyRing(keys: ["test": Array(repeating: 8, count: 32)], current: "test")
    let first = try SigningKey(id: "test", seed: Array(repeating: 9, count: 32))
    let audit =
      try audit
      ?? AuditKeys(
        SigningKey(id: "there", seed: Array(repeating: 3, count: 32)), retired: [first.verifyingKey])
    let key = try #require(StreamKey(text: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="))
    let folder = "\(FileManager.default.temporaryDirectory.path())/polyclinic-carrying-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await TestClinic.using { test in
      try await TestDatabase.using { there in
        let files = try FileStore(folder: "\(folder)/objects")
        let stage = CarryingStage(
          test: test,
          from: installation(
            test.database, test.clinic.objects, TestClinic.keys, TestClinic.auditKeys, test.clock),
          to: installation(there, files, keys, audit, test.clock, baseDomain: "there.example"), keys: keys,
          there: there, files: files, folder: folder, key: key)
        try await body(stage)
      }
    }
  }

  static func installation(
    _ database: TestDatabase, _ objects: any ObjectStore, _ keys: KeyRing, _ auditKeys: AuditKeys,
    _ clock: TestClock, baseDomain: String = "localhost"
  ) -> Installation {
    Installation(
      tenants: TenantRegistry(connection: database.ownerConnection, keys: keys, logger: .tests),
      objects: objects, keys: InstallationKeys(keys), auditKeys: auditKeys, baseDomain: baseDomain,
      clock: { clock.now })
  }

  static func hasher(_ keys: KeyRing) -> PasswordHasher {
    PasswordHasher(
      pepper: Pepper(keys), parameters: Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1), waiting: 100)
  }

  func path(_ name: String = "riverside") -> String { "\(folder)/\(name).archive" }

  /// The server of the other installation.
  func server() throws -> Clinic {
    try Clinic(
      connection: there.appConnection, poolSize: 2, objects: files, keys: keys, auditKeys: to.auditKeys,
      hasher: Self.hasher(keys), clock: { test.clock.now }, logger: .tests)
  }

  /// Something of all that is special: sealed and keyed values, rows that refer to their own table, seals, files.
  func furnish() async throws {
    let peppered = try await Self.hasher(TestClinic.keys).hash(DemoCast.dana.password).phc
    let paul = test.riverside.accounts[DemoCast.paul]
    try await test.crowd(visits: 120, patients: 40, at: test.riverside)
    _ = try await test.visitor(DemoCast.paul, to: .ownRecord)
    try await test.clinic.forgotPassword(
      of: DemoCast.paul.email, language: "en", by: test.browser(to: .signIn))
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      [
        "UPDATE account SET password_hash = \(peppered) WHERE id = \(test.riverside.accounts[DemoCast.dana])",
        "UPDATE account SET password_hash = '' WHERE id = \(test.riverside.accounts[DemoCast.ben])",
        "INSERT INTO recovery_code (account_id, code_hash) VALUES (\(paul), 'abc')",
        """
        UPDATE patient SET retired_at = now(), replaced_by = (SELECT id FROM patient ORDER BY id DESC LIMIT 1)
         WHERE id = (SELECT id FROM patient ORDER BY id LIMIT 1)
        """,
        """
        INSERT INTO own_domain (host, proof, asked_at, proved_at)
        VALUES ('www.riverside.example', 'a proof of twenty letters', now(), now())
        """,
        """
        INSERT INTO import_file (id, noun, name, contents, encoding, made_at)
        SELECT gen_random_uuid(), 'service', 'a "\\" name', decode(repeat('00ff5c22', 200000), 'hex'), 'utf-8', now()
        """,
      ])
    try await test.sealed(30)
    for (name, size) in [("portraits/a/large.jpg", 300_000), ("portraits/empty", 0), ("logos/b.png", 5)] {
      try await test.clinic.objects.put(
        ObjectKey("\(test.riverside.id)/\(name)"), RandomSource.seeded(3).bytes(size), contentType: .jpeg)
    }
    try await test.clinic.objects.put(
      ObjectKey("\(test.hilltop.id)/logos/c.png"), [1, 2], contentType: .png)
  }
}
