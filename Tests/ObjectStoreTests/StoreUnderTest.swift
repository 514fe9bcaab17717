import Foundation
import Logging
import Testing

@testable import ObjectStore

/// The stores that must behave alike.
enum StoreUnderTest: String, CaseIterable, CustomTestStringConvertible, Sendable {
  case files
  case s3
  case s3WithTLS
  case s3AsVirtualHost

  var testDescription: String { rawValue }

  /// Opens the store for one test and closes it again.
  func open(_ test: (any ObjectStore) async throws -> Void) async throws {
    switch self {
    case .files: try await withTemporaryFolder { try await test(FileStore(folder: $0 + "/objects")) }
    case .s3: try await open(S3TestServer.shared().settings, test)
    case .s3WithTLS: try await open(S3TestServer.shared().tlsSettings, test)
    case .s3AsVirtualHost:
      var settings = try await S3TestServer.shared().tlsSettings
      settings.addressing = .virtualHost
      try await open(settings, test)
    }
  }

  private func open(_ settings: S3Settings, _ test: (any ObjectStore) async throws -> Void) async throws {
    try await withS3Store(settings) { try await test($0) }
  }
}

/// - Parameter ahead: seconds by which the store's clock is wrong.
func withS3Store(
  _ settings: S3Settings, ahead: Int = 0, _ test: (S3Store) async throws -> Void
) async throws {
  let store = try S3Store(
    settings, logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() },
    // The test server believes that it is "localhost", and its buckets are names below that.
    addresses: ["\(settings.bucket).localhost": "127.0.0.1"], now: { time(nil) + ahead })
  do {
    try await test(store)
  } catch {
    try await store.shutDown()
    throw error
  }
  try await store.shutDown()
}

func withTemporaryFolder(_ test: (String) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "object-store-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(at: folder) }
  try await test(folder.path())
}
