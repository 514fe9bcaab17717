import CivilTime
import Clinic
import ClinicTesting
import FoundationEssentials
import Postgres

/// What it costs to find the next three free times of many doctors, loading included, a line for each case; or, asked for
/// `lists`, what pages of lists cost.
///
/// Started by bin/bench, which brings the database.
@main
struct Measure {
  static func main() async throws {
    if CommandLine.arguments.dropFirst().first == "lists" { return try await Lists.measure() }
    print("doctors\tappointments\tweeks\tmicroseconds a doctor\tof which searching\tfound")
    for (appointments, weeks) in [
      (20_000, 8), (5_000, 8), (10_000, 8), (40_000, 8), (20_000, 4), (20_000, 16),
    ] {
      let test = try await TestClinic.make()
      let clinic = try await Crowd(test, doctors: 200, appointments: appointments, weeks: weeks)
      var best = try await clinic.nextTimes()
      for _ in 0..<5 {
        let timing = try await clinic.nextTimes()
        if timing.whole < best.whole { best = timing }
      }
      let (whole, search) = (Int(best.whole / 200 * 1e6), Int(best.search / 200 * 1e6))
      print("200\t\(appointments)\t\(weeks)\t\(whole)\t\(search)\t\(best.found)")
      try await test.drop()
    }
  }
}

/// Seconds for all doctors.
struct Timing {
  let whole: Double
  let search: Double
  /// Of three each.
  let found: Int
}

/// A clinic of many doctors, each with as many appointments as any other, spread over the weeks.
struct Crowd {
  let test: TestClinic
  let service: ID<HealthcareService>
  let weeks: Int

  init(_ test: TestClinic, doctors: Int, appointments: Int, weeks: Int) async throws {
    self.test = test
    self.weeks = weeks
    let patient = try await test.patient(named: "Pat Crowd", at: test.riverside)
    service = try await test.service("Visit", minutes: 20, by: test.riverside.doctor, at: test.riverside)
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      [
        "UPDATE healthcare_service SET horizon_days = 400 WHERE id = \(service.uuid)",
        "DELETE FROM practitioner_service WHERE service_id = \(service.uuid)",
        """
        INSERT INTO practitioner (id, family_name, given_name, gender, created_at)
        SELECT md5('d' || n)::uuid, 'Doctor ' || n, 'D', 'unknown', now() FROM generate_series(1, \(doctors)) AS n
        """,
        """
        INSERT INTO location (id, name) SELECT md5('r' || n)::uuid, 'Crowd room ' || n
          FROM generate_series(1, \(doctors)) AS n
        """,
        """
        INSERT INTO practitioner_service (practitioner_id, service_id)
        SELECT md5('d' || n)::uuid, \(service.uuid) FROM generate_series(1, \(doctors)) AS n
        """,
        """
        INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from)
        SELECT gen_random_uuid(), md5('d' || n)::uuid, md5('r' || n)::uuid, day, opens, closes, '2020-01-01'
          FROM generate_series(1, \(doctors)) AS n, generate_series(1, 5) AS day,
               (VALUES ('09:00'::time, '12:00'::time), ('13:00', '17:00')) AS hours (opens, closes)
        """,
        // Each doctor's appointments take the times of their weeks one after the other, every so many.
        """
        WITH planned AS (
          SELECT gen_random_uuid() AS id, n, starts
            FROM generate_series(1, \(doctors)) AS n, LATERAL (
              SELECT starts, row_number() OVER (ORDER BY starts) AS k, count(*) OVER () AS all_times
                FROM generate_series(0, \(weeks * 7 - 1)) AS d, generate_series(0, 23) AS slot,
                     LATERAL (SELECT date_trunc('day', \(test.clock.now)::timestamptz AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
                                     + make_interval(days => d::int, mins => 540 + slot * 20) AS starts) AS s
               WHERE extract(isodow FROM starts) < 6 AND slot NOT BETWEEN 9 AND 11) AS times
           WHERE k * \(appointments / doctors)::int / all_times <> (k - 1) * \(appointments / doctors)::int / all_times
        ), booked AS (
          INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                   currency, booking_key, booked_at)
          SELECT id, \(patient.uuid), md5('d' || n)::uuid, \(service.uuid), md5('r' || n)::uuid,
                 tstzrange(starts, starts + interval '20 minutes'), 'booked', 0, 'GBP', id, now()
            FROM planned
        )
        INSERT INTO occupancy (id, resource_kind, resource_id, appointment_id, during, service_id, session_id)
        SELECT gen_random_uuid(), kind, md5(letter || n)::uuid, planned.id,
               tstzrange(starts, starts + interval '20 minutes'), \(service.uuid), planned.id
          FROM planned, (VALUES ('practitioner', 'd'), ('location', 'r')) AS r (kind, letter)
        """,
      ])
    _ = try await test.database.asOwner(
      of: test.riverside.id.uuid, ["ANALYZE occupancy", "ANALYZE availability"])
  }

  func nextTimes() async throws -> Timing {
    let clock = ContinuousClock()
    let start = clock.now
    let visitor = test.visitor(nil, at: test.riverside, to: .publicInformation, access: .anyone)
    let now = test.clock.now
    let (visit, (service, doctors, schedule)) = try await test.clinic.ask(
      visitor, .service(service), .idsOfPractitioners(giving: service),
      .schedule(
        of: .everybody(giving: service), between: now..<(now + Double(weeks) * 7 * 86_400), for: visitor,
        at: now))
    guard let service else { return Timing(whole: 0, search: 0, found: 0) }
    let zone = try test.clinic.zones.rules(for: visit.tenant.timeZone)
    let loaded = clock.now
    var found = 0
    for doctor in doctors {
      found += SlotSearch(of: doctor, for: service, in: schedule, zone: zone, at: now).next(3).count
    }
    return Timing(whole: (clock.now - start).seconds, search: (clock.now - loaded).seconds, found: found)
  }
}

extension Duration {
  var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
