internal import CLibPQ

extension PostgresError {
  /// - Returns: `nil` for a failure that the server did not name: libpq's own, so that of the connection.
  init?(_ result: OpaquePointer, statement: Int) {
    func field(_ code: Character) -> String? {
      code.asciiValue.flatMap { PQresultErrorField(result, Int32($0)) }.map { String(cString: $0) }
    }
    // The letters are those of "Error and Notice Message Fields" in the manual's chapter on the protocol.
    guard let state = field("C") else { return nil }
    self.init(
      sqlState: SQLState(rawValue: state), constraint: field("n"), schema: field("s"), table: field("t"),
      column: field("c"), position: field("P").flatMap { Int($0) }, statement: statement)
  }
}

/// What an error says about the statements that this connection has prepared.
enum StaleStatement {
  /// A prepared statement returns other columns than when it was prepared: a migration changed a table.
  case changedResult
  /// The server knows none of that name: something said `DISCARD` or `DEALLOCATE`.
  case forgotten

  init?(_ result: OpaquePointer) {
    func field(_ code: Character) -> String? {
      code.asciiValue.flatMap { PQresultErrorField(result, Int32($0)) }.map { String(cString: $0) }
    }
    // 0A000 stands for anything that is not supported; the function that raised it tells this one apart, in
    // any language.
    switch (field("C"), field("R")) {
    case (SQLState.featureNotSupported.rawValue, "RevalidateCachedQuery"): self = .changedResult
    case (SQLState.invalidStatementName.rawValue, _): self = .forgotten
    default: return nil
    }
  }
}
