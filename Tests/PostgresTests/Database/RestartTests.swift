import Foundation
import Postgres
import Testing

@Suite("When the server goes away")
struct RestartTests {
  let server: PrivateServer
  let database: Database

  init() throws {
    server = try PrivateServer.start()
    let connection = server.connection
    database = try TestCluster.database {
      $0.connection = connection
      $0.poolSize = 4
      $0.waitLimit = .seconds(20)
    }
    // As a program would have it that never heard of sockets: libpq itself must see to it that it is not
    // killed.
    signal(SIGPIPE, SIG_DFL)
  }

  private func answers() async throws {
    let rows = try await database.pipeline(["SELECT 42"])[0]
    #expect(try rows.decode { row in try row.next(Int.self) } == [42])
  }

  /// Opens all connections, then runs something long on each.
  private func startLongStatements() async throws -> [Task<Void, any Error>] {
    let before = database.roundTrips
    let tasks = (0..<4).map { index in
      Task { [database] in
        if index.isMultiple(of: 2) {
          _ = try await database.pipeline(["SELECT pg_sleep(60)"])
        } else {
          try await database.transaction { transaction in
            _ = try await transaction.query("SELECT pg_sleep(60)")
          }
        }
      }
    }
    // One round trip for each pipeline, two for each transaction.
    while database.roundTrips < before + 6 { try await Task.sleep(for: .milliseconds(5)) }
    return tasks
  }

  @Test("by a crash, what runs is told, and the next caller is served by the new one")
  func crash() async throws {
    for _ in 1...2 {
      let tasks = try await startLongStatements()
      try server.kill()
      for task in tasks {
        await #expect(throws: DatabaseError.unavailable) { try await task.value }
      }
      await #expect(throws: DatabaseError.unavailable) { try await database.pipeline(["SELECT 1"]) }
      try server.resume()
      try await answers()
    }
  }

  @Test("in good order, idle connections are noticed and replaced")
  func restart() async throws {
    try await answers()
    try server.stop()
    await #expect(throws: DatabaseError.unavailable) { try await database.pipeline(["SELECT 1"]) }
    try server.resume()
    try await answers()
  }

  @Test("one connection alone, its caller is told and the others go on")
  func terminated() async throws {
    try await answers()
    let victim = Task { try await database.pipeline(["SELECT pg_sleep(60), 'victim'"]) }
    while true {
      let killed = try await database.pipeline([
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE query LIKE '%''victim''%' AND state = 'active' AND pid <> pg_backend_pid()
        """
      ])
      if !killed[0].isEmpty { break }
    }
    await #expect(throws: DatabaseError.unavailable) { try await victim.value }
    try await answers()
  }

  @Test("for good, callers are told at once or after their wait, and leave no pile behind")
  func gone() async throws {
    try await answers()
    try server.stop()
    await withThrowingTaskGroup { group in
      for _ in 0..<200 {
        group.addTask { try await database.pipeline(["SELECT 1"]) }
      }
      while let result = await group.nextResult() {
        #expect(throws: DatabaseError.unavailable) { try result.get() }
      }
    }
    await database.close()
  }

  @Test("while a large statement is being sent, the process survives")
  func brokenPipe() async throws {
    try await answers()
    let bytes = [UInt8](repeating: 1, count: 50_000_000)
    let task = Task {
      try await database.pipeline(Array(repeating: "SELECT length(\(bytes)), pg_sleep(60)", count: 4))
    }
    while database.roundTrips < 2 { try await Task.sleep(for: .milliseconds(1)) }
    try server.kill()
    await #expect(throws: DatabaseError.unavailable) { try await task.value }
  }

  @Test("a single connection tells it, after a script too, and costs nothing more")
  func singleConnection() async throws {
    let connection = try await PostgresConnection.connect(
      DatabaseSettings(connection: server.connection), logger: TestCluster.quiet)
    try await connection.execute(script: "SELECT 1; SELECT 2")
    try server.stop()
    await #expect(throws: DatabaseError.unavailable) { try await connection.query("SELECT 1") }
  }
}
