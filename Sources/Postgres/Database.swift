public import Logging

/// A PostgreSQL database: a pool of connections to it, and the two ways to use one.
///
/// Connections are made when they are wanted. Every call is bounded in time, heeds the task's cancellation,
/// and leaves the connection outside of any transaction.
public final class Database: Sendable {
  private let pool: Pool
  private let retries: Retries

  /// - Throws: `DatabaseError.unavailable` if the system gives no thread.
  public init(_ settings: DatabaseSettings, logger: Logger) throws {
    pool = try Pool(settings, logger: logger)
    retries = Retries(attempts: settings.attempts, connections: settings.poolSize)
  }

  /// Whether this task has a connection already.
  @TaskLocal private static var isInTransaction = false

  deinit {
    pool.shutDown()
  }

  /// Who has a connection and needs another must not wait for the first to be given back.
  private static func counted(_ party: Party) -> Party { isInTransaction ? .program : party }

  /// How often statements went out to the server, since this object was made. Tests keep budgets with it.
  public var roundTrips: Int { pool.roundTrips }

  /// Sends all statements in one round trip. They are one transaction: all are done, or none.
  ///
  /// - Parameter party: on whose behalf: where all connections are in use, parties take turns.
  /// - Returns: the rows of each statement.
  /// - Throws: `PostgresError`, `DatabaseError`, `SQLEncodingError` or `CancellationError`. Who loses against
  ///   another transaction is tried again first.
  public nonisolated(nonsending) func pipeline(_ statements: [SQL], for party: Party = .program) async throws
    -> [Rows]
  {
    try statements.check()
    return try await retries.run {
      try await Exchange(.statements(statements), .whole, for: Self.counted(party)).run(pool.submit)
    }
  }

  /// Opens a transaction for statements that depend on the answers to earlier ones.
  ///
  /// BEGIN and `opening` go out in one round trip. When `body` returns, its work is committed, unless
  /// `finish` did it; when anything throws, it is rolled back. If it loses against another transaction, all
  /// is done again from the start, so `check` and `body` must change nothing outside of the database.
  ///
  /// - Parameters:
  ///   - party: as in `pipeline`.
  ///   - check: reads what `opening` returned. To throw ends the transaction before `body`.
  /// - Throws: what `check` and `body` throw, and the errors of `pipeline`.
  public nonisolated(nonsending) func transaction<Entered, R>(
    opening: [SQL] = [],
    for party: Party = .program,
    check: ([Rows]) throws -> Entered,
    _ body: nonisolated(nonsending) (consuming Transaction, Entered) async throws -> R
  ) async throws -> R {
    try opening.check()
    return try await retries.run {
      let exchange = Exchange(.statements(["BEGIN"] + opening), .opening, for: Self.counted(party))
      let rows = try await exchange.run(pool.submit)
      guard let connection = exchange.connection else { throw DatabaseError.unavailable }
      let session = TransactionSession(connection)
      defer { session.end() }
      let entered = try check(Array(rows.dropFirst()))
      let result = try await Self.$isInTransaction.withValue(true) {
        try await body(Transaction(session), entered)
      }
      try await session.commit()
      return result
    }
  }

  /// Opens a transaction that begins with nothing.
  public nonisolated(nonsending) func transaction<R>(
    _ body: nonisolated(nonsending) (consuming Transaction) async throws -> R
  ) async throws -> R {
    try await transaction(check: { _ in }) { transaction, _ in try await body(transaction) }
  }

  /// Waits for what runs, up to the settings' limit, and closes all connections. What comes later is refused.
  public func close() async {
    await pool.close()
  }
}
