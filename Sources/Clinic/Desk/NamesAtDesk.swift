internal import FoundationEssentials
internal import Postgres

/// What is called how: services and rooms, for views of many visits.
public struct NamesAtDesk: Equatable, Sendable {
  public let services: [ID<HealthcareService>: String]
  /// Those that can be booked, by name.
  public let bookable: [Named<HealthcareService>]
  /// By name; sites, too.
  public let rooms: [Named<Location>]

  public struct Named<Of>: Equatable, Sendable {
    public let id: ID<Of>
    public let name: String
  }
}

extension Query<NamesAtDesk> {
  public static var namesAtDesk: Self {
    Query(
      """
      SELECT true, id, name, active FROM healthcare_service
      UNION ALL
      SELECT false, id, name, active FROM location
       ORDER BY 3
      """
    ) { rows in
      var services: [ID<HealthcareService>: String] = [:]
      var bookable: [NamesAtDesk.Named<HealthcareService>] = []
      var rooms: [NamesAtDesk.Named<Location>] = []
      _ = try rows.decode { row in
        let (isService, id, name, isActive) = try (
          row.next(Bool.self), row.next(UUID.self), row.next(String.self), row.next(Bool.self)
        )
        if isService {
          services[ID(id)] = name
          if isActive { bookable.append(NamesAtDesk.Named(id: ID(id), name: name)) }
        } else {
          rooms.append(NamesAtDesk.Named(id: ID(id), name: name))
        }
      }
      return NamesAtDesk(services: services, bookable: bookable, rooms: rooms)
    }
  }
}
