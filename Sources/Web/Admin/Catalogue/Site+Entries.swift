import CivilTime
import Clinic
import Shell

extension Site {
  /// What an administrator does with the entries of one noun.
  func entryRoutes<E: Entry>(
    _: E.Type, portraits: EntryPortraits<E>? = nil
  ) throws -> [Route<Admission>] {
    try EntryRoutes<E>(site: self, portraits: portraits).routes + ImportRoutes<E>(site: self).routes
  }

  /// What has to be known of the visited clinic to read and write what it keeps.
  func surroundings(_ visit: Visit, _ names: [Naming: [Surroundings.Name]]) throws -> Surroundings {
    let zone = try clinic.zones.rules(for: visit.tenant.timeZone)
    return Surroundings(currency: visit.tenant.currency, today: zone.local(visit.now).day, names: names)
  }
}
