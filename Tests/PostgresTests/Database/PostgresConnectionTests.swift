import Postgres
import Testing

@Suite("A single connection")
struct PostgresConnectionTests {
  let connection: PostgresConnection

  init() async throws {
    connection = try await TestCluster.observer()
  }

  private func count(_ table: String) async throws -> Int {
    try await connection.query("SELECT * FROM \(unsafe: table)").count
  }

  @Test("runs a script of many statements, as one transaction")
  func script() async throws {
    let table = TestCluster.uniqueName()
    try await connection.execute(
      script: """
        CREATE TABLE \(table) (n int); -- a comment; with a semicolon
        INSERT INTO \(table) VALUES (1), (2);
        DO $$ BEGIN INSERT INTO \(table) VALUES (3); END $$;
        """)
    #expect(try await count(table) == 3)
    let error = await #expect(throws: PostgresError.self) {
      try await connection.execute(script: "INSERT INTO \(table) VALUES (4); SELECT nonsense; SELECT 1")
    }
    #expect(error?.sqlState.rawValue == "42703")
    #expect(error?.position.map { $0 > 40 } == true)
    #expect(try await count(table) == 3)
    try await connection.execute(script: "")
    await #expect(throws: SQLEncodingError.nulInText) { try await connection.execute(script: "SELECT 1\0") }
  }

  @Test("keeps its session: locks, open transactions, settings")
  func session() async throws {
    let other = try await TestCluster.observer()
    let key = Int.random(in: 0..<Int.max)
    _ = try await connection.query("SELECT pg_advisory_lock(\(key))")
    let free = try await other.query("SELECT pg_try_advisory_lock(\(key))").decode { row in
      try row.next(Bool.self)
    }
    #expect(free == [false])

    let table = TestCluster.uniqueName()
    try await connection.execute(script: "CREATE TABLE \(table) (n int)")
    _ = try await connection.pipeline(["BEGIN", "INSERT INTO \(unsafe: table) VALUES (1)"])
    #expect(try await count(table) == 1)
    _ = try await connection.query("ROLLBACK")
    #expect(try await count(table) == 0)

    connection.close()
    await #expect(throws: DatabaseError.unavailable) { try await connection.query("SELECT 1") }
    let nowFree = try await other.query("SELECT pg_advisory_lock(\(key))")
    #expect(nowFree.count == 1)
  }

  @Test("gives up on COPY in a script")
  func copy() async throws {
    await #expect(throws: (any Error).self) {
      try await connection.execute(script: "COPY pg_class TO STDOUT")
    }
  }
}
