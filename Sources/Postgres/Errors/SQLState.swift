/// The five characters by which PostgreSQL names a condition: appendix A of its manual.
public struct SQLState: Hashable, Sendable, RawRepresentable {
  public let rawValue: String

  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  init(_ rawValue: String) {
    self.rawValue = rawValue
  }
}

extension SQLState {
  public static let featureNotSupported = SQLState("0A000")
  public static let characterNotInRepertoire = SQLState("22021")
  public static let integrityConstraintViolation = SQLState("23000")
  public static let notNullViolation = SQLState("23502")
  public static let foreignKeyViolation = SQLState("23503")
  public static let uniqueViolation = SQLState("23505")
  public static let checkViolation = SQLState("23514")
  public static let exclusionViolation = SQLState("23P01")
  public static let inFailedTransaction = SQLState("25P02")
  public static let invalidStatementName = SQLState("26000")
  public static let serializationFailure = SQLState("40001")
  public static let deadlockDetected = SQLState("40P01")
  public static let insufficientPrivilege = SQLState("42501")
  public static let syntaxError = SQLState("42601")
  public static let undefinedTable = SQLState("42P01")
  public static let lockNotAvailable = SQLState("55P03")
  public static let queryCanceled = SQLState("57014")

  /// Two transactions got in each other's way.
  public var isWorthRetrying: Bool {
    self == .serializationFailure || self == .deadlockDetected
  }
}
