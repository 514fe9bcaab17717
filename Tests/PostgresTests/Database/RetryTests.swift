import Postgres
import Synchronization
import Testing

@Suite("Who loses against another transaction is tried again")
struct RetryTests {
  let table: SQL = "\(unsafe: TestCluster.uniqueName())"

  private func database(attempts: Int = 5) async throws -> Database {
    let database = try TestCluster.database { $0.attempts = attempts }
    _ = try await database.pipeline([
      "CREATE TABLE IF NOT EXISTS \(table) (id int8 PRIMARY KEY, n int8)",
      "INSERT INTO \(table) VALUES (1, 0), (2, 0) ON CONFLICT DO NOTHING",
    ])
    return database
  }

  private func numbers(_ database: Database) async throws -> [Int] {
    try await database.pipeline(["SELECT n FROM \(table) ORDER BY id"])[0].decode { row in
      try row.next(Int.self)
    }
  }

  /// Adds one to both rows, in this order, with time for the other to come between.
  private func add(_ database: Database, first: Int, second: Int, tries: borrowing Atomic<Int>) async throws {
    try await database.transaction { transaction in
      tries.add(1, ordering: .relaxed)
      _ = try await transaction.query("UPDATE \(table) SET n = n + 1 WHERE id = \(first)")
      _ = try await transaction.query("SELECT pg_sleep(0.1)")
      try await transaction.finish(["UPDATE \(table) SET n = n + 1 WHERE id = \(second)"])
    }
  }

  @Test("after a deadlock")
  func deadlock() async throws {
    let database = try await database()
    let tries = Tries()
    async let one: Void = add(database, first: 1, second: 2, tries: tries.count)
    async let other: Void = add(database, first: 2, second: 1, tries: tries.count)
    _ = try await (one, other)
    #expect(tries.count.load(ordering: .relaxed) >= 3)
    #expect(try await numbers(database) == [2, 2])
  }

  final class Tries: Sendable {
    let count = Atomic(0)
  }

  /// Raises the SQLSTATE until it was called `failures` times; a sequence is not rolled back.
  private func failing(_ state: String, times failures: Int, _ database: Database) async throws -> SQL {
    let name = TestCluster.uniqueName("s")
    _ = try await database.pipeline([
      "CREATE SEQUENCE \(unsafe: name)",
      """
      CREATE FUNCTION f_\(unsafe: name)() RETURNS int8 LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('\(unsafe: name)') <= \(unsafe: String(failures)) THEN
          RAISE EXCEPTION 'no' USING ERRCODE = '\(unsafe: state)';
        END IF;
        RETURN currval('\(unsafe: name)');
      END $$
      """,
    ])
    return "SELECT f_\(unsafe: name)()"
  }

  @Test("as a pipeline, as often as allowed and no more", arguments: ["40001", "40P01"])
  func pipeline(state: String) async throws {
    let database = try await database(attempts: 3)
    let succeeding = try await failing(state, times: 2, database)
    let rows = try await database.pipeline(["UPDATE \(table) SET n = n + 1", succeeding])
    #expect(try rows[1].decode { row in try row.next(Int.self) } == [3])
    #expect(try await numbers(database) == [1, 1], "what was rolled back is not done twice")

    let hopeless = try await failing(state, times: 3, database)
    let error = await #expect(throws: PostgresError.self) { try await database.pipeline([hopeless]) }
    #expect(error?.sqlState.rawValue == state)
    #expect(try await database.pipeline([hopeless])[0].decode { row in try row.next(Int.self) } == [4])
  }

  @Test("as a transaction, from its check on")
  func transaction() async throws {
    let database = try await database(attempts: 3)
    let statement = try await failing("40001", times: 2, database)
    var checks = 0
    let result = try await database.transaction(
      opening: ["SELECT 7"],
      check: { rows in
        checks += 1
        return try rows[0].decode { row in try row.next(Int.self) }[0]
      }
    ) { transaction, seven in
      _ = try await transaction.query("UPDATE \(table) SET n = n + 1")
      return try await (seven, transaction.finish([statement])[0].count)
    }
    #expect(result == (7, 1))
    #expect(checks == 3)
    #expect(try await numbers(database) == [1, 1])
  }

  @Test("but not after other errors")
  func otherErrors() async throws {
    let database = try await database()
    let before = database.roundTrips
    await #expect(throws: PostgresError.self) { try await database.pipeline(["SELECT 1/0"]) }
    #expect(database.roundTrips == before + 1)
  }
}
