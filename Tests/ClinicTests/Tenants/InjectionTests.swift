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
        """
        SELECT family_name FROM patient UNION SELECT email FROM account UNION SELECT password_hash FROM account
        UNION SELECT name FROM tenant WHERE id = current_tenant()
        """
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

  @Test("into another tenant, role or setting leads nowhere")
  func enters() async throws { try await nothingForeign(InjectedWay.entering) }

  @Test("through functions, catalogues and errors shows no row of another tenant")
  func reads() async throws { try await nothingForeign(InjectedWay.reading) }

  @Test("through files, large objects and other connections shows no row of another tenant")
  func looksElsewhere() async throws { try await nothingForeign(InjectedWay.elsewhere) }

  @Test("has no second statement")
  func stacks() async throws { try await nothingForeign(InjectedWay.statements) }

  private func nothingForeign(_ ways: [InjectedWay]) async throws {
    try await TestClinic.using { test in
      let foreign = try await hilltopTexts(test)
      try #require(foreign.count > 3)
      // What PostgreSQL remembers of columns' values, so that there is something to be shown.
      _ = try await test.database.asSuperuser("ANALYZE")
      for way in ways {
        let text = way.sql.replacing("HILLTOP", with: test.hilltop.id.description)
        do {
          let found = try await answers(text, in: test)
          #expect(way.refusal == nil, "\(way.sql) went through")
          for value in foreign {
            #expect(!found.contains { $0.contains(value) }, "\(way.sql) returned a row of Hilltop")
          }
        } catch let fault as DatabaseFault {
          #expect(fault.sqlState == way.refusal, "\(way.sql)")
        }
      }
      let after = try await hilltopTexts(test)
      #expect(after.sorted() == foreign.sorted())
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
