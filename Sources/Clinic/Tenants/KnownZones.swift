public import CivilTime
internal import Synchronization

/// The time zones of the clinics that were visited, by host: a page that needs a local day would otherwise have to ask
/// twice. A clinic that changes its zone is known by the old one for a single page at most.
final class KnownZones: Sendable {
  private let zones = Mutex<[String: String]>([:])

  subscript(host: String) -> String? { zones.withLock { $0[host] } }

  /// Only the hosts of clinics come here: there are not many.
  func note(_ zone: String, of host: String) {
    zones.withLock { zones in
      if zones[host] != zone { zones[host] = zone }
    }
  }
}

extension Clinic {
  /// The rules of the zone that the visited clinic is in.
  public func zone(of visitor: Visitor) async throws -> TimeZoneRules {
    if let zone = knownZones[visitor.host] { return try zones.rules(for: zone) }
    return try zones.rules(for: try await ask(visitor, .nothing).visit.tenant.timeZone)
  }
}
