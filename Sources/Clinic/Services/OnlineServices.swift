internal import FoundationEssentials
internal import Postgres

/// Who gives which service that is online.
public struct OnlineOffer: Sendable {
  public let service: HealthcareService
  public let practitioner: Practitioner
}

extension Query<[OnlineOffer]> {
  /// By heading, service and name. So many at most that a page can say when each is free next.
  public static var onlineOffers: Self {
    Query(
      """
      SELECT \(HealthcareService.columns), \(Practitioner.columns)
        FROM healthcare_service s
        JOIN specialty sp ON sp.id = s.specialty_id
        JOIN practitioner_service x ON x.service_id = s.id
        JOIN practitioner p ON p.id = x.practitioner_id AND p.active AND p.kind = ''
       WHERE s.active AND s.online
       ORDER BY coalesce(nullif(s.category, ''), sp.name), s.name, s.id, p.family_name, p.given_name, p.id LIMIT 60
      """
    ) { row in try OnlineOffer(service: HealthcareService(row: &row), practitioner: Practitioner(row: &row)) }
  }
}

extension ScheduleScope {
  /// Of everything that is online.
  public static var online: Self {
    ScheduleScope(
      practitioners: """
        SELECT DISTINCT ps.practitioner_id FROM practitioner_service ps
          JOIN practitioner p ON p.id = ps.practitioner_id JOIN healthcare_service y ON y.id = ps.service_id
         WHERE p.active AND y.active AND y.online
        """,
      services: "SELECT id FROM healthcare_service WHERE active AND online")
  }
}
