import ClinicTesting
import Postgres
import Testing

@testable import Clinic

/// One query that glues text into SQL, as a careless change might: the database alone must keep other tenants' rows in.
@Suite("An injected query")
struct InjectionTests {
  /// Runs `injected` where a name was expected, as Riverside's Paul, and gives back every text that came out.
  private func answers(_ injected: String, in test: TestClinic) async throws -> [String] {
    let paul = try await test.visitor(DemoCast.paul, to: .ownRecord)
    let query = Query<[String]>("SELECT family_name FROM patient WHERE family_name = '\(unsafe: injected)'") {
      row in
      try row.next(String?.self) ?? ""
    }
    return try await test.clinic.ask(paul, query).answer
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
      "' OR true --",
      "' UNION ALL SELECT email FROM account --",
      "' UNION ALL SELECT password_hash FROM account WHERE tenant_id <> current_tenant() --",
      "' UNION ALL SELECT set_config('app.tenant_id', 'HILLTOP', true) UNION ALL SELECT email FROM account --",
      "' UNION ALL SELECT enter_tenant('HILLTOP', NULL)::text UNION ALL SELECT email FROM account --",
      "' UNION ALL SELECT enter_for_work('HILLTOP')::text UNION ALL SELECT email FROM account --",
      """
      ' UNION ALL SELECT verdict FROM enter_as_visitor('hilltop.localhost', NULL, now(), NULL, NULL)
        UNION ALL SELECT email FROM account --
      """,
      "' UNION ALL SELECT query_to_xml('SELECT * FROM account', true, true, '')::text --",
      "' UNION ALL SELECT table_to_xml('account', true, true, '')::text --",
      "' UNION ALL SELECT database_to_xml(true, true, '')::text --",
      "' UNION ALL SELECT most_common_vals::text FROM pg_stats WHERE tablename IN ('account', 'patient') --",
      "' UNION ALL SELECT name FROM tenant --",
      "' UNION ALL SELECT setting FROM pg_settings WHERE name LIKE 'app.%' --",
      "' UNION ALL SELECT pg_read_file('/etc/passwd') --",
      "' UNION ALL SELECT lo_get(oid)::text FROM pg_largeobject_metadata --",
      "'; UPDATE patient SET family_name = 'x'; --",
      "'; SET app.tenant_id = 'HILLTOP'; SELECT email FROM account --",
      "'; SET ROLE polyclinic_owner; SELECT email FROM account --",
      "' UNION ALL (WITH moved AS (UPDATE patient SET tenant_id = 'HILLTOP' RETURNING family_name) SELECT * FROM moved) --",
    ])
  func nothingForeign(injected: String) async throws {
    try await TestClinic.using { test in
      let foreign = try await hilltopTexts(test)
      try #require(foreign.count > 3)
      let text = injected.replacing("HILLTOP", with: test.hilltop.id.description)
      // An error is an answer too: what matters is what comes out.
      let found = (try? await answers(text, in: test)) ?? []
      for value in foreign {
        #expect(!found.contains { $0.contains(value) }, "\(injected) returned a row of Hilltop")
      }
      let after = try await hilltopTexts(test)
      #expect(after == foreign)
    }
  }
}
