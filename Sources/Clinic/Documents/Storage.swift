internal import Postgres

/// What a clinic keeps in documents, and may. Pictures of doctors and the clinic's logo are not counted.
public struct Storage: Hashable, Sendable {
  /// In bytes, with what is on its way in, and what was deleted and is not gone yet.
  public let used: Int
  public let limit: Int

  /// Of documents that are kept and of what may become some.
  static let used: SQL = """
    ((SELECT coalesce(sum(size), 0) FROM document_reference WHERE content <> 'removed')
     + (SELECT coalesce(sum(size), 0) FROM document_upload))::bigint
    """
}

extension Query<Storage> {
  /// Of the visited clinic.
  public static var storage: Self {
    Query(
      "SELECT \(Storage.used), storage_bytes FROM tenant WHERE id = (SELECT current_tenant())"
    ) { rows in try rows.decode { row in try Storage(used: row.next(), limit: row.next()) }[0] }
  }
}
