/// Why an operator's command about a clinic was not carried out.
public enum TenantFault: Error, Hashable, CustomStringConvertible {
  case slug(String)
  case timeZone(String)
  case host(String)
  case hostName(String)
  case unknown(String)
  case addressTaken(String)
  case reason
  case limit
  case noDomain(String)
  case notProved(record: String)
  case beingDeleted(String)
  case name(String)

  public var description: String {
    switch self {
    case .slug(let slug): "'\(slug)' can't be a tenant's slug: use 1 to 40 of a-z, 0-9 and inner hyphens"
    case .timeZone(let zone): "'\(zone)' is no IANA time zone of this system"
    case .host(let host): "'\(host)' is another tenant's host"
    case .noDomain(let host):
      "the clinic has not asked for '\(host)'; 'polyclinic tenant domains' lists what was"
    case .notProved(let record): "that is not the clinic's proof: look what the TXT record \(record) says"
    case .beingDeleted(let slug):
      "'\(slug)' is being deleted: 'polyclinic tenant delete' goes on with it, nothing else does"
    case .name(let slug): "that is not the name of '\(slug)': nothing was deleted"
    case .unknown(let slug): "there is no tenant '\(slug)'; 'polyclinic tenant create' makes one"
    case .addressTaken(let email):
      "\(email) has an account there already: an administrator can change its role"
    case .reason: "say why, in 1 to \(TenantRegistry.longestReason) characters"
    case .limit: "a limit is 1 to \(TenantRegistry.limits.upperBound) requests a second, or none"
    case .hostName(let host):
      "'\(host)' is no host name, such as lakeside.example.org: leave out scheme and port"
    }
  }
}
