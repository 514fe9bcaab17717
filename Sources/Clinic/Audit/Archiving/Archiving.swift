internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

extension Clinic {
  /// Takes rows that are older than the clinic keeps them out of the database, seal by seal, once they lie in the object store.
  ///
  /// Any number of workers may do this at once. One that dies leaves the rest to the next: before the rows go, their archive
  /// is written again, as the same bytes under the same name.
  func archiveAudit(of tenant: ID<Tenant>) async throws {
    // A long backlog is left to the next rounds, so that a job keeps within its lease.
    for _ in 0..<20 {
      guard try await archiveNext(of: tenant) else { break }
    }
  }

  /// - Returns: whether there may be more.
  private func archiveNext(of tenant: ID<Tenant>) async throws -> Bool {
    let now = clock()
    guard let (stored, years) = try await ask(within: tenant, .nextToArchive),
      let seal = stored.seal, seal.isOver(after: years, at: now)
    else { return false }
    // What is not as it was sealed stays, for `audit verify` to name.
    guard seal.head.tenant == tenant, seal.head.number == stored.number, seal.isWhole,
      auditKeys.fault(in: seal) == nil
    else { throw SealingFault.unsoundSeal(stored.number) }
    let rows = try await auditRows(
      of: tenant, after: seal.head.after, upTo: seal.head.upTo, limit: seal.leaves.count + 1)
    guard rows.map(\.leaf) == seal.leaves else { throw SealingFault.unsoundSeal(stored.number) }
    let (key, bytes) = (try AuditArchive.key(of: seal), AuditArchive(seal: seal, rows: rows).bytes)
    try await objects.put(key, bytes, contentType: .bytes)
    guard try await objects.bytes(key, limit: AuditArchive.mostBytes) == bytes else {
      throw SealingFault.archiveNotKept(stored.number)
    }
    _ = try await database.pipeline([
      .entering(tenant), .archiving(stored.number, at: now, id: newID()),
    ])
    return true
  }

  /// - Returns: nil where there is none.
  /// - Throws: when the object store can't be read.
  func archivedRows(of seal: AuditSeal) async throws -> ArchivedRows {
    do {
      let bytes = try await objects.bytes(AuditArchive.key(of: seal), limit: AuditArchive.mostBytes)
      return AuditArchive.rows(of: seal, in: bytes).map { .rows($0) } ?? .unreadable
    } catch ObjectStoreError.notFound {
      return .gone
    } catch ObjectStoreError.tooLarge {
      return .unreadable
    }
  }
}

/// What the object store has of a seal whose rows left the database.
enum ArchivedRows: Sendable {
  case rows([AuditRow])
  case gone
  case unreadable
}

extension AuditSeal {
  /// Whether it was made so many years ago: its rows are older still. A year counts as long as the longest.
  fileprivate func isOver(after years: Int, at now: Date) -> Bool {
    let age = now.timeIntervalSince1970 - Double(head.sealedAt) / 1_000_000
    return age > Double(years * 366) * 86_400
  }
}

extension Query<(seal: StoredSeal, years: Int)?> {
  /// The first seal whose rows are in the database, if it is published, and for how many years the clinic keeps them there.
  fileprivate static var nextToArchive: Self {
    Query(
      """
      SELECT s.number, s.head, s.signature, s.leaves, true, false, t.audit_years
        FROM audit_seal s JOIN audit_publication p ON p.number = s.number CROSS JOIN tenant t
       WHERE s.number = (SELECT coalesce(max(number), 0) + 1 FROM audit_archive)
      """, first: { row in (try StoredSeal(row: &row), try row.next()) })
  }
}

extension SQL {
  /// Rows out of the log, and a row into it that says so.
  fileprivate static func archiving(_ number: Int, at now: Date, id: ID<AuditEvent>) -> SQL {
    """
    INSERT INTO audit_event (id, act, purpose, detail, at)
    SELECT \(id), \(Act.auditArchived.rawValue), \(Purpose.operation.rawValue),
           'seal ' || \(number)::bigint || ', ' || gone || ' rows', \(now)
      FROM archive_audit(\(number), \(now)) AS gone WHERE gone > 0
    """
  }
}
