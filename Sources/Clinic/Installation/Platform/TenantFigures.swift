public import FoundationEssentials
internal import Postgres

/// What an operator wants to know of a clinic: its size, how busy it is, and what fails there. Names nobody.
public struct TenantFigures: Sendable {
  public let tenant: ID<Tenant>
  public let slug: String
  public let isSuspended: Bool
  public let accounts: Int
  public let patients: Int
  public let appointments: Int
  /// Of the audit log, which everything that is done adds to.
  public let auditRows: Int
  /// Acts within the last hour, looks included.
  public let actsLastHour: Int
  public let actsLastDay: Int
  public let bookingsLastDay: Int
  public let refusedSignInsLastDay: Int
  public let lettersWaiting: Int
  public let lettersFailed: Int
  /// Work that was given up after its last try.
  public let jobsGivenUp: Int
  public let storage: Storage
}

extension TenantRegistry {
  /// The figures of every clinic, in the order of their slugs. Rows are counted: some tenths of a second for a large clinic.
  public func figures(at now: Date = Date()) async throws -> [TenantFigures] {
    var figures: [TenantFigures] = []
    for tenant in try await tenants() {
      figures += try await within(tenant.slug) { database in
        try await database.query(.figures(at: now)).decode { row in
          try TenantFigures(
            tenant: row.next(), slug: tenant.slug, isSuspended: tenant.suspendedAt != nil,
            accounts: row.next(), patients: row.next(),
            appointments: row.next(), auditRows: row.next(), actsLastHour: row.next(),
            actsLastDay: row.next(),
            bookingsLastDay: row.next(), refusedSignInsLastDay: row.next(), lettersWaiting: row.next(),
            lettersFailed: row.next(), jobsGivenUp: row.next(),
            storage: Storage(used: row.next(), limit: row.next()))
        }
      }
    }
    return figures
  }
}

extension SQL {
  fileprivate static func figures(at now: Date) -> SQL {
    let (hour, day) = (now - 3600, now - 86_400)
    let refused = [Act.passwordRefused, .passkeyRefused, .secondFactorRefused].map(\.rawValue)
    return """
      SELECT current_tenant(), (SELECT count(*) FROM account WHERE closed_at IS NULL), (SELECT count(*) FROM patient),
             (SELECT count(*) FROM appointment), (SELECT count(*) FROM audit_event), acts.hour, acts.day,
             (SELECT count(*) FROM appointment WHERE booked_at > \(day)), acts.refused, letters.waiting, letters.failed,
             (SELECT count(*) FROM job WHERE state = 'dead'), \(Storage.used),
             (SELECT storage_bytes FROM tenant WHERE id = current_tenant())
        FROM (SELECT count(*) FILTER (WHERE at > \(hour)) AS hour, count(*) AS day,
                     count(*) FILTER (WHERE act = ANY (\(refused))) AS refused
                FROM audit_event WHERE at > \(day)) AS acts,
             (SELECT count(*) FILTER (WHERE state = 'queued') AS waiting,
                     count(*) FILTER (WHERE state = 'failed') AS failed FROM outbox_message) AS letters
      """
  }
}
