internal import Postgres

/// What the database said no to, and nobody can be told anything sensible about: for the log.
public struct DatabaseFault: Error, Hashable, Sendable {
  /// PostgreSQL's five characters (appendix A of its manual).
  public let sqlState: String
  public let constraint: String?

  init(_ error: PostgresError) {
    sqlState = error.sqlState.rawValue
    constraint = error.constraint
  }
}
