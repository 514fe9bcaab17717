internal import Credentials
internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

/// Why the audit log can't be sealed now.
enum SealingFault: Error, Hashable {
  /// Somebody has been writing to it for longer than a statement may take.
  case writersStay
  /// The last seal is not one of ours: to go on from it would be to believe it.
  case unsoundSeal(Int)
  /// The object store did not give back what it was given.
  case archiveNotKept(Int)
}

extension Clinic {
  /// For how long whoever writes to the log may take before a round gives up: longer than a statement may.
  static let sealingPatience = Duration.seconds(10)

  /// Seals what has been added to the audit log and can't be joined by earlier rows any more, and publishes what is sealed.
  ///
  /// Any number of workers may do this at once: of two that make the same seal, the database takes one. One that dies between
  /// sealing and publishing leaves the rest to the next.
  ///
  /// - Parameter patience: for how long whoever writes may take.
  /// - Throws: `SealingFault`, and what the object store throws.
  func sealAudit(of tenant: ID<Tenant>, patience: Duration = sealingPatience) async throws {
    // A long backlog is left to the next rounds, so that a job keeps within its lease.
    for _ in 0..<250 {
      guard try await sealNext(of: tenant, patience) else { break }
    }
    try await publishSeals(of: tenant)
  }

  /// - Returns: whether there may be more.
  private func sealNext(of tenant: ID<Tenant>, _ patience: Duration) async throws -> Bool {
    let sealedAt = Int64((clock().timeIntervalSince1970 * 1_000_000).rounded())
    let last = try await ask(within: tenant, .lastSeal)
    if let last { try check(last) }
    let after = last?.seal?.head.upTo ?? 0
    guard let upTo = try await settledEnd(after: after, of: tenant, patience) else { return false }
    let seal = try seal(
      try await auditRows(of: tenant, after: after, upTo: upTo, limit: .max).map(\.leaf),
      after: after, upTo: upTo, of: tenant, following: last?.seal?.head, at: sealedAt)
    _ = try await database.pipeline([.entering(tenant), .insert(seal)])
    return true
  }

  /// Waits until nobody can commit an earlier row than the last one that is seen: whoever has drawn a position holds a lock.
  private func settledEnd(
    after: Int64, of tenant: ID<Tenant>, _ patience: Duration
  ) async throws -> Int64? {
    // In this order: a writer that is not seen afterwards has either drawn a later position, or is done.
    let rows = try await database.pipeline([.entering(tenant), .sealEnd(after: after), .auditWriters])
    guard let end = try rows[1].decode({ row in try row.next(Int64?.self) })[0] else { return nil }
    let writers = try rows[2].decode { row in try row.next([String].self) }[0]
    let deadline = ContinuousClock.now + patience
    while try await isAnyStillWriting(writers) {
      guard ContinuousClock.now < deadline else { throw SealingFault.writersStay }
      try await Task.sleep(for: .milliseconds(20))
    }
    return end
  }

  private func isAnyStillWriting(_ writers: [String]) async throws -> Bool {
    guard !writers.isEmpty else { return false }
    return try await database.pipeline([.stillWriting(writers)])[0].decode { row in try row.next() }[0]
  }

  private func seal(
    _ leaves: [AuditLeaf], after: Int64, upTo: Int64, of tenant: ID<Tenant>, following last: AuditHead?,
    at sealedAt: Int64
  ) throws -> AuditSeal {
    let head = AuditHead(
      tenant: tenant, number: (last?.number ?? 0) + 1, previous: last?.hash ?? AuditHead.first, after: after,
      upTo: upTo, rows: leaves.count, root: MerkleTree.root(leaves.lazy.map(\.hash)), sealedAt: sealedAt,
      keyID: auditKeys.signing.id)
    let signature = try auditKeys.signing.signature(for: Array(head.text.utf8))
    return AuditSeal(head: head, signature: signature, leaves: leaves)
  }

  private func check(_ stored: StoredSeal) throws {
    guard let seal = stored.seal, seal.head.number == stored.number, auditKeys.fault(in: seal) == nil else {
      throw SealingFault.unsoundSeal(stored.number)
    }
  }

  /// The store is written before the row that says so: what was sealed is published at least once, and as the same bytes.
  private func publishSeals(of tenant: ID<Tenant>) async throws {
    while let next = try await ask(within: tenant, .unpublishedSeal) {
      try check(next)
      guard let seal = next.seal else { return }
      try await objects.put(AuditSealName(seal.head).key(of: tenant), seal.published, contentType: .bytes)
      _ = try await database.pipeline([.entering(tenant), .published(next.number, at: clock())])
    }
  }

  func auditRows(
    of tenant: ID<Tenant>, after: Int64, upTo: Int64, limit: Int
  ) async throws -> [AuditRow] {
    let rows = try await database.pipeline([
      .entering(tenant), .auditRows(after: after, upTo: upTo, limit: limit),
    ])
    return try rows[1].decode(AuditRow.init(row:))
  }

  /// What no visitor asks.
  func ask<Answer>(within tenant: ID<Tenant>, _ query: Query<Answer>) async throws -> Answer {
    try query.read(try await database.pipeline([.entering(tenant)] + query.statements)[1...])
  }
}
