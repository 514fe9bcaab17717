internal import FoundationEssentials
internal import ObjectStore
internal import Postgres

extension Clinic {
  /// The clinics whose audit logs can be verified: all that the database knows, suspended ones too, or one.
  public func audited(slug: String? = nil) async throws -> [Tenant] {
    var tenants: [Tenant] = []
    for id in try await tenantsForWork() {
      let tenant = try await database.pipeline([.entering(id)])[0].decode(Tenant.init(row:))[0]
      if slug == nil || tenant.slug == slug { tenants.append(tenant) }
    }
    return tenants
  }

  /// Compares an audit log with its seals, in the database and in the object store. Rows are hashed here: what is found
  /// leans on no function of the database.
  ///
  /// - Throws: when the database or the object store can't be read.
  public func verifyAudit(of tenant: Tenant) async throws -> AuditReport {
    var verification = try AuditVerification(self, of: tenant)
    return try await verification.run()
  }
}

/// Seal after seal, with the rows of one in memory.
private struct AuditVerification {
  private let clinic: Clinic
  private let tenant: ID<Tenant>
  private var report: AuditReport
  private var published: PublishedSeals
  private var stored: StoredSeals
  /// The head of the seal before, which is believed.
  private var last: AuditHead?
  /// Until a row is named; what is wrong with a seal is noted once, and its rows may be as they were.
  private var isGoingOn = true

  init(_ clinic: Clinic, of tenant: Tenant) throws {
    self.clinic = clinic
    self.tenant = tenant.id
    report = AuditReport(tenant: tenant)
    published = try PublishedSeals(in: clinic.objects, of: tenant.id)
    stored = StoredSeals(clinic, of: tenant.id)
  }

  mutating func run() async throws -> AuditReport {
    var number = 1
    while try await verify(number), isGoingOn { number += 1 }
    if report.findings.isEmpty { try await lookBehind(number) }
    return report
  }

  /// - Returns: whether there is such a seal.
  private mutating func verify(_ number: Int) async throws -> Bool {
    // In this order: what is published was in the database before.
    let names = try await published.names(number)
    let own = try await stored.seal(number)
    if own == nil, names.isEmpty {
      if published.hasMore || stored.hasMore { note(.missing, number) }
      return false
    }
    let fault = try await fault(in: own, of: number, names)
    if let evidence = fault == nil ? own?.seal : try await evidence(own, of: number, names) {
      let rowFault = try await rowFault(evidence, isArchived: own?.isArchived ?? false)
      note(rowFault, number)
      isGoingOn = rowFault == nil
      if names.isEmpty { report.unpublished += 1 }
      last = evidence.head
      report.lastHead = "\(number)-\(AuditHead.hexadecimal(evidence.head.hash))"
    } else {
      isGoingOn = false
    }
    if report.findings.allSatisfy(\.isOfRow) { note(fault, number) }
    return true
  }

  private func fault(
    in own: StoredSeal?, of number: Int, _ names: [AuditSealName]
  ) async throws -> AuditFinding.Fault? {
    guard let own else { return .cutOff }
    guard let seal = own.seal else { return .unreadable }
    if !names.isEmpty, !names.contains(AuditSealName(seal.head)) { return .rewritten }
    if names.count > 1 { return .forked }
    if names.isEmpty, own.isPublished || published.hasMore, try await isGone(seal) { return .notPublished }
    return unsoundness(of: seal, number)
  }

  /// Looked for by its name: it may have been published since the store was listed.
  private func isGone(_ seal: AuditSeal) async throws -> Bool {
    do {
      _ = try await clinic.objects.head(AuditSealName(seal.head).key(of: tenant))
      return false
    } catch ObjectStoreError.notFound {
      return true
    }
  }

  private func unsoundness(of seal: AuditSeal, _ number: Int) -> AuditFinding.Fault? {
    if let fault = clinic.auditKeys.fault(in: seal) { return fault }
    let isNext =
      seal.head.tenant == tenant && seal.head.number == number
      && seal.head.previous == last?.hash ?? AuditHead.first && seal.head.after == last?.upTo ?? 0
    if !isNext { return .unlinked }
    return seal.isWhole ? nil : .leaves
  }

  /// What tells which rows there were where the database's own seal is not to be believed: the one that was published, the
  /// first where there are two.
  private func evidence(
    _ own: StoredSeal?, of number: Int, _ names: [AuditSealName]
  ) async throws -> AuditSeal? {
    var seals: [AuditSeal] = []
    for name in names {
      let bytes = try await clinic.objects.bytes(name.key(of: tenant), limit: AuditSeal.mostBytes)
      if let seal = AuditSeal(published: bytes), AuditSealName(seal.head) == name { seals.append(seal) }
    }
    let sound = seals.filter { unsoundness(of: $0, number) == nil }
    return sound.min { $0.head.sealedAt < $1.head.sealedAt } ?? own?.seal.flatMap { $0.isWhole ? $0 : nil }
  }

  private mutating func rowFault(_ seal: AuditSeal, isArchived: Bool) async throws -> AuditFinding.Fault? {
    report.seals += 1
    report.rows += seal.leaves.count
    // From the very beginning for the first: a row before it would be in none.
    var rows = try await clinic.auditRows(
      of: tenant, after: last?.upTo ?? .min, upTo: seal.head.upTo, limit: seal.leaves.count + 1)
    if isArchived {
      report.archived += seal.leaves.count
      if let left = rows.first { return .row(left.leaf.id, position: left.leaf.position, .inserted) }
      switch try await clinic.archivedRows(of: seal) {
      case .rows(let archived): rows = archived
      case .gone: return .archiveGone
      case .unreadable: return .archiveUnreadable
      }
    }
    return RowComparison(leaves: seal.leaves, rows: rows).fault
      ?? last.flatMap { Lateness.fault(in: rows, after: $0.sealedAt) }
  }

  /// Rows that no seal holds yet: they are counted, and none may be older than the last seal.
  private mutating func lookBehind(_ number: Int) async throws {
    let after = last?.upTo ?? .min
    let rows = try await clinic.database.pipeline([
      .entering(tenant),
      "SELECT count(*), min(at) FROM audit_event WHERE position > \(after)",
      .backdated(after: after, before: last.map { Lateness.bound(after: $0.sealedAt) }),
    ])
    (report.unsealed, report.oldestUnsealed) = try rows[1].decode { row in (try row.next(), try row.next()) }[
      0]
    note(
      try rows[2].decode(AuditRow.init(row:)).first.map {
        .row($0.leaf.id, position: $0.leaf.position, .backdated)
      }, number)
  }

  private mutating func note(_ fault: AuditFinding.Fault?, _ number: Int) {
    if let fault { report.findings.append(AuditFinding(seal: number, fault: fault)) }
  }
}

extension SQL {
  /// - Parameter bound: as PostgreSQL counts; nil where nothing is too old.
  fileprivate static func backdated(after position: Int64, before bound: Int64?) -> SQL {
    """
    SELECT \(unsafe: AuditRow.columns.joined(separator: ", ")) FROM audit_event
     WHERE position > \(position) AND act <> \(Lateness.excused)
       AND at < timestamptz '2000-01-01 00:00:00+00' + \(bound) * interval '1 microsecond'
     ORDER BY position LIMIT 1
    """
  }
}
