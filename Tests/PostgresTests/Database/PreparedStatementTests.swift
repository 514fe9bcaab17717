import Postgres
import Testing

@Suite("Prepared statements")
struct PreparedStatementTests {
  private func database(keeping limit: Int = 256) throws -> Database {
    try TestCluster.database {
      $0.poolSize = 1
      $0.preparedStatements = limit
    }
  }

  /// What the server has prepared for this connection, this very question apart.
  private func prepared(_ database: Database) async throws -> [String] {
    try await database.pipeline(["SELECT statement FROM pg_prepared_statements ORDER BY statement"])[0]
      .decode { row in try row.next(String.self) }
      .filter { !$0.contains("pg_prepared_statements") }
  }

  @Test("are kept by text and types, whatever the values")
  func kept() async throws {
    let database = try database()
    for number in 1...5 {
      _ = try await database.pipeline(["SELECT \(number)", "SELECT \("\(number)")", "SELECT \(Int?.none)"])
    }
    #expect(try await prepared(database) == ["SELECT $1", "SELECT $1"])
  }

  @Test("are given up, the longest unused first, beyond the limit")
  func limit() async throws {
    let database = try database(keeping: 3)
    for round in 1...20 {
      _ = try await database.pipeline((1...5).map { "SELECT \(unsafe: "\(round * 10 + $0)")" })
    }
    _ = try await database.pipeline(["SELECT 1"])
    #expect(try await prepared(database).count <= 5, "three, and what the next round trip gives up")
    _ = try await database.pipeline(["SELECT 1"])
    #expect(try await prepared(database).count <= 3)
  }

  @Test("that are to be given up do not stand in the way of a ROLLBACK")
  func limitInTransaction() async throws {
    let database = try database(keeping: 1)
    let process: SQL = "SELECT pg_backend_pid()"
    let before = try await database.pipeline([process])[0].decode { row in try row.next(Int.self) }
    await #expect(throws: PostgresError.self) {
      try await database.transaction { transaction in
        _ = try await transaction.pipeline(["SELECT 1", "SELECT 2", "SELECT 1/0"])
      }
    }
    let after = try await database.pipeline([process])[0].decode { row in try row.next(Int.self) }
    #expect(after == before, "the connection was not given up")
  }

  @Test("survive that the same text is used more often than they are kept")
  func reuseBeyondLimit() async throws {
    let database = try database(keeping: 1)
    for _ in 1...5 {
      let rows = try await database.pipeline(["SELECT 1", "SELECT 2", "SELECT 1", "SELECT 2"])
      #expect(try rows.flatMap { try $0.decode { row in try row.next(Int.self) } } == [1, 2, 1, 2])
    }
  }

  @Test("that fail to parse are not taken for prepared")
  func failedParse() async throws {
    let database = try database()
    let table: SQL = "\(unsafe: TestCluster.uniqueName())"
    for _ in 1...2 {
      let before = database.roundTrips
      let error = await #expect(throws: PostgresError.self) {
        try await database.pipeline(["SELECT * FROM \(table)", "SELECT 'later'"])
      }
      #expect(error?.sqlState == .undefinedTable)
      #expect(database.roundTrips == before + 1)
    }
    _ = try await database.pipeline(["CREATE TABLE \(table) ()"])
    _ = try await database.pipeline(["SELECT * FROM \(table)", "SELECT 'later'"])
  }

  @Test("are prepared anew when a migration changed what they return")
  func changedResult() async throws {
    let database = try database()
    let table: SQL = "\(unsafe: TestCluster.uniqueName())"
    let statements: [SQL] = [
      "SELECT * FROM \(table)", "SELECT * FROM \(table) WHERE true", "SELECT * FROM \(table)",
    ]
    _ = try await database.pipeline(["CREATE TABLE \(table) (a int8)", "INSERT INTO \(table) VALUES (1)"])
    for column in ["b", "c"] {
      _ = try await database.pipeline(statements)
      _ = try await database.pipeline(["ALTER TABLE \(table) ADD \(unsafe: column) text DEFAULT 'x'"])
      let before = database.roundTrips
      #expect(try await database.pipeline(statements)[2].columnNames.last == column)
      #expect(database.roundTrips == before + 2)
    }
    _ = try await database.pipeline(["ALTER TABLE \(table) ADD d text DEFAULT 'x'"])
    let names = try await database.transaction { transaction in
      try await transaction.pipeline(statements)[0].columnNames
    }
    #expect(names == ["a", "b", "c", "d"])
  }

  @Test("are prepared anew on every connection, however few the attempts")
  func changedResultEverywhere() async throws {
    let database = try TestCluster.database {
      $0.poolSize = 4
      $0.attempts = 1
    }
    let table: SQL = "\(unsafe: TestCluster.uniqueName())"
    _ = try await database.pipeline(["CREATE TABLE \(table) (a int8)"])
    func useAll() async throws {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<16 {
          group.addTask {
            _ = try await database.pipeline(["SELECT * FROM \(table)", "SELECT pg_sleep(0.005)"])
          }
        }
        try await group.waitForAll()
      }
    }
    try await useAll()
    _ = try await database.pipeline(["ALTER TABLE \(table) ADD b text"])
    try await useAll()
  }

  @Test("are prepared anew when the server has forgotten them")
  func forgotten() async throws {
    let database = try database()
    for command: SQL in ["DEALLOCATE ALL", "DISCARD ALL"] {
      _ = try await database.pipeline(["SELECT 1"])
      // DISCARD ALL wants to be alone; both leave `command` itself prepared no more.
      _ = try? await database.pipeline([command])
      #expect(try await database.pipeline(["SELECT 1"]).count == 1)
      _ = try? await database.pipeline([command])
      let rows = try await database.transaction(opening: ["SELECT 1"], check: { $0[0].count }) {
        transaction, count in
        try await transaction.query("SELECT 1").count + count
      }
      #expect(rows == 2)
    }
  }
}
