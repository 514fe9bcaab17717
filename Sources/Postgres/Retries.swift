/// Does a transaction again that lost against another one: PostgreSQL expects its clients to.
struct Retries {
  let attempts: Int

  nonisolated(nonsending) func run<R>(_ act: nonisolated(nonsending) () async throws -> R) async throws -> R {
    var attempt = 1
    while true {
      do {
        return try await act()
      } catch let error as PostgresError where error.isWorthRetrying && attempt < attempts {
        // Growing, and random: two that got in each other's way should not meet again.
        try await Task.sleep(for: .milliseconds(4 << min(attempt, 6)) * Double.random(in: 0..<1))
        attempt += 1
      }
    }
  }
}

extension [SQL] {
  /// - Throws: why a value could not be encoded.
  func check() throws(SQLEncodingError) {
    for statement in self {
      if let fault = statement.fault { throw fault }
    }
  }
}
