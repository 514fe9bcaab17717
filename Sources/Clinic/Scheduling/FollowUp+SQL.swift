internal import Postgres

extension ScheduleScope {
  /// The practitioner of a visit.
  ///
  /// - Parameter service: nil for the visit's own.
  public static func following(_ visit: ID<Appointment>, _ service: ID<HealthcareService>?) -> Self {
    ScheduleScope(
      practitioners: "SELECT practitioner_id FROM appointment WHERE id = \(visit)",
      services: "SELECT coalesce(\(service), service_id) FROM appointment WHERE id = \(visit)")
  }
}

extension Query<Directory.Entry?> {
  /// The practitioner of a visit, with a service of theirs.
  ///
  /// - Parameter service: nil for the visit's own.
  public static func doctor(
    following visit: ID<Appointment>, giving service: ID<HealthcareService>?
  ) -> Self {
    Query(
      """
      SELECT s.id, true, \(Practitioner.columns), \(HealthcareService.columns)
        FROM appointment v
        JOIN practitioner p ON p.id = v.practitioner_id AND p.active
        JOIN practitioner_service x ON x.practitioner_id = p.id AND x.service_id = coalesce(\(service), v.service_id)
        JOIN healthcare_service s ON s.id = x.service_id AND s.active
        JOIN specialty sp ON sp.id = s.specialty_id
       WHERE v.id = \(visit) AND p.account_id = (SELECT current_account())
      """, first: Directory.Entry.init(row:))
  }
}

extension Query<[HealthcareService]> {
  /// What the signed-in practitioner gives, as they show it.
  public static var ownServices: Self {
    Query(
      """
      SELECT \(HealthcareService.columns)
        FROM practitioner_service x
        JOIN healthcare_service s ON s.id = x.service_id AND s.active
        JOIN specialty sp ON sp.id = s.specialty_id
       WHERE x.practitioner_id = \(SQL.me)
       ORDER BY x.position, s.name, s.id
      """, each: HealthcareService.init(row:))
  }
}
