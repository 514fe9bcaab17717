/// What the server said no to.
///
/// The server's message and detail quote the values that offended, which are patients' data, so they are not
/// even kept: no description, mirror or dump can show them.
public struct PostgresError: Error, Hashable, Sendable {
  public let sqlState: SQLState
  /// The names of what was violated or touched, if the server named it.
  public let constraint: String?
  public let schema: String?
  public let table: String?
  public let column: String?
  /// Where in the statement's text, in characters from 1.
  public let position: Int?
  /// Which of the statements sent together, from 0.
  public internal(set) var statement: Int
  /// A statement that was prepared on this connection must be prepared anew.
  var isStale = false

  public init(
    sqlState: SQLState, constraint: String? = nil, schema: String? = nil, table: String? = nil,
    column: String? = nil,
    position: Int? = nil, statement: Int = 0
  ) {
    self.sqlState = sqlState
    self.constraint = constraint
    self.schema = schema
    self.table = table
    self.column = column
    self.position = position
    self.statement = statement
  }
}

extension PostgresError: CustomStringConvertible {
  /// The SQLSTATE and where it arose, for a log.
  public var description: String {
    var text = "PostgreSQL \(sqlState.rawValue)"
    if let constraint { text += ", constraint \(constraint)" }
    if let position { text += ", at character \(position) of statement \(statement)" }
    return text
  }
}
