internal import CivilTime
internal import Clinic
public import FoundationEssentials
internal import Postgres

extension TestClinic {
  /// A clinic of many years: patients, and their visits spread over the days before and after now, with ten doctors, each in a
  /// room. Nothing is occupied for them, and no letter is written: they are there to be listed.
  public func crowd(visits: Int, patients: Int, at tenant: TestTenant) async throws {
    let families = [
      "Moreau", "Haddad", "Lindqvist", "Okafor", "Smith", "Nguyen", "Petrova", "O’Brien", "García", "Kim",
    ]
    let now = clock.now
    _ = try await database.asOwner(
      of: tenant.id.uuid,
      [
        "ALTER TABLE patient DISABLE TRIGGER number_patient",
        "ALTER TABLE patient DISABLE TRIGGER words_of_patient",
        """
        INSERT INTO patient (id, number, family_name, given_name, birth_date, gender, created_at)
        SELECT md5('crowd' || n)::uuid, 100000 + n, (\(families)::text[])[1 + n % 10] || ' ' || (n / 1000),
               'Pat', date '1930-01-01' + n % 30000, 'unknown', \(now)
          FROM generate_series(1, \(patients)::int) AS n
        """,
        """
        INSERT INTO name_word (word)
        SELECT DISTINCT w FROM patient p, words_of_name(p.family_name, p.given_name, '') AS w WHERE p.number > 100000
        ON CONFLICT DO NOTHING
        """,
        """
        INSERT INTO patient_word (word, patient_id)
        SELECT w, p.id FROM patient p, words_of_name(p.family_name, p.given_name, '') AS w WHERE p.number > 100000
        """,
        "ALTER TABLE patient ENABLE TRIGGER number_patient",
        "ALTER TABLE patient ENABLE TRIGGER words_of_patient",
        """
        INSERT INTO practitioner (id, family_name, given_name, gender, created_at)
        SELECT md5('crowd d' || n)::uuid, 'Doctor ' || n, 'Crowd', 'unknown', \(now) FROM generate_series(0, 9) AS n
        """,
        "INSERT INTO location (id, name) SELECT md5('crowd r' || n)::uuid, 'Crowd room ' || n FROM generate_series(0, 9) AS n",
      ])
    // A statement may take two minutes.
    for first in stride(from: 1, through: visits, by: 100_000) {
      let last = min(first + 99_999, visits)
      _ = try await database.asOwner(
        of: tenant.id.uuid,
        [
          """
          INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                   currency, booking_key, booked_at)
          SELECT md5('crowd v' || n)::uuid, md5('crowd' || 1 + n % \(patients))::uuid, md5('crowd d' || n % 10)::uuid,
                 (\(tenant.services.map(\.uuid))::uuid[])[1 + n % \(tenant.services.count)], md5('crowd r' || n % 10)::uuid,
                 tstzrange(starts, starts + interval '20 minutes'),
                 CASE WHEN n % 97 = 0 THEN 'noshow' WHEN n % 10 = 0 THEN 'cancelled' WHEN starts < \(now) THEN 'fulfilled'
                      WHEN n % 91 = 0 THEN 'pending' ELSE 'booked' END,
                 5000, \(tenant.currency), md5('crowd v' || n)::uuid, starts - make_interval(days => n % 40)
            FROM generate_series(\(first)::int, \(last)::int) AS n,
                 LATERAL (SELECT \(now)::timestamptz + make_interval(mins => 20 * (n / 10 - \(visits * 4 / 50)::int)) AS starts) AS s
          """
        ])
    }
    // Years of work have been cleaned up behind.
    _ = try await database.asSuperuser("VACUUM ANALYZE")
  }

  /// One of a crowd's visits or patients in the middle of its list.
  public func crowdMiddle(of list: String, at tenant: TestTenant) async throws -> UUID {
    let middle: SQL =
      list == "patients"
      ? "SELECT id FROM patient ORDER BY birth_date, id OFFSET (SELECT count(*) / 2 FROM patient) LIMIT 1"
      : "SELECT id FROM appointment ORDER BY starts_at, id OFFSET (SELECT count(*) / 2 FROM appointment) LIMIT 1"
    return try await database.asOwner(of: tenant.id.uuid, [middle])[0].decode { row in try row.next(UUID.self)
    }[0]
  }
}
