import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

/// A page costs the same however many rows a list has: bin/bench measures it, and this says by which index.
@Suite("A page of a list")
struct TablePlanTests {
  /// What is read to find a page: the index, and what is asked of it.
  private func plan(
    _ test: TestClinic, _ listing: Listing, _ query: [(String, String)], at cursor: TableView.Cursor?
  ) async throws -> [String] {
    let dana = try await test.visitor(DemoCast.dana, to: .administration, access: .may(.listVisits))
    let zone = try test.clinic.zones.rules(for: "Europe/London")
    let view = TableView(query.map { ($0.0, $0.1) }, of: listing).at(cursor)
    let rows = Query.rows(of: listing, view, by: dana, at: .init(now: test.clock.now, zone: zone))
    let plan = try await test.database.asOwner(
      of: test.riverside.id.uuid,
      ["EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) \(rows.statements[0])"])
    return try plan[0].decode { row in try row.next(String.self) }
  }

  @Test("is found by an index that goes on as the list does, and reads hardly more rows than it shows")
  func visits() async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 20_000, patients: 2000, at: test.riverside)
      let ids = try await test.database.asOwner(
        of: test.riverside.id.uuid,
        ["SELECT md5('crowd d3')::uuid, md5('crowd r3')::uuid, md5('crowd v9000')::uuid"])[0]
        .decode { row in try (row.next(UUID.self), row.next(UUID.self), row.next(UUID.self)) }[0]
      let cases: [([(String, String)], String)] = [
        ([], "appointment_time"), ([("sort", "start")], "appointment_time"),
        ([("sort", "-booked")], "appointment_booked"),
        ([("state", "noshow")], "appointment_state"), ([("doctor", "\(ids.0)")], "appointment_practitioner"),
        ([("service", "\(test.riverside.services[0])")], "appointment_service"),
        ([("place", "\(ids.1)")], "appointment_location"),
        ([("place", "\(test.riverside.room)")], "appointment_location"),
        ([("online", "yes")], "appointment_online"), ([("q", "100042")], "appointment_patient"),
      ]
      for (query, index) in cases {
        for cursor in [nil, .after(ids.2), .before(ids.2)] as [TableView.Cursor?] {
          let lines = try await plan(test, .appointments, query, at: cursor)
          let scans = lines.filter {
            $0.contains(" on appointment a ") || $0.contains(" using \(index) on appointment a")
          }
          #expect(scans.contains { $0.contains(index) }, "\(query) \(lines.joined(separator: "\n"))")
          #expect(lines.mostRows <= 400, "\(query) \(lines.joined(separator: "\n"))")
        }
      }
    }
  }

  @Test("of patients, and of letters, is found so, too")
  func others() async throws {
    try await TestClinic.using { test in
      try await test.crowd(visits: 2000, patients: 20_000, at: test.riverside)
      try await test.own(
        """
        INSERT INTO outbox_message (id, kind, language, recipient, payload, state, due_at, created_at)
        SELECT md5('m' || n)::uuid, 'invitation', 'en', n || '@mail.example', '{}',
               CASE WHEN n % 500 = 0 THEN 'failed' ELSE 'queued' END, now(), now() - make_interval(secs => n)
          FROM generate_series(1, 20000) AS n
        """)
      try await test.own("ANALYZE outbox_message")
      let patient = try await test.crowdMiddle(of: "patients", at: test.riverside)
      let cases: [(Listing, [(String, String)], String)] = [
        (.patients, [], "patient_name"), (.patients, [("sort", "birth")], "patient_birth_date"),
        (.patients, [("sort", "-number")], "patient_number"),
        (.patients, [("account", "yes")], "patient_with_account"),
        (.patients, [("record", "retired")], "patient_retired"),
        (.patients, [("q", "100042")], "patient_pkey"),
        (.messages, [], "outbox_message_created"),
        (.messages, [("delivery", "failed")], "outbox_message_state"),
        (.messages, [("q", "7@mail.example")], "outbox_message_recipient"),
      ]
      for (listing, query, index) in cases {
        for cursor in [nil, .after(patient)] as [TableView.Cursor?]
        where cursor == nil || listing.key == "patients" {
          let lines = try await plan(test, listing, query, at: cursor)
          #expect(lines.contains { $0.contains(index) }, "\(query) \(lines.joined(separator: "\n"))")
          #expect(lines.mostRows <= 400, "\(query) \(lines.joined(separator: "\n"))")
        }
      }
    }
  }
}

extension [String] {
  /// Of any step of a plan that was carried out, those that a condition took away included.
  var mostRows: Int {
    let counted = compactMap { line -> Int? in
      guard let match = line.firstMatch(of: /actual rows=(\d+) loops=(\d+)/) else { return nil }
      return (Int(match.output.1) ?? 0) * (Int(match.output.2) ?? 0)
    }
    let removed = compactMap {
      $0.firstMatch(of: /Rows Removed by .*Filter: (\d+)/).flatMap { Int($0.output.1) }
    }
    return (counted + removed).max() ?? 0
  }
}
