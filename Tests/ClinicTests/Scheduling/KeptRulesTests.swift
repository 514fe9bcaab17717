import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Rules that are kept in memory")
struct KeptRulesTests {
  /// Each changes what can be booked with the doctor of Riverside, in an order in which each can.
  static func changes(_ doctor: ID<Practitioner>, _ service: ID<HealthcareService>) -> [SQL] {
    let (id, other) = (UUID(), UUID())
    return [
      """
      INSERT INTO availability (id, practitioner_id, location_id, weekday, opens, closes, valid_from)
      SELECT \(id), \(doctor), id, 6, '09:00', '10:00', '2026-01-01' FROM location LIMIT 1
      """,
      "INSERT INTO availability_service (availability_id, service_id) VALUES (\(id), \(service))",
      "DELETE FROM availability_service WHERE availability_id = \(id)",
      "UPDATE availability SET closes = '11:00' WHERE id = \(id)",
      "DELETE FROM availability WHERE id = \(id)",
      """
      INSERT INTO dated_hours (id, practitioner_id, location_id, day, opens, closes, replaces)
      SELECT \(id), \(doctor), id, '2026-03-07', '09:00', '10:00', false FROM location LIMIT 1
      """,
      "DELETE FROM dated_hours WHERE id = \(id)",
      """
      INSERT INTO absence (id, practitioner_id, first_day, last_day)
      VALUES (\(id), \(doctor), '2026-03-03', '2026-03-03')
      """,
      "UPDATE absence SET withdrawn_at = now() WHERE id = \(id)",
      "INSERT INTO holiday (day, name) VALUES ('2026-03-04', 'Founding day')",
      "DELETE FROM holiday WHERE day = '2026-03-04'",
      """
      INSERT INTO opening_hours (id, location_id, weekday, opens, closes)
      SELECT \(id), id, 1, '09:00', '10:00' FROM location LIMIT 1
      """,
      "UPDATE opening_hours SET closes = '12:00' WHERE id = \(id)",
      "DELETE FROM opening_hours WHERE id = \(id)",
      """
      INSERT INTO service_requirement (id, service_id, needs, kind, from_minute)
      VALUES (\(id), \(service), 'staff', 'nurse', 0)
      """,
      """
      INSERT INTO practitioner (id, given_name, family_name, gender, kind, created_at)
      VALUES (\(other), 'Nell', 'Nurse', 'female', 'nurse', now())
      """,
      "UPDATE practitioner SET active = false WHERE id = \(other)",
      "UPDATE practitioner SET kind = 'helper' WHERE id = \(other)",
      "DELETE FROM service_requirement WHERE id = \(id)",
      "INSERT INTO location (id, name, kind) VALUES (\(other), 'Room of the kept', 'ultrasound')",
      "UPDATE location SET active = false WHERE id = \(other)",
      "INSERT INTO device (id, name, kind) VALUES (\(other), 'Device of the kept', 'laser')",
      "UPDATE device SET active = false WHERE id = \(other)",
      "UPDATE healthcare_service SET most_per_day = 3 WHERE id = \(service)",
    ]
  }

  @Test("are read again after whatever changes them, and not otherwise")
  func changed() async throws {
    try await TestClinic.using { test in
      let now = test.clock.now
      let visitor = test.visitor(nil, at: test.riverside, to: .publicInformation, access: .anyone)
      let ahead = now..<now.addingTimeInterval(7 * 86_400)
      let (doctor, service) = (test.riverside.doctor, test.riverside.services[0])
      func schedule(after before: Schedule?) async throws -> Schedule? {
        try await test.clinic.ask(
          visitor, .schedule(of: .one(doctor, service), between: ahead, for: visitor, at: now, after: before)
        ).answer
      }
      var kept = try #require(try await schedule(after: nil))
      for change in Self.changes(doctor, service) {
        #expect(try await schedule(after: kept) != nil, "before \(change)")
        _ = try await test.database.asOwner(of: test.riverside.id.uuid, [change])
        #expect(try await schedule(after: kept) == nil, "\(change)")
        kept = try #require(try await schedule(after: nil))
      }
    }
  }

  @Test("come with what is taken now")
  func taken() async throws {
    try await TestClinic.using { test in
      let now = test.clock.now
      let visitor = test.visitor(nil, at: test.riverside, to: .publicInformation, access: .anyone)
      let ahead = now..<now.addingTimeInterval(7 * 86_400)
      let scope = ScheduleScope.one(test.riverside.doctor, test.riverside.services[0])
      func schedule(after before: Schedule?) async throws -> Schedule {
        let answer = try await test.clinic.ask(
          visitor, .schedule(of: scope, between: ahead, for: visitor, at: now, after: before)
        ).answer
        return try #require(answer)
      }
      let empty = try await schedule(after: nil)
      #expect(empty.busy.isEmpty)
      let offer = try #require(try await test.offers().first)
      _ = try await test.clinic.book(
        Booking(offer: offer, key: UUID(), reason: ""), by: test.visitor(DemoCast.paul, to: .booking))
      for before in [empty, nil] {
        let busy = try await schedule(after: before).busy
        #expect(busy[test.riverside.doctor.uuid]?.count == 1, "the doctor")
        #expect(busy.count == 2, "and their room")
      }
    }
  }

  @Test("are not those of somebody else")
  func others() async throws {
    try await TestClinic.using { test in
      let now = test.clock.now
      let visitor = test.visitor(nil, at: test.riverside, to: .publicInformation, access: .anyone)
      let ahead = now..<now.addingTimeInterval(7 * 86_400)
      let other = try await test.practitioner(named: "Olga Other", at: test.riverside)
      let service = test.riverside.services[0]
      let (_, (first)) = try await test.clinic.ask(
        visitor,
        .schedule(of: .one(test.riverside.doctor, service), between: ahead, for: visitor, at: now, after: nil)
      )
      let (_, (second)) = try await test.clinic.ask(
        visitor, .schedule(of: .one(other, service), between: ahead, for: visitor, at: now, after: first))
      #expect(first != nil && second == nil)
    }
  }
}
