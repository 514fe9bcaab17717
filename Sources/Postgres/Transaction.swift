/// An open transaction. `Database.transaction` makes it and ends it.
///
/// It can't be copied. Moved out of the transaction's body it is of no use: every call throws
/// `DatabaseError.transactionOver`.
public struct Transaction: ~Copyable, Sendable {
  private let session: TransactionSession

  init(_ session: TransactionSession) {
    self.session = session
  }

  /// One round trip.
  ///
  /// - Throws: the errors of `Database.pipeline`. After a `PostgresError` the transaction takes nothing more.
  public nonisolated(nonsending) func query(_ statement: SQL) async throws -> Rows {
    try await session.send([statement])[0]
  }

  /// All statements in one round trip.
  public nonisolated(nonsending) func pipeline(_ statements: [SQL]) async throws -> [Rows] {
    try await session.send(statements)
  }

  /// The last statements and the COMMIT, all in one round trip. Nothing may follow.
  @discardableResult
  public nonisolated(nonsending) func finish(_ statements: [SQL] = []) async throws -> [Rows] {
    try await session.finish(statements)
  }
}
