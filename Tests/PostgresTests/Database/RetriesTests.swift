import Testing

@testable import Postgres

@Suite("Retries")
struct RetriesTests {
  /// - Returns: how often the act was tried until it succeeded.
  private func tries(_ retries: Retries, failing failures: [PostgresError]) async throws -> Int {
    var tries = 0
    try await retries.run {
      tries += 1
      if tries <= failures.count { throw failures[tries - 1] }
    }
    return tries
  }

  private let conflict = PostgresError(sqlState: .serializationFailure)
  private let stale: PostgresError = {
    var error = PostgresError(sqlState: .featureNotSupported)
    error.isStale = true
    return error
  }()

  @Test("end after as many attempts as allowed")
  func conflicts() async throws {
    let retries = Retries(attempts: 3, connections: 0)
    #expect(try await tries(retries, failing: [conflict, conflict]) == 3)
    await #expect(throws: conflict) { try await tries(retries, failing: [conflict, conflict, conflict]) }
  }

  @Test("let every connection find out once that its statements are stale, besides the attempts")
  func stales() async throws {
    let retries = Retries(attempts: 2, connections: 3)
    #expect(try await tries(retries, failing: [stale, conflict, stale, stale]) == 5)
    await #expect(throws: stale) { try await tries(retries, failing: [stale, stale, stale, stale]) }
  }

  @Test("stop when the task is cancelled")
  func cancelled() async throws {
    let task = Task {
      try? await Task.sleep(for: .seconds(60))
      return try await tries(
        Retries(attempts: 1000, connections: 0), failing: Array(repeating: conflict, count: 999))
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
