internal import FoundationEssentials
internal import Postgres

/// What the rows of reports are called, and what reports can be about: also what is no longer booked.
public struct ReportNames: Sendable {
  public struct Named<Of>: Sendable {
    public let id: ID<Of>
    public let name: String
  }

  /// By name; doctors by their family names.
  public let services: [Named<HealthcareService>]
  public let doctors: [Named<Practitioner>]
  /// Sites, and rooms that stand alone.
  public let places: [Named<Location>]
  /// Of rooms that are part of one.
  public let sites: [ID<Location>: ID<Location>]
}

extension Query<ReportNames> {
  public static var reportNames: Self {
    Query(
      """
      SELECT 'service', id, name, NULL::uuid, name FROM healthcare_service
      UNION ALL
      SELECT 'doctor', id, concat_ws(' ', nullif(prefix, ''), given_name, family_name), NULL,
             concat_ws(' ', family_name, given_name)
        FROM practitioner WHERE kind = ''
      UNION ALL
      SELECT 'place', id, name, part_of, name FROM location
       ORDER BY 5, 2
      """
    ) { rows in
      var services: [ReportNames.Named<HealthcareService>] = []
      var doctors: [ReportNames.Named<Practitioner>] = []
      var places: [ReportNames.Named<Location>] = []
      var sites: [ID<Location>: ID<Location>] = [:]
      _ = try rows.decode { row in
        let (kind, id, name) = try (row.next(String.self), row.next(UUID.self), row.next(String.self))
        switch kind {
        case "service": services.append(.init(id: ID(id), name: name))
        case "doctor": doctors.append(.init(id: ID(id), name: name))
        default:
          if let site = try row.next(UUID?.self) {
            sites[ID(id)] = ID(site)
          } else {
            places.append(.init(id: ID(id), name: name))
          }
        }
      }
      return ReportNames(services: services, doctors: doctors, places: places, sites: sites)
    }
  }
}
