public import FoundationEssentials
internal import Postgres

extension TenantRegistry {
  /// Requests a second that can be set as a limit.
  public static let limits = 1...100_000

  /// Limits how many requests a second each server takes in for a clinic; nil takes the limit away. Servers know of it within half a
  /// minute.
  ///
  /// - Throws: `TenantFault.unknown`, `.limit`.
  public func limit(_ slug: String, to requests: Int?, at now: Date = Date()) async throws {
    if let requests, !Self.limits.contains(requests) { throw TenantFault.limit }
    try await within(slug) { database in
      _ = try await database.query(
        "UPDATE tenant SET requests_per_second = \(requests)::int WHERE id = current_tenant()")
      let detail = requests.map { "\($0) requests a second" } ?? "none"
      _ = try await database.query(.noting(.tenantLimited, detail: detail, at: now))
    }
  }

  /// Bytes of documents that can be set as a limit: up to a pebibyte.
  public static let storageLimits = 0...(1 << 50)

  /// Limits how many bytes of documents a clinic keeps, at once. What is there already stays.
  ///
  /// - Throws: `TenantFault.unknown`, `.limit`.
  public func limitStorage(_ slug: String, to bytes: Int, at now: Date = Date()) async throws {
    guard Self.storageLimits.contains(bytes) else { throw TenantFault.limit }
    try await within(slug) { database in
      _ = try await database.query(
        "UPDATE tenant SET storage_bytes = \(bytes) WHERE id = current_tenant()")
      _ = try await database.query(.noting(.tenantLimited, detail: "\(bytes) bytes of documents", at: now))
    }
  }
}
