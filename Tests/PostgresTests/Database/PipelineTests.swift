import Postgres
import Testing

@Suite("A pipeline")
struct PipelineTests {
  let database: Database
  let table: SQL
  let constraint = TestCluster.uniqueName("once")

  init() async throws {
    database = try TestCluster.database()
    table = "\(unsafe: TestCluster.uniqueName())"
    _ = try await database.pipeline([
      "CREATE TABLE \(table) (n int8 CONSTRAINT \(unsafe: constraint) PRIMARY KEY, text text)"
    ])
  }

  private func numbers() async throws -> [Int] {
    try await database.pipeline(["SELECT n FROM \(table) ORDER BY n"])[0].decode { row in
      try row.next(Int.self)
    }
  }

  @Test("is one round trip, the first time and later")
  func roundTrips() async throws {
    let before = database.roundTrips
    for _ in 1...3 {
      _ = try await database.pipeline(["SELECT \(1)", "SELECT \("a")", "SELECT 2 FROM \(table)"])
    }
    #expect(database.roundTrips == before + 3)
  }

  @Test("gives each statement its rows, in order")
  func order() async throws {
    let results = try await database.pipeline((1...50).map { "SELECT \($0) FROM generate_series(1, \($0))" })
    #expect(results.map(\.count) == Array(1...50))
    for (index, rows) in results.enumerated() {
      #expect(
        try rows.decode { row in try row.next(Int.self) } == Array(repeating: index + 1, count: index + 1))
    }
  }

  @Test("without statements asks nothing and answers nothing")
  func empty() async throws {
    #expect(try await database.pipeline([]).isEmpty)
    #expect(try await database.pipeline([""]).count == 1)
  }

  @Test("is done whole or not at all", arguments: 0...2)
  func atomic(failing: Int) async throws {
    var statements: [SQL] = [
      "INSERT INTO \(table) VALUES (1)", "INSERT INTO \(table) VALUES (2)", "INSERT INTO \(table) VALUES (3)",
    ]
    statements[failing] = "INSERT INTO \(table) VALUES (9), (9)"
    let error = await #expect(throws: PostgresError.self) { try await database.pipeline(statements) }
    #expect(error?.sqlState == .uniqueViolation)
    #expect(error?.constraint == constraint)
    #expect(error?.statement == failing)
    #expect(try await numbers() == [])
    #expect(try await database.pipeline(["SELECT 1"]).count == 1, "the connection is fit for the next")
  }

  @Test("names the place of a mistake in the statement")
  func position() async throws {
    let error = await #expect(throws: PostgresError.self) {
      try await database.pipeline(["SELECT 1", "SELECT nothing FROM \(table)"])
    }
    #expect(error?.sqlState.rawValue == "42703")
    #expect(error?.position == 8)
    #expect(error?.statement == 1)
  }

  @Test("fails by a constraint that is checked at its end")
  func deferred() async throws {
    let other: SQL = "\(unsafe: TestCluster.uniqueName())"
    _ = try await database.pipeline(["CREATE TABLE \(other) (n int8 UNIQUE DEFERRABLE INITIALLY DEFERRED)"])
    let error = await #expect(throws: PostgresError.self) {
      try await database.pipeline(["INSERT INTO \(other) VALUES (1), (1)", "SELECT 1"])
    }
    #expect(error?.sqlState == .uniqueViolation)
    #expect(try await database.pipeline(["SELECT n FROM \(other)"])[0].isEmpty)
  }

  @Test("that opens a transaction by itself leaves none behind")
  func strayTransaction() async throws {
    for _ in 1...4 {
      _ = try await database.pipeline(["BEGIN", "INSERT INTO \(table) VALUES (1)"])
    }
    #expect(try await numbers() == [])
  }

  @Test("refuses COPY, which has no place in it, and goes on with another connection")
  func copy() async throws {
    for statement: SQL in ["COPY \(table) FROM STDIN", "COPY \(table) TO STDOUT"] {
      await #expect(throws: (any Error).self) { try await database.pipeline([statement]) }
      #expect(try await numbers() == [])
    }
  }

  @Test("of several megabytes each way gets through")
  func large() async throws {
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let results = try await database.pipeline(Array(repeating: "SELECT \(bytes)", count: 8))
    for rows in results {
      #expect(try rows.decode { row in try row.next([UInt8].self) } == [bytes])
    }
  }

  @Test("tells text that is no UTF-8 by the server's error")
  func invalidText() async throws {
    let error = await #expect(throws: PostgresError.self) {
      try await database.pipeline(["SELECT convert_from(\([UInt8(0xFF), 0xFE]), 'UTF8')"])
    }
    #expect(error?.sqlState == .characterNotInRepertoire)
  }

  @Test("errors show no value, wherever they are printed")
  func secrecy() async throws {
    let statements: [SQL] = [
      "INSERT INTO \(table) VALUES (1, \("Mary-Secret")), (1, \("Mary-Secret"))",
      "SELECT \("Mary-Secret")::int8", "SELECT 1 / length(replace(\("Mary-Secret"), 'Mary-Secret', ''))",
      "DO $$BEGIN RAISE EXCEPTION 'Mary-Secret' USING DETAIL = 'Mary-Secret'; END$$",
    ]
    for statement in statements {
      let error = await #expect(throws: PostgresError.self) { try await database.pipeline([statement]) }
      var dumped = ""
      dump(error, to: &dumped)
      for text in [error.map { "\($0)" } ?? "", String(reflecting: error), dumped] {
        #expect(!text.contains("Mary"))
      }
    }
    let error = await #expect(throws: PostgresError.self) { try await database.pipeline([statements[0]]) }
    #expect(error.map { "\($0)" } == "PostgreSQL 23505, constraint \(constraint)")
  }
}
