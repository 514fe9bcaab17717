import Postgres
import Testing

@Suite("What one transaction sets, the next one on its connection does not see")
struct IsolationTests {
  struct Fault: Error {}

  @Test("in 10,000 requests of alternating tenants on 2 connections, with faults")
  func alternatingTenants() async throws {
    let database = try TestCluster.database {
      $0.poolSize = 2
      $0.waitLimit = .seconds(60)
    }
    let leaks = try await withThrowingTaskGroup(of: Int.self) { group in
      for worker in 0..<16 {
        group.addTask {
          var leaks = 0
          for round in 0..<625 {
            leaks += try await visit(
              database, tenant: "t\((worker + round) % 20)", fault: (worker &* 7 + round) % 10)
          }
          return leaks
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(leaks == 0)
  }

  /// - Returns: how often a tenant was set already at the beginning, or another one at the end.
  private func visit(_ database: Database, tenant: String, fault: Int) async throws -> Int {
    var leaks = 0
    let before: SQL = "SELECT coalesce(current_setting('app.tenant_id', true), '')"
    let enter: SQL = "SELECT set_config('app.tenant_id', \(tenant), true)"
    func check(_ rows: Rows, is expected: String) throws {
      if try rows.decode({ row in try row.next(String.self) }) != [expected] { leaks += 1 }
    }
    switch fault {
    case 0:
      // An error in the middle of an implicit transaction.
      await #expect(throws: PostgresError.self) {
        try await database.pipeline([before, enter, "SELECT 1/0", before])
      }
    case 1:
      // An error in an explicit one.
      await #expect(throws: PostgresError.self) {
        try await database.transaction(opening: [before, enter], check: { try check($0[0], is: "") }) {
          transaction, _ in
          _ = try await transaction.query("SELECT 1/0")
        }
      }
    case 2:
      // A fault of the code between two statements.
      await #expect(throws: Fault.self) {
        try await database.transaction(opening: [before, enter], check: { try check($0[0], is: "") }) {
          _, _ in
          throw Fault()
        }
      }
    case 3:
      // BEGIN without an end.
      _ = try await database.pipeline(["BEGIN", enter])
    case 4:
      // A task that gives up.
      let task = Task { try await database.pipeline([enter, "SELECT pg_sleep(0.0005)"]) }
      task.cancel()
      _ = try? await task.value
    case 5:
      try await database.transaction(opening: [before, enter], check: { try check($0[0], is: "") }) {
        transaction, _ in
        try check(await transaction.query(before), is: tenant)
        try check(await transaction.finish([before])[0], is: tenant)
      }
    default:
      let rows = try await database.pipeline([before, enter, before])
      try check(rows[0], is: "")
      try check(rows[2], is: tenant)
    }
    return leaks
  }
}
