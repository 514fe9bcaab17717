import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("Visits outside of the hours")
struct VisitAheadTests {
  private func outside<E: Entry>(_ id: ID<E.Of>, _: E.Type, _ test: TestClinic) async throws -> Int {
    let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.manageStaff))
    let zone = try await test.clinic.zone(of: dana)
    return try await test.ask(
      dana, Query<[VisitAhead]>.visitsOutside(of: id, E.self, in: zone, at: test.clock.now)
    ).count
  }

  private func write(_ statement: SQL, _ test: TestClinic) async throws {
    _ = try await test.database.asOwner(of: test.riverside.id.uuid, [statement])
  }

  @Test("are those for which the doctor, the room or the day no longer leaves room; they stay")
  func found() async throws {
    try await TestClinic.using { test in
      let riverside = test.riverside
      _ = try await test.bookedByPaul()
      #expect(try await outside(riverside.doctor, PractitionerEntry.self, test) == 0)
      #expect(try await outside(riverside.room, PlaceEntry.self, test) == 0)

      // The day becomes a holiday, which counts for the holiday and for the doctor.
      let holiday = UUID()
      try await write(
        """
        INSERT INTO holiday (id, day, name)
        SELECT \(holiday), (starts_at AT TIME ZONE 'Europe/London')::date, 'Day off' FROM appointment
        """, test)
      #expect(try await outside(ID(holiday), HolidayEntry.self, test) == 1)
      #expect(try await outside(riverside.doctor, PractitionerEntry.self, test) == 1)
      try await write("DELETE FROM holiday WHERE id = \(holiday)", test)

      // The room opens when the visit is over, or as it begins.
      try await write(
        """
        INSERT INTO opening_hours (id, location_id, weekday, opens, closes)
        SELECT gen_random_uuid(), location_id, extract(isodow FROM starts_at AT TIME ZONE 'Europe/London'),
               (starts_at AT TIME ZONE 'Europe/London')::time, '24:00' FROM appointment
        """, test)
      #expect(try await outside(riverside.room, PlaceEntry.self, test) == 0)
      try await write("UPDATE opening_hours SET opens = opens + interval '1 minute'", test)
      #expect(try await outside(riverside.room, PlaceEntry.self, test) == 1)
      try await write("DELETE FROM opening_hours", test)

      // The doctor is away: that has a page of its own. Then they no longer work at all.
      try await write(
        """
        INSERT INTO absence (id, practitioner_id, first_day, last_day)
        SELECT gen_random_uuid(), practitioner_id, starts_at::date, starts_at::date FROM appointment
        """, test)
      #expect(try await outside(riverside.doctor, PractitionerEntry.self, test) == 0)
      try await write("DELETE FROM availability", test)
      #expect(try await outside(riverside.doctor, PractitionerEntry.self, test) == 1)
      #expect(try await test.count("appointment WHERE status = 'booked'") == 1)
    }
  }
}
