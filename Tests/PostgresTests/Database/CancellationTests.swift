import Postgres
import Testing

@Suite("Cancelling and deadlines")
struct CancellationTests {
  private func serverProcess(_ database: Database) async throws -> Int {
    try await database.pipeline(["SELECT pg_backend_pid()"])[0].decode { row in try row.next(Int.self) }[0]
  }

  /// Waits until the server runs a statement with this mark in it.
  private func waitFor(_ mark: String) async throws {
    let observer = try await TestCluster.observer()
    while true {
      let running = try await observer.query(
        """
        SELECT 1 FROM pg_stat_activity
         WHERE query LIKE \("%" + mark + "%") AND state = 'active' AND pid <> pg_backend_pid()
        """)
      if !running.isEmpty { return }
      try await Task.sleep(for: .milliseconds(5))
    }
  }

  @Test("a cancelled task stops its statement, and the connection serves the next", arguments: [true, false])
  func cancelled(inTransaction: Bool) async throws {
    let database = try TestCluster.database { $0.poolSize = 1 }
    let process = try await serverProcess(database)
    let mark = TestCluster.uniqueName("mark")
    let sleep: SQL = "SELECT pg_sleep(60), '\(unsafe: mark)'"
    let task = Task {
      if inTransaction {
        try await database.transaction { transaction in _ = try await transaction.query(sleep) }
      } else {
        _ = try await database.pipeline([sleep])
      }
    }
    try await waitFor(mark)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try await serverProcess(database) == process)
  }

  @Test("a task that is cancelled already sends nothing")
  func cancelledBefore() async throws {
    let database = try TestCluster.database { $0.poolSize = 1 }
    _ = try await serverProcess(database)
    let before = database.roundTrips
    let task = Task {
      try? await Task.sleep(for: .seconds(60))
      _ = try await database.pipeline(["SELECT 1"])
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(database.roundTrips == before)
    _ = try await serverProcess(database)
  }

  @Test("a cancellation hits no other statement")
  func storm() async throws {
    let database = try TestCluster.database { $0.maximumWaiters = 400 }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<400 {
        group.addTask {
          let task = Task { try await database.pipeline(["SELECT \(index), pg_sleep(0.002)"]) }
          if index.isMultiple(of: 2) {
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...20)))
            task.cancel()
            _ = try? await task.value
          } else {
            let value = try await task.value[0].decode { row in try row.next(Int.self) }
            #expect(value == [index])
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("a cancellation that comes too late does not hit the next statement")
  func late() async throws {
    let database = try TestCluster.database { $0.poolSize = 1 }
    for round in 0..<200 {
      let before = database.roundTrips
      let task = Task { try await database.pipeline(["SELECT pg_sleep(0.001)"]) }
      while database.roundTrips == before { await Task.yield() }
      try await Task.sleep(for: .microseconds(20 * (round % 100)))
      task.cancel()
      _ = try? await task.value
      // Long enough for a signal that was under way to arrive.
      _ = try await database.pipeline(["SELECT pg_sleep(0.004)"])
    }
  }

  @Test("the server ends a statement that takes too long")
  func statementTimeout() async throws {
    let database = try TestCluster.database {
      $0.poolSize = 1
      $0.statementTimeout = .milliseconds(100)
      $0.answerGrace = .seconds(30)
    }
    let process = try await serverProcess(database)
    await #expect(throws: DatabaseError.timedOut) { try await database.pipeline(["SELECT pg_sleep(60)"]) }
    #expect(try await serverProcess(database) == process)
    _ = try await database.pipeline(["SELECT pg_sleep(0.01)"])
  }

  @Test("statements that take too long together are cancelled from here")
  func roundTripTimeout() async throws {
    let database = try TestCluster.database {
      $0.poolSize = 1
      $0.statementTimeout = .milliseconds(700)
      $0.answerGrace = .milliseconds(300)
    }
    let process = try await serverProcess(database)
    await #expect(throws: DatabaseError.timedOut) {
      try await database.pipeline(Array(repeating: "SELECT pg_sleep(0.4)", count: 20))
    }
    #expect(try await serverProcess(database) == process)
  }

  @Test("a server that does not even heed the cancellation is left")
  func frozen() async throws {
    let database = try TestCluster.database {
      $0.poolSize = 1
      $0.statementTimeout = .milliseconds(200)
      $0.answerGrace = .milliseconds(200)
    }
    let process = try await serverProcess(database)
    // Stopped, the process can't answer, nor act on a signal but SIGCONT.
    try Command.run("/bin/kill", ["-STOP", "\(process)"])
    defer { try? Command.run("/bin/kill", ["-CONT", "\(process)"]) }
    await #expect(throws: DatabaseError.timedOut) { try await database.pipeline(["SELECT 1"]) }
    #expect(try await serverProcess(database) != process)
  }
}
