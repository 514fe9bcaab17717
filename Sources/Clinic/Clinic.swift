public import CivilTime
public import Credentials
public import FoundationEssentials
public import Logging
public import ObjectStore
internal import Postgres

/// All clinics of this installation, and the only door to their records.
public struct Clinic: Sendable {
  let database: Database
  let objects: any ObjectStore
  let secrets: Secrets
  let auditKeys: AuditKeys
  let hasher: PasswordHasher
  /// Nil where invoices are not paid over the net.
  let payments: (any PaymentProvider)?
  let ids: UUIDv7
  let random: RandomSource
  let knownZones = KnownZones()
  let rates = RequestRates()
  public let zones: TimeZoneDatabase
  let inspection: DocumentInspection
  /// Nil where archives of patients' data are not made.
  let papers: ArchivePapers?
  let uploads = UploadTurns()
  public let clock: @Sendable () -> Date

  /// - Parameters:
  ///   - connection: a libpq connection string of the role `polyclinic_app`.
  ///   - poolSize: connections to PostgreSQL; few suffice, since a page is one round trip.
  ///   - clock, random: injected, so that a test can hold them.
  /// - Throws: when the connection string can't be parsed.
  public init(
    connection: String, poolSize: Int, objects: any ObjectStore, keys: KeyRing, auditKeys: AuditKeys,
    hasher: PasswordHasher, payments: (any PaymentProvider)? = nil, inspection: DocumentInspection = .none,
    papers: ArchivePapers? = nil,
    zones: TimeZoneDatabase = TimeZoneDatabase(), clock: @escaping @Sendable () -> Date = { Date() },
    random: RandomSource = .system, logger: Logger
  ) throws {
    var settings = DatabaseSettings(connection: connection)
    settings.poolSize = poolSize
    database = try Database(settings, logger: logger)
    self.objects = objects
    self.secrets = Secrets(keys)
    self.auditKeys = auditKeys
    self.hasher = hasher
    self.payments = payments
    self.ids = UUIDv7(random: random)
    self.random = random
    self.zones = zones
    self.inspection = inspection
    self.papers = papers
    self.clock = clock
  }

  /// Sends all queries in one round trip, in one transaction, entered as `visitor`.
  ///
  /// - Throws: `Refusal` when the visitor may not, or when a constraint says no.
  public func ask<each Answer: Sendable>(
    _ visitor: Visitor, _ query: repeat Query<each Answer>
  ) async throws -> (visit: Visit, answer: (repeat each Answer)) {
    let now = clock()
    var statements = [visitor.entering(at: now)]
    if visitor.purpose.recordsReading {
      statements.append(.noting(.read, visitor, id: newID(), at: now))
    }
    let first = statements.count
    for query in repeat each query {
      statements += query.statements
    }
    let rows: [Rows]
    do {
      rows = try await database.pipeline(statements, for: party(of: visitor))
    } catch {
      var refusals: [String: Refusal] = [:]
      for query in repeat each query {
        refusals.merge(query.refusals) { first, _ in first }
      }
      throw refusal(for: error, refusals)
    }
    let visit: Visit
    do {
      visit = try Visit(rows[0], at: now)
      knownZones.note(visit.tenant.timeZone, of: visitor.host)
    } catch let refusal as Refusal where refusal.isOfWhoIsKnown {
      try await record(refusal, of: visitor)
      throw refusal
    }
    var position = first
    func read<One>(_ query: Query<One>) throws -> One {
      defer { position += query.statements.count }
      return try query.read(rows[position..<(position + query.statements.count)])
    }
    return (visit, (repeat try read(each query)))
  }

  /// Opens the records for an act whose later statements depend on earlier answers: one transaction.
  ///
  /// Nothing is kept when `work` throws.
  public func open<Result: Sendable>(
    _ visitor: Visitor, _ work: @Sendable (borrowing TenantRecords) async throws -> Result
  ) async throws -> Result {
    let now = clock()
    do {
      return try await database.transaction(
        opening: [visitor.entering(at: now)], for: party(of: visitor), check: { try Visit($0[0], at: now) }
      ) { transaction, visit in
        let records = TenantRecords(transaction: transaction, visit: visit, visitor: visitor, clinic: self)
        return try await work(records)
      }
    } catch let refusal as Refusal where refusal.isOfWhoIsKnown {
      try await record(refusal, of: visitor)
      throw refusal
    } catch {
      throw refusal(for: error, TenantRecords.refusals)
    }
  }

  /// Clinics take turns at the database, and have a share of it, so that a busy one does not keep its neighbours waiting.
  private func party(of visitor: Visitor) -> Party {
    knownZones[visitor.host] == nil ? .strangers : .named(visitor.host)
  }

  /// What makes sending one form twice one act.
  public func newKey() -> UUID { ids.next(at: clock()) }

  func newID<Of>() -> ID<Of> {
    ID(ids.next(at: clock()))
  }
}

extension Refusal {
  /// Whether the door knew who it turned away.
  fileprivate var isOfWhoIsKnown: Bool { self == .forbidden || self == .elsewhere }
}

extension Clinic {
  /// Row-level security keeps the tenants apart, so the server must not come as a role that stands above it.
  ///
  /// - Throws: `InstallationFault`, or `Refusal.unavailable` when the database does not answer.
  public func checkRole() async throws {
    let rows: [Rows]
    do {
      rows = try await database.pipeline([
        """
        SELECT current_user, rolsuper OR rolbypassrls
               OR has_function_privilege('pg_catalog.set_config(text, text, boolean)', 'EXECUTE')
               OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relkind = 'r')
          FROM pg_roles r WHERE rolname = current_user
        """
      ])
    } catch {
      throw refusal(for: error, [:])
    }
    let (role, isTooMighty) = try rows[0].decode { row in
      (try row.next(String.self), try row.next(Bool.self))
    }[0]
    if isTooMighty { throw InstallationFault.mightyRole(role) }
  }

  /// Whether the database answers.
  public func isReady() async -> Bool {
    (try? await database.pipeline(["SELECT 1"])) != nil
  }

  /// How often the database was written to so far: tests keep a budget with it.
  public var roundTrips: Int { database.roundTrips }

  public func close() async {
    await database.close()
  }
}
