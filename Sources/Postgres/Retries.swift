/// Does a transaction again that lost against another one: PostgreSQL expects its clients to.
struct Retries {
  /// How often to try against other transactions, the first time included.
  let attempts: Int
  /// Each connection has prepared its statements for itself, so that each may find out anew that one is stale.
  let connections: Int

  nonisolated(nonsending) func run<R>(
    _ act: nonisolated(nonsending) () async throws -> R
  ) async throws -> R {
    var conflicts = 0
    var stale = 0
    while true {
      do {
        return try await act()
      } catch let error as PostgresError where error.isStale && stale < connections {
        stale += 1
      } catch let error as PostgresError where error.sqlState.isWorthRetrying && conflicts + 1 < attempts {
        conflicts += 1
        // Growing, and random: two that got in each other's way should not meet again.
        try await Task.sleep(for: .milliseconds(4 << min(conflicts, 6)) * Double.random(in: 0..<1))
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
