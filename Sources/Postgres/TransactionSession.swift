internal import Synchronization

/// The connection of an open transaction, until it is over.
final class TransactionSession: Sendable {
  private let connection: Connection
  private let isOver = Mutex(false)

  init(_ connection: Connection) {
    self.connection = connection
  }

  nonisolated(nonsending) func send(_ statements: [SQL]) async throws -> [Rows] {
    try statements.check()
    if isOver.withLock({ $0 }) { throw DatabaseError.transactionOver }
    return try await Exchange(.statements(statements), .inner).run(connection.start)
  }

  nonisolated(nonsending) func finish(_ statements: [SQL]) async throws -> [Rows] {
    try statements.check()
    guard becomesOver() else { throw DatabaseError.transactionOver }
    var rows = try await Exchange(.statements(statements + ["COMMIT"]), .closing).run(connection.start)
    guard rows.popLast()?.result.commandTag == "COMMIT" else { throw DatabaseError.notCommitted }
    return rows
  }

  /// Commits, unless `finish` did.
  nonisolated(nonsending) func commit() async throws {
    guard !isOver.withLock({ $0 }) else { return }
    _ = try await finish([])
  }

  /// Gives up what was not committed. The connection says ROLLBACK by itself before anybody else gets it.
  func end() {
    if becomesOver() { connection.release() }
  }

  /// - Returns: false if it was over already.
  private func becomesOver() -> Bool {
    isOver.withLock { isOver in
      defer { isOver = true }
      return !isOver
    }
  }
}
