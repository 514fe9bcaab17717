import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

@Suite("A list that goes away as a file")
struct ListReadingTests {
  private func reading(
    _ test: TestClinic, of listing: Listing = .patients, _ query: [(String, String)] = [],
    by visitor: Visitor,
    limit: Int = 7
  ) throws -> ListReading {
    let zone = try test.clinic.zones.rules(for: "Europe/London")
    return ListReading(
      of: listing, TableView(query.map { ($0.0, $0.1) }, of: listing), by: visitor,
      at: Listing.Moment(now: test.clock.now, zone: zone), in: test.clinic, limit: limit)
  }

  private func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.exportLists))
  }

  @Test("is read in parts of so many rows, each row once, a round trip each", arguments: [13, 14, 15])
  func parts(patients: Int) async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 0, patients: patients, at: test.riverside)
      let all = try await test.count("patient")
      let dana = try await dana(test)
      var reading = try reading(
        test, [("sort", "-number"), ("after", UUID().uuidString)], by: dana, limit: all - 6)
      let before = test.clinic.roundTrips
      var ids: [UUID] = []
      while let part = try await reading.next() {
        #expect(part.rows.rows.count <= all - 6)
        ids += part.rows.rows.map(\.id)
      }
      #expect(ids.count == all && Set(ids).count == all)
      #expect(test.clinic.roundTrips - before == 2)
    }
  }

  @Test(
    "is noted once with what narrowed it but not what was searched for, and each patient whose record is in it"
  )
  func noted() async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 0, patients: 20, at: test.riverside)
      let dana = try await dana(test)
      var reading = try reading(
        test, [("q", "haddad"), ("record", "active"), ("sort", "birth")], by: dana, limit: 1)
      var found = 0
      while let part = try await reading.next() { found += part.rows.rows.count }
      #expect(found >= 2)
      #expect(
        try await test.count(
          "audit_event WHERE act = 'list-exported' AND detail = 'patients record=active sort=birth'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'list-exported'") == 1)
      #expect(try await test.count("audit_event WHERE act = 'read' AND entity IS NOT NULL") == found)
    }
  }

  @Test("breaks off when the row is gone from which it was to go on, rather than end early")
  func gone() async throws {
    try await TestClinic.using { test in
      for name in ["a", "b", "c", "d"] {
        try await test.own(
          "INSERT INTO device (id, name, kind) VALUES (gen_random_uuid(), '\(name)', 'k')")
      }
      let dana = try await dana(test)
      var reading = try reading(test, of: .devices, by: dana, limit: 2)
      #expect(try await reading.next()?.rows.rows.count == 2)
      var same = reading
      try await test.own("DELETE FROM device WHERE name = 'b'")
      await #expect(throws: Refusal.conflict(.entryChanged)) { try await reading.next() }
      // A row elsewhere is no matter.
      try await test.own("INSERT INTO device (id, name, kind) VALUES (gen_random_uuid(), 'e', 'k')")
      await #expect(throws: Refusal.conflict(.entryChanged)) { try await same.next() }
    }
  }

  @Test("ends with the session, and is nobody's who may not, nor another clinic's")
  func door() async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 0, patients: 20, at: test.riverside)
      let dana = try await dana(test)
      var mine = try reading(test, by: dana)
      #expect(try await mine.next() != nil)
      try await test.own("DELETE FROM session")
      await #expect(throws: Refusal.unauthenticated) { try await mine.next() }
      let ben = try await test.visitor(DemoCast.ben, to: .administration, access: .may(.exportLists))
      var bens = try reading(test, by: ben)
      await #expect(throws: Refusal.forbidden) { try await bens.next() }
      let etienne = try await test.visitor(DemoCast.etienne, to: .administration, access: .may(.exportLists))
      var theirs = try reading(test, [("q", "haddad")], by: etienne)
      #expect(try await theirs.next()?.rows.rows.isEmpty == true)
      #expect(try await theirs.next() == nil)
    }
  }
}
