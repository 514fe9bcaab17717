import Foundation
import Postgres
import Testing

@Suite("The reactor's thread")
struct ReactorTests {
  /// Processor time that this process uses in half a second of doing nothing, in seconds.
  ///
  /// In a process of its own: a thread that spins takes as much of the half second as the machine has to give,
  /// one that sleeps next to nothing, however busy the machine is.
  static func idleTime() async throws -> Double {
    let before = clock()
    try await Task.sleep(for: .milliseconds(500))
    return Double(clock() - before) / Double(CLOCKS_PER_SEC)
  }

  @Test("sleeps while callers wait for a busy connection")
  func waiting() async throws {
    let connection = try TestCluster.settings().connection
    await #expect(processExitsWith: .success) { [connection = connection as String] in
      var settings = DatabaseSettings(connection: connection)
      settings.poolSize = 1
      let database = try Database(settings, logger: TestCluster.quiet)
      async let running = database.pipeline(["SELECT pg_sleep(1)"])
      async let waiting = database.pipeline(["SELECT 1"])
      while database.roundTrips == 0 { try await Task.sleep(for: .milliseconds(5)) }
      let time = try await Self.idleTime()
      #expect(time < 0.05)
      _ = try await (running, waiting)
    }
  }

  @Test("sleeps when a connection was lost behind a script")
  func lost() async throws {
    let connection = try TestCluster.settings().connection
    await #expect(processExitsWith: .success) { [connection = connection as String] in
      let settings = DatabaseSettings(connection: connection)
      let victim = try await PostgresConnection.connect(settings, logger: TestCluster.quiet)
      let process = try await victim.query("SELECT pg_backend_pid()").decode { row in try row.next(Int32.self)
      }[0]
      try await victim.execute(script: "SELECT 1")
      let other = try await PostgresConnection.connect(settings, logger: TestCluster.quiet)
      _ = try await other.query("SELECT pg_terminate_backend(\(process), 5000)")
      let time = try await Self.idleTime()
      #expect(time < 0.05)
      await #expect(throws: DatabaseError.unavailable) { try await victim.query("SELECT 1") }
    }
  }
}
