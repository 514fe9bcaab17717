import ClinicTesting
import FoundationEssentials
import ObjectStore
import Postgres

@testable import Clinic

extension TestClinic {
  /// Riverside, as `verifyAudit` takes it.
  var audited: Tenant {
    get async throws { try await clinic.audited(slug: "riverside")[0] }
  }

  func report() async throws -> AuditReport { try await clinic.verifyAudit(of: try await audited) }

  /// So many rows of Riverside, which say so and that they are of now, or of the instant given.
  func note(_ count: Int, act: Act = .read, at instant: Date? = nil) async throws {
    _ = try await database.asOwner(of: riverside.id.uuid, [.noting(count, act, at: instant ?? clock.now)])
  }

  /// Notes so many rows and seals them, a minute later.
  func sealed(_ count: Int) async throws {
    try await note(count)
    clock.advance(by: 60)
    try await clinic.sealAudit(of: riverside.id)
  }

  /// The id of Riverside's row, counted from 1 in the order of the log.
  func row(_ number: Int) async throws -> UUID {
    try await database.asSuperuser(
      """
      SELECT id FROM audit_event WHERE tenant_id = \(riverside.id.uuid) ORDER BY position OFFSET \(number - 1) LIMIT 1
      """
    ).decode { row in try row.next() }[0]
  }

  func position(_ number: Int) async throws -> Int64 {
    try await database.asSuperuser("SELECT position FROM audit_event WHERE id = \(try await row(number))")
      .decode { row in try row.next() }[0]
  }

  func asSuperuser(_ statements: SQL...) async throws {
    for statement in statements { _ = try await database.asSuperuser(statement) }
  }

  /// Another server on the same database.
  func server(_ objects: any ObjectStore, _ auditKeys: AuditKeys = Self.auditKeys) throws -> Clinic {
    try Clinic(
      connection: database.appConnection, poolSize: 2, objects: objects, keys: Self.keys,
      auditKeys: auditKeys, hasher: Self.hasher, clock: { clock.now }, logger: .tests)
  }

  func publishedKeys() async throws -> [ObjectKey] {
    try await clinic.objects.list(
      KeyPrefix(tenant: "\(riverside.id)", AuditSealName.folder), after: nil, limit: 1000
    ).objects.map(\.key)
  }
}

extension SQL {
  static func noting(_ count: Int, _ act: Act, at instant: Date) -> SQL {
    """
    INSERT INTO audit_event (id, act, purpose, entity, detail, changed, at)
    SELECT gen_random_uuid(), \(act.rawValue), 'operation', gen_random_uuid(), 'row ' || i, '{phone,email}', \(instant)
      FROM generate_series(1, \(count)) AS i
    """
  }
}

extension AuditReport {
  var faults: [AuditFinding.Fault] { findings.map(\.fault) }
}

/// A store that nobody reaches.
struct UnreachableStore: ObjectStore {
  private var fault: ObjectStoreError { .unavailable("it is switched off") }

  func put(_ key: ObjectKey, _ body: ByteStream, length: Int, contentType: ContentType) async throws {
    throw fault
  }
  func get(_ key: ObjectKey, range: Range<Int>?) async throws -> StoredObject { throw fault }
  func head(_ key: ObjectKey) async throws -> ObjectDescription { throw fault }
  func delete(_ key: ObjectKey) async throws { throw fault }
  func list(_ prefix: KeyPrefix, after: ObjectKey?, limit: Int) async throws -> ObjectPage { throw fault }
}
