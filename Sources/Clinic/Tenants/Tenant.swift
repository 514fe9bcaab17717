/// One clinic of the installation.
public struct Tenant: Sendable {
  public let id: ID<Tenant>
  /// The first label of its host, such as `riverside`.
  public let slug: String
  public let name: String
  /// The clinic's IANA time zone: its schedules are written in it.
  public let timeZone: String
  /// An ISO 639-1 code.
  public let language: String
  /// An ISO 4217 code.
  public let currency: String
  public let phone: String
  public let address: String
  /// The host of its own at which it wants to be reached; nil where only the installation's leads to it.
  public let domain: String?
}
