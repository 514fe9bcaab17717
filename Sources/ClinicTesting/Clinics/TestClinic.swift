public import Clinic
public import Credentials
public import FoundationEssentials
public import ObjectStore
internal import Postgres

/// A clinic on a database of its own, with the cast and a handful of rows: one doctor, one room and four
/// services at each of Riverside and Hilltop, and nothing booked.
///
/// ```swift
/// try await TestClinic.using { test in
///   let paul = test.visitor(try await test.session(of: DemoCast.paul), to: .ownRecord)
///   ...
/// }
/// ```
public struct TestClinic: Sendable {
  public let clinic: Clinic
  public let database: TestDatabase
  public let clock: TestClock
  public let riverside: TestTenant
  public let hilltop: TestTenant
  let ids: UUIDv7
  let random: RandomSource
  private let files: TemporaryFolder

  /// Monday 2 March 2026, 07:00 in London: before opening, in winter time, with a change of clocks ahead.
  public static let monday = Date(timeIntervalSince1970: 1_772_434_800)

  /// A key ring that every test shares.
  public static let keys: KeyRing = {
    do {
      return try KeyRing(keys: ["test": Array(repeating: 7, count: 32)], current: "test")
    } catch {
      preconditionFailure("a ring of one key of 32 bytes is valid: \(error)")
    }
  }()

  /// What signs every test's audit log.
  public static let auditKeys: AuditKeys = {
    do {
      return AuditKeys(try SigningKey(id: "test", seed: Array(repeating: 9, count: 32)))
    } catch {
      preconditionFailure("a seed of 32 bytes is valid: \(error)")
    }
  }()

  /// Cheap on purpose: a test is not there to wait for passwords.
  public static let hasher = PasswordHasher(
    parameters: Argon2Parameters(memoryKiB: 8, passes: 1, lanes: 1), waiting: 1000)

  /// What every test's clinics are paid through.
  public static let payments = TestPayments(keys: keys)

  /// To be given back with `drop`.
  public static func make(now: Date = monday, seed: UInt64 = 1) async throws -> TestClinic {
    let (database, clinics) = try await StoredSmallClinics.shared.copied(now: now, seed: seed)
    let files = try TemporaryFolder("files")
    let objects = try FileStore(folder: "\(files.path)/objects")
    let clock = TestClock(now)
    let random = RandomSource.seeded(seed, part: "test clinic")
    return TestClinic(
      clinic: try Clinic(
        connection: database.appConnection, poolSize: 4, objects: objects, keys: keys, auditKeys: auditKeys,
        hasher: hasher, payments: payments,
        clock: { clock.now }, random: random, logger: .tests),
      database: database, clock: clock, riverside: TestTenant(clinics[0]), hilltop: TestTenant(clinics[1]),
      ids: UUIDv7(random: random), random: random, files: files)
  }

  public static func using<Result>(
    now: Date = monday, seed: UInt64 = 1, _ body: (TestClinic) async throws -> Result
  ) async throws -> Result {
    let test = try await make(now: now, seed: seed)
    do {
      let result = try await body(test)
      try await test.drop()
      return result
    } catch {
      try? await test.drop()
      throw error
    }
  }

  public func drop() async throws {
    files.remove()
    try await database.drop()
  }
}

extension TestClinic {
  /// A second server on the same database, with the same clock.
  public func anotherServer(
    keys: KeyRing = keys, hasher: PasswordHasher = hasher, auditKeys: AuditKeys = auditKeys,
    poolSize: Int = 2, payments: (any PaymentProvider)? = payments, objects: (any ObjectStore)? = nil,
    inspection: DocumentInspection = .none, papers: ArchivePapers? = nil
  ) throws -> Clinic {
    try Clinic(
      connection: database.appConnection, poolSize: poolSize,
      objects: try objects ?? FileStore(folder: "\(files.path)/objects"),
      keys: keys, auditKeys: auditKeys, hasher: hasher, payments: payments, inspection: inspection,
      papers: papers, clock: { clock.now }, random: .system, logger: .tests)
  }
}
