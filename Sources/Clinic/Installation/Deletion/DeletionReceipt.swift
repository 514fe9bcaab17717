internal import Crypto
internal import FoundationEssentials
internal import Postgres

/// What is left of a clinic that was deleted: who asked for it and when, and how much there was. It names no patient.
public struct DeletionReceipt: Hashable, Sendable {
  /// Lines, so that a person can read them; these bytes are signed.
  public let text: String
  /// Ed25519 by the installation's audit key.
  public let signature: [UInt8]

  /// SHA-256 of the text, hexadecimal.
  public var sha256: String { AuditHead.hexadecimal(Array(SHA256.hash(data: Data(text.utf8)))) }
}

/// A deletion that was begun, as it stands in the database.
struct Deletion: Sendable {
  let id: UUID
  let tenant: ID<Tenant>
  let slug: String
  let name: String
  let askedBy: String
  let begunAt: Date
  /// Nil until it was counted.
  var inventory: String?

  static let columns: SQL = "id, tenant, slug, name, asked_by, begun_at, inventory"

  init(row: inout Row) throws {
    id = try row.next()
    tenant = try row.next()
    slug = try row.next()
    name = try row.next()
    askedBy = try row.next()
    begunAt = try row.next()
    inventory = try row.next()
  }

  func receipt(finishedAt: Date, keyID: String) -> String {
    """
    polyclinic tenant deletion 1
    tenant \(tenant)
    slug \(slug)
    name \(name)
    asked-by \(askedBy)
    begun-at \(begunAt.formatted(.iso8601))
    finished-at \(finishedAt.formatted(.iso8601))
    \(inventory ?? "")
    key \(keyID)

    """
  }
}

extension TenantRegistry {
  /// The receipts of all clinics that were deleted, the oldest first.
  public func receipts() async throws -> [DeletionReceipt] {
    try await withDatabase { database in
      try await database.query(
        "SELECT receipt, signature FROM tenant_deletion WHERE finished_at IS NOT NULL ORDER BY finished_at"
      ).decode { row in DeletionReceipt(text: try row.next(), signature: try row.next()) }
    }
  }
}
