internal import Crypto
internal import FoundationEssentials
internal import Postgres

/// Which tables an installation has: what its migrations were.
enum SchemaVersion {
  /// - Returns: the last migration, and the hash of all of them and their texts.
  static func read(_ database: PostgresConnection) async throws -> (migration: String, schema: String) {
    let lines = try await database.query("SELECT name, name || ' ' || checksum FROM migration ORDER BY name")
      .decode { row in (try row.next(String.self), try row.next(String.self)) }
    let all = lines.map(\.1).joined(separator: "\n")
    return (
      lines.last?.0 ?? "none", AuditHead.hexadecimal(Array(SHA256.hash(data: Data(all.utf8))))
    )
  }
}
