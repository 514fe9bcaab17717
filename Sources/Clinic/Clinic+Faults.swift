internal import Postgres

extension Clinic {
  /// What an error of the database means to a person, or to the log; any other is passed on.
  func refusal(for error: any Error, _ refusals: [String: Refusal]) -> any Error {
    switch error {
    case let error as PostgresError where error.sqlState.isWorthRetrying:
      // It was tried again as often as is reasonable.
      Refusal.unavailable
    case let error as PostgresError:
      error.constraint.flatMap { refusals[$0] } ?? DatabaseFault(error)
    case DatabaseError.unavailable, DatabaseError.exhausted, DatabaseError.timedOut:
      Refusal.unavailable
    default:
      error
    }
  }
}
