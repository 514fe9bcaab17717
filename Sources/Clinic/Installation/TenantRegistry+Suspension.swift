public import FoundationEssentials
internal import Postgres

/// A clinic of this installation, as the operator sees it.
public struct RegisteredTenant: Sendable {
  public let slug: String
  public let name: String
  /// By which it is reached, in the order of their letters.
  public let hosts: [String]
  /// Nil for one that works.
  public let suspendedAt: Date?
  public let suspendedWhy: String
  /// Bytes of documents that it may keep.
  public let storageLimit: Int
}

extension TenantRegistry {
  /// All clinics, in the order of their slugs.
  public func tenants() async throws -> [RegisteredTenant] {
    try await withDatabase { database in
      try await database.query(
        """
        SELECT slug, name, ARRAY(SELECT host FROM tenant_domain WHERE tenant_id = t.id ORDER BY host), suspended_at,
               suspended_why, storage_bytes
          FROM tenant t ORDER BY slug
        """
      ).decode { row in
        try RegisteredTenant(
          slug: row.next(), name: row.next(), hosts: row.next(), suspendedAt: row.next(),
          suspendedWhy: row.next(), storageLimit: row.next())
      }
    }
  }

  /// The most characters of a reason.
  public static let longestReason = 500

  /// Lets nobody in, and does no work, until the clinic is resumed. Nothing of it is lost: letters and reminders wait. Safe to
  /// repeat; the first time stands.
  ///
  /// - Throws: `TenantFault.unknown`, `.reason`.
  public func suspend(_ slug: String, because why: String, at now: Date = Date()) async throws {
    let why = why.trimmed
    guard (1...Self.longestReason).contains(why.count) else { throw TenantFault.reason }
    try await change(slug, .tenantSuspended, detail: why, at: now) {
      """
      UPDATE tenant SET suspended_at = \(now), suspended_why = \(why)
       WHERE id = current_tenant() AND suspended_at IS NULL RETURNING 1
      """
    }
  }

  /// Safe to repeat.
  ///
  /// - Throws: `TenantFault.unknown`.
  public func resume(_ slug: String, at now: Date = Date()) async throws {
    try await change(slug, .tenantResumed, detail: "", at: now) {
      """
      UPDATE tenant SET suspended_at = NULL, suspended_why = ''
       WHERE id = current_tenant() AND suspended_at IS NOT NULL RETURNING 1
      """
    }
  }

  /// Notes the act in the clinic's audit log, if there was anything to do.
  private func change(_ slug: String, _ act: Act, detail: String, at now: Date, by statement: () -> SQL)
    async throws
  {
    try await within(slug) { database in
      if try await database.query(statement()).isEmpty { return }
      _ = try await database.query(.noting(act, detail: detail, at: now))
    }
  }
}
