public import FoundationEssentials
public import ObjectStore

/// All that makes up an installation, in the operator's hand: what is done to a tenant as a whole needs all of it.
public struct Installation: Sendable {
  let tenants: TenantRegistry
  let objects: any ObjectStore
  let keys: InstallationKeys
  let auditKeys: AuditKeys
  /// Below which every tenant has a host.
  let baseDomain: String
  let clock: @Sendable () -> Date

  /// - Parameters:
  ///   - objects, keys, auditKeys: the same that the server uses.
  public init(
    tenants: TenantRegistry, objects: any ObjectStore, keys: InstallationKeys, auditKeys: AuditKeys,
    baseDomain: String, clock: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.tenants = tenants
    self.objects = objects
    self.keys = keys
    self.auditKeys = auditKeys
    self.baseDomain = baseDomain
    self.clock = clock
  }

  func host(of slug: String) -> String { "\(slug).\(baseDomain)" }
}
