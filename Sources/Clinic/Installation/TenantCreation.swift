internal import CivilTime
internal import Credentials
public import FoundationEssentials
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
  /// Who is asked by letter to be its first administrator.
  public var administrator: TenantRegistry.Person?

  public init(
    slug: String, name: String, timeZone: String, currency: String, hosts: [String], phone: String = "",
    address: String = "", mailFrom: String = "", administrator: TenantRegistry.Person? = nil
  ) {
    self.slug = slug
    self.name = name
    self.timeZone = timeZone
    self.currency = currency
    self.hosts = hosts
    self.phone = phone
    self.address = address
    self.mailFrom = mailFrom
    self.administrator = administrator
  }
}

/// What there is once a tenant was made, now or before.
public struct CreatedTenant: Sendable {
  public let id: ID<Tenant>
  public let isNew: Bool
  /// What became of the first administrator's invitation; nil where nobody was named.
  public let invitation: FirstInvitation?
}

extension TenantRegistry {
  /// Makes the tenant with its first administrator's invitation, or does nothing when they are there: safe to repeat, and to be
  /// killed, for it is one transaction.
  public func create(_ tenant: NewTenant, id: ID<Tenant>, at now: Date = Date()) async throws -> CreatedTenant
  {
    guard tenant.slug.wholeMatch(of: /[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?/) != nil else {
      throw TenantFault.slug(tenant.slug)
    }
    for host in tenant.hosts where !Self.isHost(host.lowercased()) { throw TenantFault.hostName(host) }
    guard (try? zones.rules(for: tenant.timeZone)) != nil else { throw TenantFault.timeZone(tenant.timeZone) }
    return try await withDatabase { database in
      try await database.execute(script: "BEGIN")
      _ = try await database.query(.insert(tenant, id))
      // Of two that make it at once, the second waits here for what the first has done.
      let stored: ID<Tenant> = try await database.query(
        "SELECT id FROM tenant WHERE slug = \(tenant.slug) FOR NO KEY UPDATE"
      ).decode { row in try row.next() }[0]
      try await refuseDeletion(of: stored, tenant.slug, database)
      for host in tenant.hosts { try await lead(host, to: stored, in: database) }
      var invitation: FirstInvitation?
      if let person = tenant.administrator {
        invitation = try await inviteFirst(person, to: stored, in: database, at: now)
      }
      try await database.execute(script: "COMMIT")
      return CreatedTenant(id: stored, isNew: stored == id, invitation: invitation)
    }
  }

  /// - Throws: `TenantFault.host`.
  func lead(_ host: String, to tenant: ID<Tenant>, in database: PostgresConnection) async throws {
    let owner: [ID<Tenant>] = try await database.query(
      """
      INSERT INTO tenant_domain (host, tenant_id) VALUES (\(host.lowercased()), \(tenant))
      ON CONFLICT (host) DO UPDATE SET host = excluded.host
      RETURNING tenant_id
      """
    ).decode { row in try row.next() }
    guard owner == [tenant] else { throw TenantFault.host(host) }
  }

  /// A name as it stands in a request's `Host`, without scheme or port.
  private static func isHost(_ host: String) -> Bool {
    host.utf8.count <= 253
      && host.wholeMatch(of: /[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*/) != nil
  }
}

extension SQL {
  fileprivate static func insert(_ tenant: NewTenant, _ id: ID<Tenant>) -> SQL {
    """
    INSERT INTO tenant (id, slug, name, time_zone, currency, phone, address, mail_from)
    VALUES (\(id), \(tenant.slug), \(tenant.name), \(tenant.timeZone), \(tenant.currency), \(tenant.phone),
            \(tenant.address), \(tenant.mailFrom))
    ON CONFLICT (slug) DO NOTHING
    """
  }
}
