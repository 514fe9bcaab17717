import ClinicTesting
import Credentials
import FoundationEssentials
import ObjectStore
import Postgres
import Testing

@testable import Clinic

@Suite("A clinic that is deleted")
struct TenantDeletionTests {
  private static let name = "Riverside Clinic"

  private func delete(_ stage: CarryingStage, _ installation: Installation? = nil) async throws
    -> DeletionReceipt
  {
    try await (installation ?? stage.from).delete("riverside", named: Self.name, by: "ada@office")
  }

  /// In how many tables and objects there is still something of Riverside, and how many clinics are left.
  private func left(_ stage: CarryingStage) async throws -> (tables: [String], files: Int, clinics: Int) {
    let database = stage.test.database
    let names = try await database.asSuperuser(
      """
      SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
       WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
      """
    ).decode { row in try row.next(String.self) }
    var tables: [String] = []
    for name in names {
      let rows = try await database.asSuperuser(
        "SELECT FROM \(unsafe: name) WHERE tenant_id = \(stage.test.riverside.id.uuid) LIMIT 1")
      if !rows.isEmpty { tables.append(name) }
    }
    let clinics = try await database.asSuperuser("SELECT count(*) FROM tenant").decode { row in
      try row.next(Int.self)
    }[0]
    return (tables, try await stage.files(in: stage.test.clinic.objects).count, clinics)
  }

  private func neighbour(_ stage: CarryingStage) async throws -> Int {
    try await stage.test.database.asOwner(
      of: stage.test.hilltop.id.uuid,
      ["SELECT (SELECT count(*) FROM account) + (SELECT count(*) FROM patient)"])[0]
      .decode { row in try row.next(Int.self) }[0]
  }

  @Test("leaves no row and no file, a receipt that is signed, and its neighbour as it was")
  func nothing() async throws {
    try await CarryingStage.using { stage in
      try await stage.furnish()
      let before = try await neighbour(stage)
      let accounts = try await stage.test.count("account")
      await #expect(throws: TenantFault.name("riverside")) {
        try await stage.from.delete("riverside", named: "Riverside clinic", by: "ada@office")
      }
      #expect(try await left(stage).clinics == 2)
      let receipt = try await delete(stage)
      let (tables, files, clinics) = try await left(stage)
      #expect(tables == [] && files == 0 && clinics == 1)
      #expect(try await neighbour(stage) == before)
      #expect(
        try await stage.test.clinic.objects.list(
          KeyPrefix(tenant: "\(stage.test.hilltop.id)"), after: nil, limit: 10
        ).objects.count == 1)
      for line in ["asked-by ada@office", "rows-of account \(accounts)", "objects 4", "audit-head 1-"] {
        #expect(receipt.text.contains("\n\(line)"), "\(line)")
      }
      let key = try SigningKey(id: "test", seed: Array(repeating: 9, count: 32)).verifyingKey
      #expect(key.isValid(receipt.signature, for: Array(receipt.text.utf8)))
      #expect(try await stage.from.tenants.receipts() == [receipt])
      await #expect(throws: TenantFault.unknown("riverside")) { try await delete(stage) }
      await #expect(throws: Refusal.unknownTenant) {
        try await stage.test.clinic.ask(stage.test.browser(to: .signIn), .nothing)
      }
    }
  }

  @Test(
    "cut short anywhere, lets nobody in, can't be resumed or exported, and is gone on with to one receipt")
  func cutShort() async throws {
    try await CarryingStage.using { stage in
      try await stage.furnish()
      let (signer, tenant) = (TestClinic.auditKeys, stage.test.riverside.id)
      var receipts: Set<String> = []
      // The store fails at ever later objects: before anything was counted, while files are removed, and at the very end.
      for deletions in [0, 1, 2] {
        let store = DyingStore(
          store: stage.test.clinic.objects, canList: deletions > 0, deletions: deletions)
        let broken = CarryingStage.installation(
          stage.test.database, store, TestClinic.keys, signer, stage.test.clock)
        await #expect(throws: ObjectStoreError.unavailable("cut short")) { try await delete(stage, broken) }
        await #expect(throws: Refusal.suspended) {
          try await stage.test.clinic.ask(stage.test.browser(to: .signIn), .nothing)
        }
        await #expect(throws: TenantFault.beingDeleted("riverside")) {
          try await stage.from.tenants.resume("riverside")
        }
        await #expect(throws: TenantFault.beingDeleted("riverside")) {
          try await stage.from.export("riverside", to: stage.path("\(deletions)"), stage.key)
        }
        await #expect(throws: TenantFault.name("riverside")) {
          try await stage.from.delete("riverside", named: "Hilltop", by: "ada@office")
        }
        let inventory = try await stage.test.database.asSuperuser("SELECT inventory FROM tenant_deletion")
          .decode { row in
            try row.next(String?.self)
          }[0]
        if let inventory { receipts.insert(inventory) }
      }
      // And once the tenant itself is gone, and the receipt is not there yet.
      try await stage.from.removeRows(of: tenant)
      try await stage.from.removeTenant(tenant)
      let receipt = try await delete(stage)
      let (tables, files, _) = try await left(stage)
      #expect(tables == [] && files == 0)
      #expect(receipts.count == 1 && receipt.text.contains(receipts.first ?? "none"))
      #expect(try await stage.from.tenants.receipts().count == 1)
    }
  }

  @Test("while servers work on it: what they add meanwhile goes as well")
  func underLoad() async throws {
    try await CarryingStage.using { stage in
      try await stage.furnish()
      let (test, tenant) = (stage.test, stage.test.riverside.id)
      let adding = Task {
        var refused = 0
        while !Task.isCancelled {
          do {
            try await test.clinic.scheduleRounds()
            try await test.note(1)
          } catch {
            refused += 1
            try await Task.sleep(for: .milliseconds(2))
          }
        }
        return refused
      }
      _ = try await delete(stage)
      adding.cancel()
      _ = try? await adding.value
      #expect(try await left(stage).tables == [])
      #expect(try await test.database.asSuperuser("SELECT FROM tenant WHERE id = \(tenant.uuid)").isEmpty)
    }
  }
}

/// A store that is lost after some objects.
private struct DyingStore: ObjectStore {
  let store: any ObjectStore
  let canList: Bool
  let left: Counter

  init(store: any ObjectStore, canList: Bool, deletions: Int) {
    self.store = store
    self.canList = canList
    left = Counter(deletions)
  }

  actor Counter {
    private var left: Int
    init(_ left: Int) { self.left = left }
    func take() throws {
      guard left > 0 else { throw ObjectStoreError.unavailable("cut short") }
      left -= 1
    }
  }

  func put(_ key: ObjectKey, _ body: ByteStream, length: Int, contentType: ContentType) async throws {
    try await store.put(key, body, length: length, contentType: contentType)
  }
  func get(_ key: ObjectKey, range: Range<Int>?) async throws -> StoredObject {
    try await store.get(key, range: range)
  }
  func head(_ key: ObjectKey) async throws -> ObjectDescription { try await store.head(key) }
  func delete(_ key: ObjectKey) async throws {
    try await left.take()
    try await store.delete(key)
  }
  func list(_ prefix: KeyPrefix, after: ObjectKey?, limit: Int) async throws -> ObjectPage {
    guard canList else { throw ObjectStoreError.unavailable("cut short") }
    return try await store.list(prefix, after: after, limit: limit)
  }
}
