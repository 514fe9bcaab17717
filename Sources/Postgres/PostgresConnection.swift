public import Logging
internal import Synchronization

/// A single connection of its own, for migrations and tests: it keeps what belongs to a session, such as
/// advisory locks.
///
/// One call at a time. If the connection breaks, every later call throws `DatabaseError.unavailable`.
public final class PostgresConnection: Sendable {
  private let connection: Connection
  private let reactor: Reactor

  private init(_ connection: Connection, _ reactor: Reactor) {
    self.connection = connection
    self.reactor = reactor
  }

  deinit {
    close()
  }

  /// - Throws: `DatabaseError`; the reason is logged.
  public static func connect(
    _ settings: DatabaseSettings, logger: Logger
  ) async throws -> PostgresConnection {
    let reactor = try Reactor()
    return try await withCheckedThrowingContinuation { continuation in
      do {
        try BlockingThread.start {
          do {
            let connection = try Connection(
              Connector(settings: settings).open(), owner: Keeper(), reactor: reactor, limits: settings.limits
            )
            continuation.resume(returning: PostgresConnection(connection, reactor))
          } catch {
            reactor.stop()
            let failure = error as? Connector.Failure
            logger.warning("Can't connect to the database", metadata: ["reason": "\(failure?.message ?? "")"])
            continuation.resume(throwing: failure?.error ?? .unavailable)
          }
        }
      } catch {
        reactor.stop()
        continuation.resume(throwing: error)
      }
    }
  }

  /// - Throws: the errors of `Database.pipeline`; nothing is tried again.
  public nonisolated(nonsending) func query(_ statement: SQL) async throws -> Rows {
    try await pipeline([statement])[0]
  }

  /// All statements in one round trip, and one transaction unless one is open.
  public nonisolated(nonsending) func pipeline(_ statements: [SQL]) async throws -> [Rows] {
    try statements.check()
    return try await Exchange(.statements(statements), .inner).run(connection.start)
  }

  /// Any number of statements separated by semicolons. They are one transaction, unless they say otherwise
  /// themselves.
  ///
  /// - Throws: `PostgresError`, whose `position` counts from the start of the script.
  public nonisolated(nonsending) func execute(script: String) async throws {
    if script.utf8.contains(0) { throw SQLEncodingError.nulInText }
    _ = try await Exchange(.script(script), .inner).run(connection.start)
  }

  /// What is under way fails.
  public func close() {
    connection.close()
    reactor.stop()
  }
}

/// Nobody waits for a connection that is kept.
private final class Keeper: ConnectionOwner {
  func released(_ connection: Connection) {}
  func lost(_ connection: Connection) {}
  func sends() {}
}
