internal import CivilTime
internal import FoundationEssentials
internal import Postgres

extension [SQL] {
  static func inserting(
    _ new: NewPractitioner, _ id: ID<Practitioner>, portrait: ID<Portrait>?, at now: Date,
    newID: () -> ID<Availability>
  ) -> [SQL] {
    [
      """
      INSERT INTO practitioner (id, prefix, family_name, given_name, qualification, gender, languages, bio, portrait,
                                created_at)
      VALUES (\(id), \(new.prefix), \(new.familyName), \(new.givenName), \(new.qualification),
              \(new.gender.rawValue), \(new.languages), \(new.bio), \(portrait), \(now))
      """,
      """
      INSERT INTO practitioner_specialty (practitioner_id, specialty_id)
      SELECT \(id), unnest(\(new.specialties.map(\.uuid)))
      """,
      """
      INSERT INTO practitioner_service (practitioner_id, service_id)
      SELECT \(id), unnest(\(new.services.map(\.uuid)))
      """,
    ] + new.hours.map { .insert($0, of: id, newID()) }
  }
}

extension Query<[String]?> {
  /// Given and family name.
  static func names(of id: ID<Practitioner>) -> Self {
    Query("SELECT given_name, family_name FROM practitioner WHERE id = \(id)") { row in
      [try row.next(String.self), try row.next(String.self)]
    }
  }
}

extension SQL {
  static func insert(_ hours: WeeklyHours, of practitioner: ID<Practitioner>, _ id: ID<Availability>) -> SQL {
    """
    INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from, valid_until)
    VALUES (\(id), \(practitioner), \(hours.location), \(Int16(hours.weekday.rawValue)), \(hours.opens.sql),
            \(hours.closes.sql), \(hours.validFrom.sql), \(hours.validUntil?.sql))
    """
  }
}
