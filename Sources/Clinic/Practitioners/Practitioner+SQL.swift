internal import FoundationEssentials
internal import Postgres

extension Practitioner {
  static var columns: SQL {
    """
    p.id, p.prefix, p.given_name, p.family_name, p.qualification, p.languages, p.bio, p.portrait, p.active,
    p.schedule_version,
    ARRAY(SELECT sp.name FROM practitioner_specialty ps JOIN specialty sp ON sp.id = ps.specialty_id
           WHERE ps.practitioner_id = p.id ORDER BY sp.name)
    """
  }

  init(row: inout Row) throws {
    id = try row.next()
    prefix = try row.next()
    givenName = try row.next()
    familyName = try row.next()
    qualification = try row.next()
    languages = try row.next()
    bio = try row.next()
    portrait = try row.next()
    active = try row.next()
    scheduleVersion = try row.next()
    specialties = try row.next()
  }
}

extension Query<Practitioner?> {
  /// Somebody who can be booked by name.
  public static func practitioner(_ id: ID<Practitioner>) -> Self {
    Query(
      "SELECT \(Practitioner.columns) FROM practitioner p WHERE p.id = \(id) AND p.active AND p.kind = ''",
      first: Practitioner.init(row:))
  }
}

extension Query<[Practitioner]> {
  /// Everybody, retired ones too: for administration.
  public static var staff: Self {
    Query(
      """
      SELECT \(Practitioner.columns) FROM practitioner p
       ORDER BY p.family_name, p.given_name, p.id
       LIMIT 500
      """, each: Practitioner.init(row:))
  }
}

extension Query<[ID<Practitioner>]> {
  public static func idsOfPractitioners(giving service: ID<HealthcareService>) -> Self {
    Query(
      """
      SELECT p.id FROM practitioner_service ps JOIN practitioner p ON p.id = ps.practitioner_id
       WHERE ps.service_id = \(service) AND p.active ORDER BY p.id
      """
    ) { row in try row.next() }
  }
}
