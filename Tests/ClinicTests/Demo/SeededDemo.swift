import Clinic
import Credentials
import FoundationEssentials
import ObjectStore
import Synchronization

@testable import ClinicTesting

/// The whole demo on a database of its own: seeded once, read by the tests of a suite.
struct SeededDemo: Sendable {
  let database: TestDatabase
  let clinic: Clinic
  let objects: FileStore
  let now = TestClinic.monday

  static let hosts = ["riverside.localhost", "hilltop.localhost"]

  private static let making = Task { try await SeededDemo() }

  static func shared() async throws -> SeededDemo {
    try await making.value
  }

  private init() async throws {
    database = try await TestDatabase.make()
    let folder = try TemporaryFolder("demo")
    try await Afterwards.run("rm -rf \"$1\"", [folder.path])
    objects = try FileStore(folder: folder.path)
    let now = now
    clinic = try Clinic(
      connection: database.appConnection, poolSize: 2, objects: objects, keys: TestClinic.keys,
      auditKeys: TestClinic.auditKeys,
      hasher: TestClinic.hasher, clock: { now }, logger: .tests)
    try await seed(seed: 1).run { _ in }
  }

  func seed(seed: UInt64) -> DemoSeed {
    DemoSeed(
      ownerConnection: database.ownerConnection, keys: TestClinic.keys, hasher: TestClinic.hasher,
      objects: objects, baseDomain: "localhost", now: now, seed: seed, logger: .tests)
  }

  func visitor(at host: String, token: String? = nil, access: Access = .anyone) -> Visitor {
    Visitor(
      host: host, tokenHash: token.flatMap { Token(text: $0)?.hash }, access: access,
      purpose: .publicInformation,
      requestID: "test")
  }
}

/// What was said, by whoever said it.
final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  var all: [String] { lines.withLock { $0 } }

  func add(_ line: String) {
    lines.withLock { $0.append(line) }
  }
}
