internal import FoundationEssentials
internal import Postgres

extension HealthcareService {
  static var columns: SQL {
    "s.id, sp.name, s.name, s.description, s.duration_minutes, s.price_minor, s.currency"
  }

  init(row: inout Row) throws {
    id = try row.next()
    specialty = try row.next()
    name = try row.next()
    description = try row.next()
    durationMinutes = try row.next()
    price = try Money(minorUnits: row.next(), currency: row.next())
  }
}

extension Query<[HealthcareService]> {
  /// All that can be booked, by specialty and name.
  public static var services: Self {
    Query(
      """
      SELECT \(HealthcareService.columns)
        FROM healthcare_service s JOIN specialty sp ON sp.id = s.specialty_id
       WHERE s.active
       ORDER BY sp.name, s.name
      """, each: HealthcareService.init(row:))
  }

  public static func services(of practitioner: ID<Practitioner>) -> Self {
    Query(
      """
      SELECT \(HealthcareService.columns)
        FROM practitioner_service ps
        JOIN healthcare_service s ON s.id = ps.service_id
        JOIN specialty sp ON sp.id = s.specialty_id
       WHERE ps.practitioner_id = \(practitioner) AND s.active
       ORDER BY sp.name, s.name
      """, each: HealthcareService.init(row:))
  }
}

extension Query<HealthcareService?> {
  /// A service, if this practitioner gives it.
  public static func service(_ id: ID<HealthcareService>, of practitioner: ID<Practitioner>) -> Self {
    Query(
      """
      SELECT \(HealthcareService.columns)
        FROM practitioner_service ps
        JOIN healthcare_service s ON s.id = ps.service_id
        JOIN specialty sp ON sp.id = s.specialty_id
       WHERE ps.practitioner_id = \(practitioner) AND s.id = \(id) AND s.active
      """, first: HealthcareService.init(row:))
  }
}

extension Query<[Specialty]> {
  public static var specialties: Self {
    Query(
      """
      SELECT sp.id, sp.name, count(p.id)
        FROM specialty sp
        LEFT JOIN practitioner_specialty ps ON ps.specialty_id = sp.id
        LEFT JOIN practitioner p ON p.id = ps.practitioner_id AND p.active
       GROUP BY sp.id, sp.name ORDER BY sp.name
      """
    ) { row in try Specialty(id: row.next(), name: row.next(), practitioners: row.next()) }
  }
}

extension Query<[Location]> {
  public static var locations: Self {
    Query("SELECT id, name FROM location ORDER BY name") { row in
      try Location(id: row.next(), name: row.next())
    }
  }
}
