internal import FoundationEssentials
internal import Postgres

/// A seal as the database has it, which may be anything.
struct StoredSeal: Sendable {
  let number: Int
  /// nil where it can't be read.
  let seal: AuditSeal?
  /// Whether it says that it was published.
  let isPublished: Bool
  /// Whether it says that its rows have left the database.
  let isArchived: Bool

  init(row: inout Row) throws {
    number = try row.next()
    let head = AuditHead(text: try row.next())
    let signature: [UInt8] = try row.next()
    let leaves = AuditLeaf.decode(try row.next([UInt8].self)[...])
    isPublished = try row.next()
    isArchived = try row.next()
    seal =
      if let head, let leaves { AuditSeal(head: head, signature: signature, leaves: leaves) } else { nil }
  }
}

extension Query<StoredSeal?> {
  /// The last one, without its leaves.
  static var lastSeal: Self {
    Query(
      "SELECT number, head, signature, ''::bytea, false, false FROM audit_seal ORDER BY number DESC LIMIT 1",
      first: StoredSeal.init(row:))
  }

  /// The first one that does not lie in the object store yet. They are published one after the other.
  static var unpublishedSeal: Self {
    Query(
      """
      SELECT number, head, signature, leaves, false, false FROM audit_seal
       WHERE number > (SELECT coalesce(max(number), 0) FROM audit_publication)
       ORDER BY number LIMIT 1
      """, first: StoredSeal.init(row:))
  }
}

extension Query<[StoredSeal]> {
  static func seals(from number: Int, limit: Int) -> Self {
    Query(
      """
      SELECT s.number, s.head, s.signature, s.leaves, p.number IS NOT NULL, r.number IS NOT NULL
        FROM audit_seal s
        LEFT JOIN audit_publication p ON p.number = s.number
        LEFT JOIN audit_archive r ON r.number = s.number
       WHERE s.number >= \(number) ORDER BY s.number LIMIT \(limit)
      """, each: StoredSeal.init(row:))
  }
}

extension SQL {
  /// Does nothing when another worker has made this number.
  static func insert(_ seal: AuditSeal) -> SQL {
    """
    INSERT INTO audit_seal (number, head, signature, leaves)
    VALUES (\(seal.head.number), \(seal.head.text), \(seal.signature), \(AuditLeaf.encode(seal.leaves)))
    ON CONFLICT DO NOTHING
    """
  }

  static func published(_ number: Int, at now: Date) -> SQL {
    "INSERT INTO audit_publication (number, published_at) VALUES (\(number), \(now)) ON CONFLICT DO NOTHING"
  }

  /// Where a seal that follows a position ends; NULL when there is nothing to seal.
  static func sealEnd(after position: Int64) -> SQL {
    """
    SELECT max(position)
      FROM (SELECT position FROM audit_event WHERE position > \(position) ORDER BY position LIMIT \(AuditSeal.most)) AS next
    """
  }

  /// Transactions that have written to the audit log, or are about to, and may yet be committed. A statement locks its
  /// table before it draws a position (PostgreSQL manual, section 13.3.1: ROW EXCLUSIVE).
  static let auditWriters: SQL = """
    SELECT coalesce(array_agg(DISTINCT virtualtransaction), '{}') FROM \(auditLocks)
    """

  static func stillWriting(_ writers: [String]) -> SQL {
    "SELECT EXISTS (SELECT FROM \(auditLocks) AND virtualtransaction = ANY (\(writers)))"
  }

  private static let auditLocks: SQL = """
    pg_locks WHERE locktype = 'relation' AND relation = 'audit_event'::regclass AND mode = 'RowExclusiveLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """
}
