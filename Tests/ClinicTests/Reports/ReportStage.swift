import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres

@testable import Clinic

/// A site and a room that stands alone, three doctors with hours of every sort, and visits that chance made, before and after the clocks change.
struct ReportStage {
  let test: TestClinic
  let doctors: [ID<Practitioner>]
  let site: ID<Location>

  static func make(_ test: TestClinic, seed: UInt64, visits: Int) async throws -> ReportStage {
    let riverside = test.riverside
    let site = try await test.room("North", at: riverside)
    let rooms = [
      try await test.room("North 1", at: riverside), try await test.room("North 2", at: riverside),
      riverside.room,
    ]
    let other = try await test.practitioner(named: "Ben Ode", at: riverside)
    let night = try await test.practitioner(named: "Nia Vogt", at: riverside)
    let doctors = [riverside.doctor, other, night]
    func id() -> UUID { UUID() }
    _ = try await test.database.asOwner(
      of: riverside.id.uuid,
      [
        "UPDATE location SET part_of = \(site) WHERE name IN ('North 1', 'North 2')",
        """
        INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from, valid_until)
        VALUES (\(id()), \(other), \(rooms[0]), 1, '08:00', '12:00', '2026-01-01', NULL),
               (\(id()), \(other), \(rooms[1]), 1, '11:00', '15:30', '2026-01-01', NULL),
               (\(id()), \(other), \(rooms[0]), 5, '08:00', '24:00', '2026-01-01', '2026-03-20'),
               (\(id()), \(night), \(rooms[1]), 6, '20:00', '24:00', '2026-01-01', NULL),
               (\(id()), \(night), \(rooms[1]), 7, '00:00', '06:00', '2026-01-01', NULL)
        """,
        """
        INSERT INTO dated_hours (id, practitioner_id, location_id, day, opens, closes, replaces)
        VALUES (\(id()), \(other), \(rooms[2]), '2026-03-23', '09:00', '10:00', true),
               (\(id()), \(other), \(rooms[0]), '2026-03-25', '09:00', '10:30', false),
               (\(id()), \(night), \(rooms[1]), '2026-04-05', '01:00', '02:00', false)
        """,
        """
        INSERT INTO absence (id, practitioner_id, location_id, first_day, last_day, weekdays, starts, ends, withdrawn_at)
        VALUES (\(id()), \(other), NULL, '2026-03-16', '2026-03-18', '{}', '09:00', '13:00', NULL),
               (\(id()), \(riverside.doctor), NULL, '2026-04-06', '2026-04-10', '{2,4}', '00:00', '24:00', NULL),
               (\(id()), \(other), NULL, '2026-03-01', '2026-04-30', '{}', '00:00', '24:00', '2026-03-02 07:00+00'),
               (\(id()), NULL, \(rooms[1]), '2026-03-30', '2026-03-30', '{}', '12:00', '14:00', NULL)
        """,
        "INSERT INTO holiday (day, name) VALUES ('2026-04-03', 'Good Friday'), ('2026-04-05', 'Easter')",
        """
        INSERT INTO opening_hours (id, location_id, weekday, opens, closes)
        VALUES (\(id()), \(site), 1, '09:00', '15:00'), (\(id()), \(site), 5, '07:00', '20:00'),
               (\(id()), \(site), 6, '00:00', '24:00'), (\(id()), \(site), 7, '00:00', '24:00')
        """,
      ] + Self.visits(visits, riverside, doctors, rooms, seed: seed, at: test.clock.now))
    return ReportStage(test: test, doctors: doctors, site: site)
  }

  /// In every state, with and without what was marked, also at the very midnights; some booked when they had begun, some
  /// at the prices of another country, some of them groups. A doctor begins one visit at a time.
  private static func visits(
    _ count: Int, _ tenant: TestTenant, _ doctors: [ID<Practitioner>], _ rooms: [ID<Location>], seed: UInt64,
    at now: Date
  ) -> [SQL] {
    var random = SeededGenerator(seed: seed)
    let first = Date(timeIntervalSince1970: 1_771_545_600)  // 2026-02-20T00:00Z
    let states = [
      "proposed", "pending", "booked", "arrived", "fulfilled", "fulfilled", "cancelled", "noshow",
    ]
    var begun: Set<String> = []
    return (0..<count).flatMap { number -> [SQL] in
      let midnight = Double(Int.random(in: 0...52, using: &random)) * 86_400
      // Midnight in London is 23:00 in UTC when it is summer.
      let minutes = [0, 23 * 60, Int.random(in: 0..<1440, using: &random)].randomElement(using: &random)!
      let start = first + midnight + Double(minutes * 60)
      let length = [15.0, 20, 45, 60].randomElement(using: &random)! * 60
      let state = states.randomElement(using: &random)!
      let came = ["arrived", "fulfilled"].contains(state)
      let arrived =
        came && Bool.random(using: &random) ? start - Double.random(in: -300...1800, using: &random) : nil
      let started =
        came && Bool.random(using: &random) ? start + Double.random(in: -600...3600, using: &random) : nil
      let booked = start - Double.random(in: -3600...6_000_000, using: &random)
      let doctor = doctors.randomElement(using: &random)!
      let room = rooms.randomElement(using: &random)!
      let service = tenant.services.randomElement(using: &random)!
      guard begun.insert("\(doctor) \(start)").inserted else { return [] }
      let price = Int64.random(in: 0...20_000, using: &random)
      let currency = Int.random(in: 0..<12, using: &random) == 0 ? "CHF" : tenant.currency
      return (0..<(number % 10 == 0 ? 3 : 1)).map { _ -> SQL in
        """
        INSERT INTO appointment (id, patient_id, practitioner_id, service_id, location_id, during, status, price_minor,
                                 currency, booking_key, booked_at, arrived_at, started_at)
        VALUES (\(UUID()), \(tenant.patient), \(doctor), \(service), \(room), \(start..<(start + length)), \(state),
                \(price), \(currency), \(UUID()), \(booked), \(arrived), \(started))
        """
      }
    }
  }
}
