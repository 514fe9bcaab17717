internal import FoundationEssentials
internal import Postgres

extension Clinic {
  /// Makes sure that what comes round does so in every tenant: to be called when a server starts, and now and then, because
  /// tenants are added.
  public func scheduleRounds(of kinds: [JobKind] = JobKind.allCases) async throws {
    let now = clock()
    for tenant in try await tenantsForWork() {
      _ = try await database.pipeline([.entering(tenant), .coming(kinds, at: now, newID: newID)])
    }
  }

  /// Does what is due in every tenant, each job at least once.
  ///
  /// Any number of workers may do this at once. One that dies leaves its job to the next, when the lease is over. A job that
  /// fails spoils no other.
  ///
  /// - Parameters:
  ///   - kinds: a server without mail leaves letters alone.
  ///   - goesOn: asked before each job.
  /// - Returns: how many jobs were tried.
  public func work(
    _ kinds: [JobKind] = JobKind.allCases, while goesOn: @Sendable () -> Bool = { true },
    _ deliver: @Sendable (OutboxMessage, Sender) async -> Delivery
  ) async throws -> Int {
    let kinds = kinds.filter { $0 != .archive || papers != nil }
    var tried = 0
    for tenant in try await tenantsWithWork(of: kinds) {
      while goesOn(), let (sender, job) = try await claim(kinds, of: tenant) {
        try await perform(job, for: sender, deliver)
        tried += 1
      }
    }
    return tried
  }

  /// How far all workers together are behind.
  public func workLag() async throws -> WorkLag {
    let asked: SQL = "SELECT seconds, due, dead, failing FROM work_lag(\(clock()))"
    return try await database.pipeline([asked])[0].decode { row in
      try WorkLag(seconds: row.next(), due: row.next(), dead: row.next(), failing: row.next())
    }[0]
  }

  func tenantsForWork() async throws -> [ID<Tenant>] {
    try await database.pipeline(["SELECT tenants_for_work()"])[0].decode { row in try row.next() }
  }

  private func tenantsWithWork(of kinds: [JobKind]) async throws -> [ID<Tenant>] {
    let asked: SQL = "SELECT tenants_with_work(\(clock()), \(kinds.map(\.rawValue)))"
    return try await database.pipeline([asked])[0].decode { row in try row.next() }
  }

  private func claim(_ kinds: [JobKind], of tenant: ID<Tenant>) async throws -> (Sender, Job)? {
    let claim = Query<Job?>.claim(kinds, at: clock())
    let rows = try await database.pipeline([.entering(tenant)] + claim.statements)
    guard let job = try claim.read(rows[1...]) else { return nil }
    return (try rows[0].decode(Sender.init(row:))[0], job)
  }

  private func perform(
    _ job: Job, for sender: Sender, _ deliver: @Sendable (OutboxMessage, Sender) async -> Delivery
  ) async throws {
    let tenant = sender.tenant
    switch job.kind {
    case .letter:
      try await deliverLetter(of: job, for: sender, deliver)
    case .answers:
      try await settle(job, of: tenant) { try await doWhatIsDue(tenant.id) }
    case .reminders:
      try await settle(job, of: tenant) { try await remind(tenant) }
    case .tidyUp:
      try await settle(job, of: tenant) {
        try await tidyUp(tenant.id)
        try await tellOfHandovers(tenant.id)
      }
    case .imports:
      // What was done and that it was are written at once.
      do { try await goOn(with: job, of: tenant) } catch { try await postpone(job, of: tenant, error) }
    case .documents:
      try await settle(job, of: tenant) { try await seeToDocuments(of: tenant.id) }
    case .results:
      try await settle(job, of: tenant) { try await releaseResults(of: tenant.id) }
    case .auditSeal:
      try await settle(job, of: tenant) { try await sealAudit(of: tenant.id) }
    case .bill:
      try await settle(job, of: tenant) { try await bill(ID(job.subject), of: tenant.id) }
    case .unbill:
      try await settle(job, of: tenant) { try await unbill(ID(job.subject), of: tenant.id) }
    case .erasure:
      try await settle(job, of: tenant) { try await finishErasure(ID(job.subject), of: tenant) }
    case .refund:
      try await settle(job, of: tenant) { try await askForRefund(ID(job.subject), of: tenant.id) }
    case .archive:
      try await settle(job, of: tenant) { try await makeArchive(of: job, for: tenant) }
    }
  }

  private func settle(_ job: Job, of tenant: Tenant, _ work: () async throws -> Void) async throws {
    do {
      try await work()
    } catch {
      return try await postpone(job, of: tenant, error)
    }
    _ = try await database.pipeline([.entering(tenant.id), .settling(job, .done, at: clock())])
  }

  private func postpone(_ job: Job, of tenant: Tenant, _ error: any Error) async throws {
    let outcome = JobOutcome.postponed("\(job.kind.rawValue): \(String(reflecting: type(of: error)))")
    _ = try await database.pipeline([.entering(tenant.id), .settling(job, outcome, at: clock())])
  }
}

/// In whose name letters go out.
public struct Sender: Sendable {
  public let tenant: Tenant
  /// The clinic's own address; nil where it writes from the installation's.
  public let address: String?

  init(row: inout Row) throws {
    tenant = try Tenant(row: &row)
    let address = try row.next(String.self)
    self.address = address.isEmpty ? nil : address
  }
}

extension SQL {
  static func entering(_ tenant: ID<Tenant>) -> SQL {
    """
    SELECT id, slug, name, time_zone, language, currency, phone, address, domain, mail_from
      FROM enter_for_work(\(tenant))
    """
  }
}
