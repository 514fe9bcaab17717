/// Why the database gave no answer.
public enum DatabaseError: Error, Hashable, Sendable {
  /// No connection could be made, or it broke. What was under way may or may not have been done.
  case unavailable
  /// Every connection is busy, and too many wait already or the wait was too long.
  case exhausted
  /// The deadline passed; nothing of the statements is kept.
  case timedOut
  /// `close` was called.
  case closed
  /// The transaction is over: it was finished, or its body has returned.
  case transactionOver
  /// Two statements at once in one transaction.
  case busy
  /// COMMIT was answered with ROLLBACK: the body swallowed an error that had already ended the transaction.
  case notCommitted
  /// The connection string can't be parsed.
  case invalidSettings
}

extension DatabaseError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unavailable: "the database is unavailable"
    case .exhausted: "every database connection is busy"
    case .timedOut: "the database took too long"
    case .closed: "the database was closed"
    case .transactionOver: "the transaction is over"
    case .busy: "the transaction is busy with another statement"
    case .notCommitted: "the transaction was rolled back instead of committed"
    case .invalidSettings: "the database's connection string can't be parsed"
    }
  }
}
