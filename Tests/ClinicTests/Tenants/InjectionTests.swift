import ClinicTesting
import Postgres
import Testing

@testable import Clinic

/// One query that glues text into SQL, as a careless change might: the database alone must keep other tenants' rows in.
@Suite("An injected query")
struct InjectionTests {
  /// Runs `injected` where a name was expected, as Riverside's Paul, and gives back every text that came out.
  private func answers(_ injected: String, in test: TestClinic) async throws -> [String] {
    try await answers(injected, by: try await test.visitor(DemoCast.paul, to: .ownRecord), in: test)
  }

  private func answers(_ injected: String, by visitor: Visitor, in test: TestClinic) async throws -> [String]
  {
    let query = Query<[String]>("SELECT family_name FROM patient WHERE family_name = '\(unsafe: injected)'") {
      row in
      try row.next(String?.self) ?? ""
    }
    return try await test.clinic.ask(visitor, query).answer
  }

  private func hilltopTexts(_ test: TestClinic) async throws -> [String] {
    try await test.database.asOwner(
      of: test.hilltop.id.uuid,
      [
        "SELECT family_name FROM patient UNION SELECT email FROM account UNION SELECT password_hash FROM account"
      ]
    )[0].decode { row in try row.next(String.self) }
  }

  @Test("reads its own tenant: the hole is real")
  func holeIsReal() async throws {
    try await TestClinic.using { test in
      let own = try await answers("' UNION ALL SELECT email FROM account --", in: test)
      #expect(own.contains(DemoCast.paul.email))
      #expect(own.contains(DemoCast.amira.email))
    }
  }

  @Test(
    "returns no row of another tenant, whichever way it tries",
    arguments: [
      ("' OR true --", ""),
      ("' UNION ALL SELECT email FROM account --", ""),
      ("' UNION ALL SELECT password_hash FROM account WHERE tenant_id <> current_tenant() --", ""),
      (
        "' UNION ALL SELECT set_config('app.tenant_id', 'HILLTOP', true) UNION ALL SELECT email FROM account --",
        "42501"
      ),
      (
        "' UNION ALL SELECT enter_tenant('HILLTOP', NULL)::text UNION ALL SELECT email FROM account --",
        "42501"
      ),
      ("' UNION ALL SELECT enter_for_work('HILLTOP')::text UNION ALL SELECT email FROM account --", "PC001"),
      (
        """
        ' UNION ALL SELECT verdict FROM enter_as_visitor('hilltop.localhost', NULL, now(), NULL, NULL)
          UNION ALL SELECT email FROM account --
        """,
        "PC001"
      ),
      ("' UNION ALL SELECT query_to_xml('SELECT * FROM account', true, true, '')::text --", ""),
      ("' UNION ALL SELECT table_to_xml('account', true, true, '')::text --", ""),
      ("' UNION ALL SELECT database_to_xml(true, true, '')::text --", ""),
      (
        "' UNION ALL SELECT most_common_vals::text FROM pg_stats WHERE tablename IN ('account', 'patient') --",
        ""
      ),
      ("' UNION ALL SELECT name FROM tenant --", "42501"),
      ("' UNION ALL SELECT setting FROM pg_settings WHERE name LIKE 'app.%' --", ""),
      ("' UNION ALL SELECT pg_read_file('/etc/passwd') --", "42501"),
      ("' UNION ALL SELECT lo_get(oid)::text FROM pg_largeobject_metadata --", ""),
      ("'; UPDATE patient SET family_name = 'x'; --", "42601"),
      ("'; SET app.tenant_id = 'HILLTOP'; SELECT email FROM account --", "42601"),
      ("'; SET ROLE polyclinic_owner; SELECT email FROM account --", "42601"),
      (
        "' UNION ALL (WITH moved AS (UPDATE patient SET tenant_id = 'HILLTOP' RETURNING family_name) SELECT * FROM moved) --",
        "0A000"
      ),
    ])
  func nothingForeign(injected: String, refusal: String) async throws {
    try await TestClinic.using { test in
      let foreign = try await hilltopTexts(test)
      try #require(foreign.count > 3)
      let text = injected.replacing("HILLTOP", with: test.hilltop.id.description)
      do {
        let found = try await answers(text, in: test)
        #expect(refusal == "", "\(injected) went through")
        for value in foreign {
          #expect(!found.contains { $0.contains(value) }, "\(injected) returned a row of Hilltop")
        }
      } catch let fault as DatabaseFault {
        #expect(fault.sqlState == refusal, "\(injected)")
      }
      let after = try await hilltopTexts(test)
      #expect(after == foreign)
    }
  }

  @Test(
    "behind a refusal finds the door closed",
    arguments: [
      "' UNION ALL SELECT enter_for_work('HILLTOP')::text --",
      "' UNION ALL SELECT verdict FROM enter_as_visitor('hilltop.localhost', NULL, now(), NULL, NULL) --",
      "' UNION ALL SELECT tenants_for_work()::text --",
    ])
  func behindRefusal(injected: String) async throws {
    try await TestClinic.using { test in
      let nobody = test.visitor(nil, at: test.riverside, to: .ownRecord, access: .signedIn)
      let text = injected.replacing("HILLTOP", with: test.hilltop.id.description)
      do {
        _ = try await answers(text, by: nobody, in: test)
        Issue.record("a stranger got an answer")
      } catch let fault as DatabaseFault {
        #expect(fault.sqlState == "PC001")
      }
    }
  }
}
