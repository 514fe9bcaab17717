public import FoundationEssentials
internal import Postgres

/// A host that a clinic wishes for or has, as the operator sees it.
public struct DomainWish: Sendable {
  public let slug: String
  public let host: String
  /// Where the name service has to carry the proof.
  public let recordName: String
  public let isActive: Bool
}

extension TenantRegistry {
  /// All hosts that clinics wish for or have, in the order of their slugs.
  public func domains() async throws -> [DomainWish] {
    try await withDatabase { database in
      let tenants = try await database.query("SELECT id, slug FROM tenant ORDER BY slug").decode { row in
        (id: try row.next(ID<Tenant>.self), slug: try row.next(String.self))
      }
      var all: [DomainWish] = []
      for tenant in tenants {
        guard
          let domain = try await database.pipeline([
            "SELECT enter_tenant(\(tenant.id), NULL)", "SELECT \(OwnDomain.columns) FROM own_domain",
          ])[1].decode(OwnDomain.init(row:)).first
        else { continue }
        all.append(
          DomainWish(
            slug: tenant.slug, host: domain.host, recordName: domain.recordName, isActive: domain.isActive))
      }
      return all
    }
  }

  /// Makes the host lead to its clinic, given what the name service says in the proof's place. Safe to repeat.
  ///
  /// - Throws: `TenantFault.unknown`, `.noDomain`, `.notProved`, `.host`.
  public func confirmDomain(_ host: String, of slug: String, proof: String, at now: Date = Date())
    async throws
  {
    try await withDomain(host, of: slug) { database, domain in
      // As `dig` prints it: between quotes.
      guard proof.trimmed.trimmingPrefix("\"").prefix(while: { $0 != "\"" }) == domain.proof else {
        throw TenantFault.notProved(record: domain.recordName)
      }
      if domain.isActive { return }
      do {
        _ = try await database.query("UPDATE own_domain SET proved_at = \(now)")
      } catch let error as PostgresError where error.constraint == "tenant_domain_pkey" {
        throw TenantFault.host(domain.host)
      }
      _ = try await database.query(.noting(.domainProved, detail: domain.host, at: now))
    }
  }

  /// Takes the host out of service: it waits for its proof again, and the clinic is reached at the installation's.
  ///
  /// - Throws: `TenantFault.unknown`, `.noDomain`.
  public func suspendDomain(_ host: String, of slug: String, at now: Date = Date()) async throws {
    try await withDomain(host, of: slug) { database, domain in
      guard domain.isActive else { return }
      _ = try await database.query("UPDATE own_domain SET proved_at = NULL")
      _ = try await database.query(.noting(.domainSuspended, detail: domain.host, at: now))
    }
  }

  /// One transaction within the clinic whose host it is.
  private func withDomain(
    _ host: String, of slug: String, _ act: (PostgresConnection, OwnDomain) async throws -> Void
  ) async throws {
    try await within(slug) { database in
      let domain = try await database.query("SELECT \(OwnDomain.columns) FROM own_domain FOR UPDATE")
        .decode(OwnDomain.init(row:)).first
      guard let domain, domain.host == host.lowercased() else { throw TenantFault.noDomain(host) }
      try await act(database, domain)
    }
  }
}
