/// Who lends a connection out.
protocol ConnectionOwner: AnyObject, Sendable {
  /// The connection is idle, outside of any transaction.
  func released(_ connection: Connection)

  /// The connection is closed.
  func lost(_ connection: Connection)

  /// Statements go out on a connection.
  func sends()
}
