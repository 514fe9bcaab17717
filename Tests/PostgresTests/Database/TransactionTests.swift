import Postgres
import Testing

@Suite("A transaction")
struct TransactionTests {
  let database: Database
  let table: SQL

  struct Mistake: Error {}

  init() async throws {
    database = try TestCluster.database { $0.poolSize = 1 }
    table = "\(unsafe: TestCluster.uniqueName())"
    _ = try await database.pipeline([
      "CREATE TABLE \(table) (n int8 PRIMARY KEY DEFERRABLE INITIALLY DEFERRED)"
    ])
  }

  private func numbers() async throws -> [Int] {
    try await database.pipeline(["SELECT n FROM \(table) ORDER BY n"])[0].decode { row in
      try row.next(Int.self)
    }
  }

  @Test("opens in one round trip, and ends in one with its last statements")
  func roundTrips() async throws {
    let before = database.roundTrips
    try await database.transaction(
      opening: ["INSERT INTO \(table) VALUES (1)", "SELECT count(*) FROM \(table)"],
      check: { rows in try rows[1].decode { row in try row.next(Int.self) }[0] }
    ) { transaction, count in
      #expect(count == 1)
      try await transaction.finish(["INSERT INTO \(table) VALUES (2)", "INSERT INTO \(table) VALUES (3)"])
    }
    #expect(database.roundTrips == before + 2)
    #expect(try await numbers() == [1, 2, 3])
  }

  @Test("commits when its body returns")
  func commits() async throws {
    let result = try await database.transaction { transaction in
      _ = try await transaction.query("INSERT INTO \(table) VALUES (1)")
      return try await transaction.pipeline(["SELECT n FROM \(table)", "SELECT 1"]).map(\.count)
    }
    #expect(result == [1, 1])
    #expect(try await numbers() == [1])
  }

  @Test("keeps nothing when its body throws, or what comes before it")
  func rollsBack() async throws {
    await #expect(throws: Mistake.self) {
      try await database.transaction { transaction in
        _ = try await transaction.query("INSERT INTO \(table) VALUES (1)")
        throw Mistake()
      }
    }
    await #expect(throws: Mistake.self) {
      try await database.transaction(
        opening: ["INSERT INTO \(table) VALUES (1)"], check: { _ in throw Mistake() }
      ) { _, _ in Issue.record("entered in spite of the check") }
    }
    await #expect(throws: PostgresError.self) {
      try await database.transaction(
        opening: ["INSERT INTO \(table) VALUES (1)", "SELECT 1/0"], check: { _ in }
      ) { _, _ in Issue.record("entered in spite of an error") }
    }
    await #expect(throws: PostgresError.self) {
      try await database.transaction { transaction in
        try await transaction.finish(["INSERT INTO \(table) VALUES (1)", "SELECT 1/0"])
      }
    }
    #expect(try await numbers() == [])
  }

  @Test("counts statements from its opening on, without BEGIN")
  func statementNumbers() async throws {
    let error = await #expect(throws: PostgresError.self) {
      try await database.transaction(opening: ["SELECT 1", "SELECT 1/0"], check: { _ in }) { _, _ in }
    }
    #expect(error?.statement == 1)
  }

  @Test("says so when a swallowed error had already undone it")
  func swallowedError() async throws {
    await #expect(throws: DatabaseError.notCommitted) {
      try await database.transaction { transaction in
        _ = try await transaction.query("INSERT INTO \(table) VALUES (1)")
        _ = try? await transaction.query("SELECT 1/0")
      }
    }
    #expect(try await numbers() == [])
  }

  @Test("takes nothing more after an error")
  func failedTransaction() async throws {
    let error = await #expect(throws: PostgresError.self) {
      try await database.transaction { transaction in
        _ = try? await transaction.query("SELECT 1/0")
        _ = try await transaction.query("SELECT 1")
      }
    }
    #expect(error?.sqlState == .inFailedTransaction)
    #expect(try await numbers() == [])
  }

  @Test("tells of constraints that are checked at the end")
  func deferred() async throws {
    for finishes in [true, false] {
      let error = await #expect(throws: PostgresError.self) {
        try await database.transaction { transaction in
          _ = try await transaction.query("INSERT INTO \(table) VALUES (1), (1)")
          if finishes { try await transaction.finish() }
        }
      }
      #expect(error?.sqlState == .uniqueViolation)
    }
    #expect(try await numbers() == [])
  }

  @Test("is of no use once it is over")
  func escaped() async throws {
    let kept = try await database.transaction { transaction in Kept(transaction: transaction) }
    await #expect(throws: DatabaseError.transactionOver) { try await kept.transaction.query("SELECT 1") }
    await #expect(throws: DatabaseError.transactionOver) { try await kept.transaction.finish() }
    await #expect(throws: DatabaseError.transactionOver) {
      try await database.transaction { transaction in
        try await transaction.finish()
        _ = try await transaction.query("SELECT 1")
      }
    }
    let before = database.roundTrips
    _ = try await numbers()
    #expect(database.roundTrips == before + 1)
  }

  final class Kept: Sendable {
    let transaction: Transaction

    init(transaction: consuming Transaction) {
      self.transaction = transaction
    }
  }

  @Test("does one thing at a time")
  func busy() async throws {
    await #expect(throws: DatabaseError.busy) {
      try await database.transaction { transaction in
        let kept = Kept(transaction: transaction)
        async let slow = kept.transaction.query("SELECT pg_sleep(0.3)")
        async let other = kept.transaction.query("SELECT pg_sleep(0.3)")
        _ = try await (slow, other)
      }
    }
    #expect(try await numbers() == [])
  }
}
