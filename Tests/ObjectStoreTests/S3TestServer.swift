import Foundation

@testable import ObjectStore

/// A real S3 server: the one that `POLYCLINIC_TEST_S3_...` name, or one that `bin/object-store` starts for
/// this run.
struct S3TestServer: Sendable {
  let settings: S3Settings
  let tlsSettings: S3Settings

  /// Started by the first test that needs it, stopped when the process ends.
  static func shared() async throws -> S3TestServer { try await started.value }

  private static let started = Task.detached {
    let given = ProcessInfo.processInfo.environment
    return try S3TestServer(given["POLYCLINIC_TEST_S3_ENDPOINT"] == nil ? start() : given)
  }

  /// The variables that describe the server, for a process of its own.
  let environment: [String: String]

  init(_ environment: [String: String]) throws {
    self.environment = environment.filter { $0.key.hasPrefix("POLYCLINIC_TEST_S3_") }
    func value(_ name: String) throws -> String {
      guard let value = environment["POLYCLINIC_TEST_S3_\(name)"] else { throw Missing(name: name) }
      return value
    }
    let credentials = try S3Credentials(accessKey: value("ACCESS_KEY"), secretKey: value("SECRET_KEY"))
    settings = try S3Settings(endpoint: value("ENDPOINT"), bucket: value("BUCKET"), credentials: credentials)
    var tls = try S3Settings(
      endpoint: value("TLS_ENDPOINT"), bucket: value("BUCKET"), credentials: credentials)
    tls.trustRoots = try value("TRUST_ROOTS")
    tlsSettings = tls
  }

  struct Missing: Error {
    let name: String
  }

  private static let script = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "../../bin/object-store").standardizedFileURL

  private static let folder = FileManager.default.temporaryDirectory
    .appending(path: "polyclinic-s3-\(getpid())").path()

  private static func start() throws -> [String: String] {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    atexit {
      _ = try? S3TestServer.run("down")
      try? FileManager.default.removeItem(atPath: S3TestServer.folder)
    }
    let lines = try run("up").split(separator: "\n").map {
      $0.split(separator: "=", maxSplits: 1).map(String.init)
    }
    return Dictionary(lines.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { $1 }
  }

  private static func run(_ act: String) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = script
    process.arguments = [act, folder]
    process.standardOutput = output
    try process.run()
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: printed, as: UTF8.self)
  }
}
