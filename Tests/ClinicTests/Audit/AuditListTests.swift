import CivilTime
import ClinicTesting
import FoundationEssentials
import Postgres
import Testing

@testable import Clinic

extension TestClinic {
  /// Rows of the audit log as a list.
  func audited(_ query: [(String, String)], by reader: Visitor) async throws -> [TableRow] {
    let moment = Listing.Moment(now: clock.now, zone: try clinic.zones.rules(for: "Europe/London"))
    let view = TableView(query.map { ($0.0, $0.1) }, of: .audit)
    #expect(view.problems.isEmpty)
    return try await ask(reader, .rows(of: .audit, view, by: reader, at: moment)).rows
  }
}

@Suite("The audit log as a list")
struct AuditListTests {
  private func dana(_ test: TestClinic) async throws -> Visitor {
    try await test.visitor(DemoCast.dana, to: .administration, access: .may(.readAuditLog))
  }

  /// So many rows of the past, from a second ago on, of kinds and people in turn.
  private func fill(_ count: Int, _ test: TestClinic) async throws {
    let (ben, amira) = (test.riverside.accounts[DemoCast.ben], test.riverside.accounts[DemoCast.amira])
    try await test.own(
      """
      INSERT INTO audit_event (id, account_id, act, purpose, entity, at)
      SELECT md5('e' || n)::uuid, CASE WHEN n % 500 = 1 THEN '\(amira!)'::uuid WHEN n % 3 = 0 THEN '\(ben!)' END,
             CASE WHEN n % 400 = 0 THEN 'refused' WHEN n % 4 = 0 THEN 'appointment-booked' ELSE 'read' END,
             CASE WHEN n % 700 = 0 THEN 'operation' ELSE 'front-desk' END,
             CASE WHEN n % 250 = 0 THEN '\(test.riverside.patient)'::uuid ELSE md5('x' || n)::uuid END,
             timestamptz '\(test.clock.now.ISO8601Format())' - make_interval(secs => n)
        FROM generate_series(1, \(count)) AS n
      """)
    try await test.own("ANALYZE audit_event")
  }

  @Test("is narrowed by who acted, whom it is about, what was done, which kind and when")
  func filters() async throws {
    try await TestClinic.using { test in
      try await fill(3000, test)
      let dana = try await dana(test)
      let (ben, patient) = (try #require(test.riverside.accounts[DemoCast.ben]), test.riverside.patient)
      for (query, condition) in [
        ([("person", "\(ben)")], "account_id = '\(ben)'"),
        ([("patient", "\(patient)")], "entity = '\(patient)'"),
        ([("q", "fletcher")], "entity = '\(patient)'"),
        ([("act", "refused")], "act = 'refused'"), ([("kind", "refused")], "act = 'refused'"),
        ([("kind", "background")], "purpose = 'operation'"),
        ([("kind", "emergency")], "purpose = 'emergency'"),
        ([("act", "refused"), ("patient", "\(patient)")], "act = 'refused' AND entity = '\(patient)'"),
        ([("kind", "looks"), ("until", "2020-01-01")], "false"),
      ] {
        let found = try await test.audited(query, by: dana).count
        #expect(found == min(try await test.count("audit_event WHERE \(condition)"), 50), "\(query)")
      }
    }
  }

  @Test("names whose record it is about: by the record, the account, an appointment, a wish")
  func about() async throws {
    try await TestClinic.using { test in
      let (appointment, _) = try await test.bookedByPaul()
      let account = try #require(test.riverside.accounts[DemoCast.paul])
      let dana = try await dana(test)
      for (entity, act) in [
        (test.riverside.patient.uuid, "read"), (account.uuid, "password-changed"),
        (appointment.uuid, "appointment-booked"),
      ] {
        try await test.own("DELETE FROM audit_event")
        try await test.own(
          """
          INSERT INTO audit_event (id, act, purpose, entity, at)
          VALUES (gen_random_uuid(), '\(act)', 'front-desk', '\(entity)', '\(test.clock.now.ISO8601Format())')
          """)
        for query in [[("q", "fletcher")], [("patient", "\(test.riverside.patient)")]] {
          let rows = try await test.audited(query + [("col", "patient")], by: dana)
          #expect(rows.first?.cells == [.text("Paul Fletcher")], "\(act)")
        }
      }
    }
  }

  @Test("is found page by page by an index, however long it is")
  func plans() async throws {
    try await TestClinic.using { test in
      try await fill(20_000, test)
      let dana = try await dana(test)
      let moment = Listing.Moment(
        now: test.clock.now, zone: try test.clinic.zones.rules(for: "Europe/London"))
      let middle = try await test.database.asSuperuser("SELECT md5('e10001')::uuid").decode { row in
        try row.next(UUID.self)
      }[0]
      let amira = try #require(test.riverside.accounts[DemoCast.amira])
      for (query, index) in [
        ([], "audit_event_at"), ([("sort", "at")], "audit_event_at"),
        ([("person", "\(amira)")], "audit_event_actor"), ([("act", "refused")], "audit_event_act"),
        ([("kind", "changes")], "audit_event_page"), ([("kind", "looks")], "audit_event_act"),
        ([("kind", "background")], "audit_event_background"),
        ([("patient", "\(test.riverside.patient)")], "audit_event_entity"),
        ([("q", "fletcher")], "audit_event_entity"),
        ([("account", "\(test.riverside.patient)")], "audit_event_entity"),
      ] as [([(String, String)], String)] {
        for cursor in [nil, .after(middle), .before(middle)] as [TableView.Cursor?] {
          let view = TableView(query.map { ($0.0, $0.1) }, of: .audit).at(cursor)
          let rows = Query.rows(of: .audit, view, by: dana, at: moment)
          let plan = try await test.database.asOwner(
            of: test.riverside.id.uuid,
            ["EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) \(rows.statements[0])"])
          let lines = try plan[0].decode { row in try row.next(String.self) }
          #expect(lines.contains { $0.contains(index) }, "\(query) \(lines.joined(separator: "\n"))")
          #expect(lines.mostRows <= 400, "\(query) \(lines.joined(separator: "\n"))")
        }
      }
    }
  }
}
