/// Where the database is, and the bounds of its use.
public struct DatabaseSettings: Sendable {
  /// A libpq connection string or URI. May hold a password, so it is shown by no description.
  public var connection: String
  /// The most connections that are open at a time.
  public var poolSize = 8
  /// The most callers that may wait for a connection; one more is refused at once.
  public var maximumWaiters = 512
  /// The most of them on behalf of one party.
  public var maximumWaitersOfOne = 256
  /// The longest that a caller waits for a connection.
  public var waitLimit = Duration.seconds(5)
  /// The longest that one statement runs, by the server's clock; zero is without limit.
  public var statementTimeout = Duration.seconds(10)
  /// What a round trip may take beyond `statementTimeout` before it is cancelled from here, and after that
  /// before the connection is given up: the server had its chance, and did not answer.
  public var answerGrace = Duration.seconds(1)
  /// The longest that a transaction stays open between two statements; then the server breaks the connection.
  public var idleInTransactionTimeout = Duration.seconds(30)
  public var connectTimeout = Duration.seconds(5)
  /// The longest that `close` waits for what runs.
  public var closeLimit = Duration.seconds(10)
  /// What the server shows in `pg_stat_activity`.
  public var applicationName = "polyclinic"
  /// The most statements that one connection keeps prepared.
  public var preparedStatements = 256
  /// How often a transaction that lost against another one (40001, 40P01) is tried, the first time included.
  public var attempts = 5

  public init(connection: String) {
    self.connection = connection
  }
}

extension DatabaseSettings: CustomStringConvertible, CustomReflectable {
  public var description: String { "\(applicationName), \(poolSize) connections" }
  public var customMirror: Mirror { Mirror(self, children: ["poolSize": poolSize]) }
}

extension DatabaseSettings {
  var limits: Connection.Limits {
    Connection.Limits(
      roundTrip: statementTimeout == .zero ? nil : statementTimeout + answerGrace, cancellation: answerGrace)
  }
}
