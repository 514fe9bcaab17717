public import CivilTime
public import Logging
internal import Postgres

/// A tenant to be, as an operator describes it.
public struct NewTenant: Sendable {
  public var slug: String
  public var name: String
  public var timeZone: String
  public var currency: String
  public var hosts: [String]
  public var phone: String
  public var address: String
  /// From which its letters come; empty for the installation's.
  public var mailFrom: String

  public init(
    slug: String, name: String, timeZone: String, currency: String, hosts: [String], phone: String = "",
    address: String = "", mailFrom: String = ""
  ) {
    self.slug = slug
    self.name = name
    self.timeZone = timeZone
    self.currency = currency
    self.hosts = hosts
    self.phone = phone
    self.address = address
    self.mailFrom = mailFrom
  }
}

public enum TenantFault: Error, Hashable, CustomStringConvertible {
  case slug(String)
  case timeZone(String)
  case host(String)
  case hostName(String)
  case unknown(String)
  case addressTaken(String)

  public var description: String {
    switch self {
    case .slug(let slug): "'\(slug)' can't be a tenant's slug: use 1 to 40 of a-z, 0-9 and inner hyphens"
    case .timeZone(let zone): "'\(zone)' is no IANA time zone of this system"
    case .host(let host): "'\(host)' is another tenant's host"
    case .unknown(let slug): "there is no tenant '\(slug)'; 'polyclinic tenant create' makes one"
    case .addressTaken(let email):
      "\(email) has an account there already: an administrator can change its role"
    case .hostName(let host):
      "'\(host)' is no host name, such as lakeside.example.org: leave out scheme and port"
    }
  }
}

/// The operator's hand on tenants. Runs as the owner; no page reaches it.
public struct TenantRegistry: Sendable {
  let connection: String
  let zones: TimeZoneDatabase
  let logger: Logger

  /// - Parameter connection: a libpq connection string of the role `polyclinic_owner`.
  public init(connection: String, zones: TimeZoneDatabase = TimeZoneDatabase(), logger: Logger) {
    self.connection = connection
    self.zones = zones
    self.logger = logger
  }

  /// Makes the tenant, or does nothing when it is there: safe to repeat.
  ///
  /// - Returns: its id, and whether it is new.
  public func create(_ tenant: NewTenant, id: ID<Tenant>) async throws -> (id: ID<Tenant>, isNew: Bool) {
    guard tenant.slug.wholeMatch(of: /[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?/) != nil else {
      throw TenantFault.slug(tenant.slug)
    }
    for host in tenant.hosts where !Self.isHost(host.lowercased()) { throw TenantFault.hostName(host) }
    guard (try? zones.rules(for: tenant.timeZone)) != nil else { throw TenantFault.timeZone(tenant.timeZone) }
    let database = try await PostgresConnection.connect(
      DatabaseSettings(connection: connection), logger: logger)
    // Closed before the commit, nothing of it has happened.
    defer { database.close() }
    try await database.execute(script: "BEGIN")
    _ = try await database.query(
      """
      INSERT INTO tenant (id, slug, name, time_zone, currency, phone, address, mail_from)
      VALUES (\(id), \(tenant.slug), \(tenant.name), \(tenant.timeZone), \(tenant.currency), \(tenant.phone),
              \(tenant.address), \(tenant.mailFrom))
      ON CONFLICT (slug) DO NOTHING
      """)
    let stored: ID<Tenant> = try await database.query("SELECT id FROM tenant WHERE slug = \(tenant.slug)")
      .decode { row in try row.next() }[0]
    for host in tenant.hosts {
      let owner: [ID<Tenant>] = try await database.query(
        """
        INSERT INTO tenant_domain (host, tenant_id) VALUES (\(host.lowercased()), \(stored))
        ON CONFLICT (host) DO UPDATE SET host = excluded.host
        RETURNING tenant_id
        """
      ).decode { row in try row.next() }
      guard owner == [stored] else { throw TenantFault.host(host) }
    }
    try await database.execute(script: "COMMIT")
    return (stored, stored == id)
  }

  /// A name as it stands in a request's `Host`, without scheme or port.
  private static func isHost(_ host: String) -> Bool {
    host.utf8.count <= 253
      && host.wholeMatch(of: /[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*/) != nil
  }
}
