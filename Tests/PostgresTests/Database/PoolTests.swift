import Postgres
import Testing

@Suite("The pool")
struct PoolTests {
  /// Holds the only connection until `work` is done.
  private func whileBusy(_ database: Database, _ work: () async throws -> Void) async throws {
    // On a busy machine, the first connection may take longer than the waiting that is to be tested.
    while (try? await database.pipeline(["SELECT 1"])) == nil {}
    let (started, start) = AsyncStream.makeStream(of: Void.self)
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    async let holder: Void = database.transaction { _ in
      start.finish()
      for await _ in ended {}
    }
    for await _ in started {}
    defer { end.finish() }
    try await work()
    end.finish()
    try await holder
  }

  @Test("lets a caller wait for a connection")
  func waits() async throws {
    let database = try TestCluster.database { $0.poolSize = 1 }
    try await withThrowingTaskGroup(of: Int.self) { group in
      for index in 0..<100 {
        group.addTask {
          try await database.pipeline(["SELECT \(index)"])[0].decode { row in try row.next(Int.self) }[0]
        }
      }
      let sum = try await group.reduce(0, +)
      #expect(sum == 4950)
    }
  }

  @Test("refuses a caller who has waited too long")
  func waitLimit() async throws {
    let database = try TestCluster.database {
      $0.poolSize = 1
      $0.waitLimit = .milliseconds(50)
    }
    try await whileBusy(database) {
      await #expect(throws: DatabaseError.exhausted) { try await database.pipeline(["SELECT 1"]) }
    }
    #expect(try await database.pipeline(["SELECT 1"]).count == 1)
  }

  @Test("refuses the first caller too many at once, and no one before", arguments: [1, 3])
  func maximumWaiters(limit: Int) async throws {
    let database = try TestCluster.database {
      $0.poolSize = 1
      $0.maximumWaiters = limit
      $0.waitLimit = .seconds(60)
    }
    try await whileBusy(database) {
      await withThrowingTaskGroup { group in
        for _ in 0...limit {
          group.addTask { try await database.pipeline(["SELECT 1"]) }
        }
        // One is refused while all others still wait; they are let go by cancelling.
        let refused = await group.nextResult()
        #expect(throws: DatabaseError.exhausted) { try refused?.get() }
        group.cancelAll()
        while let result = await group.nextResult() {
          #expect(throws: CancellationError.self) { try result.get() }
        }
      }
    }
  }

  @Test("lets a party that has its share wait, and serves the others meanwhile")
  func share() async throws {
    let (noisy, quiet) = (Party.named("noisy"), Party.named("quiet"))
    let database = try TestCluster.database { $0.waitLimit = .milliseconds(300) }
    _ = try await database.pipeline(["SELECT 1"], for: quiet)
    try await database.transaction(for: noisy, check: { _ in }) { (_, _) async throws in
      // Another task's, and not this one's: whoever has a connection gets a second one.
      await #expect(throws: DatabaseError.exhausted) {
        try await Task.detached { try await database.pipeline(["SELECT 1"], for: noisy) }.value
      }
      #expect(try await database.pipeline(["SELECT 1"], for: quiet).count == 1)
      #expect(try await database.pipeline(["SELECT 1"], for: noisy).count == 1)
    }
    #expect(try await database.pipeline(["SELECT 1"], for: noisy).count == 1)
  }

  @Test("serves whoever has rested, though nothing else happens")
  func rest() async throws {
    let (noisy, quiet) = (Party.named("noisy"), Party.named("quiet"))
    let database = try TestCluster.database { $0.waitLimit = .milliseconds(300) }
    _ = try await database.pipeline(["SELECT 1"], for: quiet)
    // With a connection idle beside: only the rest keeps each of the later ones waiting.
    for _ in 0..<20 { _ = try await database.pipeline(["SELECT pg_sleep(0.005)"], for: noisy) }
  }

  @Test("refuses one party the first caller too many, and goes on taking others in")
  func maximumWaitersOfOne() async throws {
    let database = try TestCluster.database {
      $0.poolSize = 1
      $0.maximumWaitersOfOne = 2
      $0.waitLimit = .seconds(60)
    }
    try await whileBusy(database) {
      await withThrowingTaskGroup { group in
        let noisy = Party.named("noisy")
        for party in [noisy, noisy, noisy, .named("quiet"), .program] {
          group.addTask { try await database.pipeline(["SELECT 1"], for: party) }
        }
        let refused = await group.nextResult()
        #expect(throws: DatabaseError.exhausted) { try refused?.get() }
        group.cancelAll()
        while let result = await group.nextResult() {
          #expect(throws: CancellationError.self) { try result.get() }
        }
      }
    }
  }

  @Test("lets a cancelled caller leave the line")
  func leaving() async throws {
    let database = try TestCluster.database {
      $0.poolSize = 1
      $0.waitLimit = .seconds(60)
    }
    try await whileBusy(database) {
      let before = database.roundTrips
      let task = Task { try await database.pipeline(["SELECT 1"]) }
      try await Task.sleep(for: .milliseconds(20))
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(database.roundTrips == before)
    }
    #expect(try await database.pipeline(["SELECT 1"]).count == 1)
  }

  @Test("makes no more connections than it may")
  func size() async throws {
    let name = TestCluster.uniqueName("app")
    let database = try TestCluster.database {
      $0.poolSize = 3
      $0.applicationName = name
    }
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 {
        group.addTask {
          let rows = try await database.pipeline([
            "SELECT pg_sleep(0.005)",
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = \(name)",
          ])
          return try rows[1].decode { row in try row.next(Int.self) }[0]
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(counts.max() == 3)
  }

  @Test("tells that a server can't be reached, and which settings are nonsense")
  func unreachable() async throws {
    let connections = [
      "host=/nowhere user=nobody": DatabaseError.unavailable,
      "host=does-not-exist.invalid user=nobody": .unavailable,
      "host=127.0.0.1 port=1 user=nobody": .unavailable,
      "password=Mary-Secret nonsense": .invalidSettings,
    ]
    for (connection, error) in connections {
      let database = try TestCluster.database { $0.connection = connection }
      await #expect(throws: error) { try await database.pipeline(["SELECT 1"]) }
      await #expect(throws: error) { try await database.transaction { _ in } }
      await #expect(throws: error) {
        _ = try await PostgresConnection.connect(
          DatabaseSettings(connection: connection), logger: TestCluster.quiet)
      }
    }
  }

  @Test("closes when what runs has come to its end")
  func close() async throws {
    let name = TestCluster.uniqueName("app")
    let database = try TestCluster.database { $0.applicationName = name }
    _ = try await database.pipeline(["SELECT 1"])
    async let slow = database.pipeline(["SELECT pg_sleep(0.3)"])
    try await Task.sleep(for: .milliseconds(100))
    await database.close()
    #expect(try await slow.count == 1)
    await #expect(throws: DatabaseError.closed) { try await database.pipeline(["SELECT 1"]) }
    try await expectNoConnections(of: name)
  }

  @Test("cuts what takes longer than closing may")
  func closeLimit() async throws {
    let database = try TestCluster.database { $0.closeLimit = .milliseconds(50) }
    let task = Task { try await database.pipeline(["SELECT pg_sleep(60)"]) }
    while database.roundTrips == 0 { try await Task.sleep(for: .milliseconds(5)) }
    await database.close()
    await #expect(throws: DatabaseError.closed) { try await task.value }
  }

  @Test("leaves no connection behind when it is dropped")
  func dropped() async throws {
    let name = TestCluster.uniqueName("app")
    for _ in 1...3 {
      _ = try await TestCluster.database { $0.applicationName = name }.pipeline(["SELECT 1"])
    }
    try await expectNoConnections(of: name)
  }

  private func expectNoConnections(of name: String) async throws {
    let observer = try await TestCluster.observer()
    // The server notices the end of a connection a little later.
    for _ in 0..<400 {
      let open = try await observer.query("SELECT 1 FROM pg_stat_activity WHERE application_name = \(name)")
      if open.isEmpty { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("connections were left open")
  }
}
