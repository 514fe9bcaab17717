public import CivilTime
public import Credentials
public import Logging

/// The operator's hand on tenants. Runs as the owner; no page reaches it.
public struct TenantRegistry: Sendable {
  let connection: String
  /// For what letters carry that must not lie in the database as it is.
  let secrets: Secrets
  let zones: TimeZoneDatabase
  let logger: Logger

  /// - Parameters:
  ///   - connection: a libpq connection string of the role `polyclinic_owner`.
  ///   - keys: the same that the server uses.
  public init(
    connection: String, keys: KeyRing, zones: TimeZoneDatabase = TimeZoneDatabase(), logger: Logger
  ) {
    self.connection = connection
    secrets = Secrets(keys)
    self.zones = zones
    self.logger = logger
  }
}
