import ClinicTesting
import Credentials
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Another key")
struct KeyRotationTests {
  /// The key of every test, and the one after it; the last name is the current one.
  private func ring(_ ids: String...) throws -> KeyRing {
    let keys = ["test": [UInt8](repeating: 7, count: 32), "next": [UInt8](repeating: 8, count: 32)]
    return try KeyRing(keys: keys.filter { ids.contains($0.key) }, current: ids.last ?? "")
  }

  private func server(_ test: TestClinic, _ keys: KeyRing) throws -> Clinic {
    let cheap = Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1)
    return try test.anotherServer(
      keys: keys, hasher: PasswordHasher(pepper: Pepper(keys), parameters: cheap, waiting: 1000))
  }

  private func registry(_ test: TestClinic) -> TenantRegistry {
    TenantRegistry(connection: test.database.ownerConnection, keys: TestClinic.keys, logger: .tests)
  }

  private static let staff = [DemoCast.amira, DemoCast.ben, DemoCast.dana, DemoCast.paul]

  /// Through both steps, at this server.
  private func signsIn(_ account: DemoAccount, _ test: TestClinic, at server: Clinic) async throws {
    let half = try await server.signIn(
      email: account.email, password: account.password, by: test.browser(to: .signIn))
    let step = try test.visitor(try #require(half), .step(.secondFactor), to: .signIn)
    let outcome = try await server.passSecondFactor(try test.code(of: account), by: step)
    guard case .accepted = outcome else { throw NotSignedIn() }
  }

  @Test("takes the place of the old one while people sign in, and the old one can go: nobody is turned away")
  func underLoad() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      // As servers are restarted: all know both keys before one of them uses the new one.
      let (old, new) = (try server(test, ring("next", "test")), try server(test, ring("test", "next")))
      let keys = InstallationKeys(try ring("test", "next"))
      async let rotated: Void = {
        for _ in 0..<4 { _ = try await registry(test).rotateKeys(keys) }
      }()
      for round in 0..<6 {
        try await withThrowingTaskGroup { people in
          for (number, account) in Self.staff.enumerated() {
            let server = (number + round).isMultiple(of: 2) ? old : new
            people.addTask { try await signsIn(account, test, at: server) }
          }
          try await people.waitForAll()
        }
        // A code is good once.
        test.clock.advance(by: 31)
      }
      try await rotated
      // What the old server still stored under its own.
      _ = try await registry(test).rotateKeys(keys)
      #expect(try await registry(test).rotateKeys(keys) == [])
      let uses = try await registry(test).keyUses(keys)
      #expect(Set(uses.map(\.key)) == ["next"] && Set(uses.map(\.slug)) == ["hilltop", "riverside"])

      let without = try server(test, ring("next"))
      for account in Self.staff { try await signsIn(account, test, at: without) }
    }
  }

  @Test("makes no other password of one that is just being looked at")
  func samePassword() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let both = try server(test, ring("next", "test"))
      let before = try await both.hash("orange kettle winter")
      let keys = InstallationKeys(try ring("test", "next"))
      let after = String(
        decoding: try keys.resealed(Array(before.utf8), .password, context: ""), as: UTF8.self)
      let other = try await both.hash("orange kettle winter")
      #expect(before != after)
      #expect(try both.areOfOnePassword(before, after) && both.areOfOnePassword(before, before))
      #expect(try !both.areOfOnePassword(before, other) && !both.areOfOnePassword(after, ""))
    }
  }

  @Test("takes letters that wait and apps being set up along")
  func lettersAndApps() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let here = try await test.visitor(DemoCast.paul, to: .account)
      try await test.clinic.beginAuthenticator(by: here)
      let enrolment = try await test.clinic.enrolment(by: here).1
      try await test.clinic.forgotPassword(
        of: DemoCast.ben.email, language: "en", by: test.browser(to: .signIn))

      let keys = InstallationKeys(try ring("test", "next"))
      let done = try await registry(test).rotateKeys(keys)
      #expect(done.filter { $0.slug == "riverside" }.map(\.what).contains("codes and links in letters"))
      let without = try server(test, ring("next"))
      #expect(try await without.enrolment(by: here).1.key == enrolment.key)
    }
  }

  @Test("takes documents, those on their way in, insurance and files of patients along: the old one can go")
  func recordKeys() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let paul = try await test.documentOwner()
      let id = try await test.add(TestClinic.pdf(200_000), test.newDocument(), by: paul)
      let (new, bytes) = (test.newDocument(mark: "m"), TestClinic.pdf(DocumentUpload.partLength + 90))
      func begun(at clinic: Clinic) async throws -> DocumentUpload? {
        try await clinic.beginUpload(new, named: "x.pdf", size: bytes.count, isWhole: false, .own, by: paul)
      }
      var upload = try #require(try await begun(at: test.clinic))
      upload.kind = .pdf
      try await test.clinic.store(Array(bytes[..<upload.next]), of: &upload, by: paul)
      let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.importPatients))
      let stage = ImportStage(test: test, dana: dana)
      let header = ["number", "given", "family", "birth", "gender", "coverage"]
      let ours = ["\(try await stage.paul)", "Acme | N-1234567 |  | self | 1"]
      let carriedOut = try await stage.looked([ours], header: ["number", "coverage"])
      try await test.clinic.apply(carriedOut, takingAlike: false, by: dana)
      try await stage.work()
      let waiting = try await stage.looked(
        [["", "Ada", "Okafor", "1990-02-28", "other", "Beta | N-7654321 |  | self | 1"]], header: header)

      let without = try server(test, ring("next"))
      await #expect(throws: SecretFault.unknownKey("test")) {
        try await test.bytes(of: id, by: paul, at: without)
      }
      let keys = InstallationKeys(try ring("test", "next"))
      let done = try await registry(test).rotateKeys(keys).filter { $0.slug == "riverside" }.map(\.what)
      let columns = [KeyedColumn.document, .upload, .coverage, .importLines]
      #expect(columns.allSatisfy { done.contains($0.rawValue) })
      #expect(try await registry(test).rotateKeys(keys) == [])

      #expect(try await test.bytes(of: id, by: paul, at: without) == TestClinic.pdf(200_000))
      var rest = try #require(try await begun(at: without))
      #expect(rest.id == upload.id && rest.received == DocumentUpload.partLength)
      try await without.store(Array(bytes[rest.received...]), of: &rest, by: paul)
      try await without.complete(rest, by: paul)
      #expect(try await test.bytes(of: rest.id, by: paul, at: without) == bytes)
      try await without.apply(waiting, takingAlike: false, by: dana)
      while try await without.work([.imports], { _, _ in .sent }) > 0 {}
      let records = try await without.ask(
        dana, without.patientRecords(after: 0, limit: 50, by: dana, at: test.clock.now, newID: UUID())
      ).answer
      #expect(
        Set(records.map { $0.cells(["coverage"])[0] }.filter { !$0.isEmpty })
          == ["Acme | N-1234567 |  | self | 1", "Beta | N-7654321 |  | self | 1"])
    }
  }

  @Test("stops at what it can't open: a key that is gone, a seed from another account")
  func stops() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      await #expect(throws: SecretFault.unknownKey("test")) {
        try await registry(test).rotateKeys(InstallationKeys(try ring("next")))
      }
      _ = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        [
          """
          UPDATE account SET totp_seed = (SELECT totp_seed FROM account WHERE email = \(DemoCast.paul.email))
           WHERE email = \(DemoCast.ben.email)
          """
        ])
      await #expect(throws: SecretFault.notAuthentic) {
        try await registry(test).rotateKeys(InstallationKeys(try ring("test", "next")))
      }
    }
  }

  @Test("does not write over what somebody changed meanwhile")
  func changedMeanwhile() async throws {
    try await TestClinic.using { (test: TestClinic) async throws in
      let ben = try #require(test.riverside.accounts[DemoCast.ben])
      for column in [KeyedColumn.password, .authenticator] {
        let statement = column.replacing(Array("as it was".utf8), in: "\(ben)", by: Array("another".utf8))
        let rows = try await test.database.asOwner(of: test.riverside.id.uuid, [statement])
        #expect(rows[0].affected == 0)
      }
    }
  }

  @Test("is known to every column that lies under one")
  func everyColumn() async throws {
    // The other columns of bytes hold hashes, public keys, and what lies open: name a new one here, or in KeyedColumn.
    let open = [
      "account.totp_pending",  // out of use
      "audit_seal.leaves", "audit_seal.signature", "import_file.contents", "passkey.credential_id",
      "passkey.public_key", "spent_challenge.challenge", "tenant_deletion.signature",
      "erasure_request.signature",
    ]
    try await TestDatabase.using { database in
      let columns = try await database.asSuperuser(
        """
        SELECT table_name || '.' || column_name FROM information_schema.columns
         WHERE table_schema = 'public' AND data_type = 'bytea' AND column_name !~ '(hash|root)$'
        """
      ).decode { row in try row.next(String.self) }
      let keyed = KeyedColumn.allCases.filter { !$0.isPassword }.map {
        "\($0.place.table).\($0.place.column)"
      }
      #expect(Set(columns) == Set(keyed + open))
    }
  }
}
