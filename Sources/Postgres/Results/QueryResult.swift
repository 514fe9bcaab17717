internal import CLibPQ

/// Owns a `PGresult`.
///
/// Unchecked, because the compiler can't see what libpq promises: a finished result is never written to
/// again, and reading one from several threads is safe ("Behavior in Threaded Programs" in libpq's manual).
@usableFromInline
final class QueryResult: @unchecked Sendable {
  private let result: OpaquePointer
  @usableFromInline let rowCount: Int
  @usableFromInline let columnCount: Int

  init(_ result: OpaquePointer) {
    self.result = result
    rowCount = Int(PQntuples(result))
    columnCount = Int(PQnfields(result))
  }

  deinit {
    PQclear(result)
  }

  /// The bytes of one value, which live as long as this object; `nil` is NULL.
  @usableFromInline
  func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
    let (row, column) = (Int32(row), Int32(column))
    // libpq gives an empty string for NULL, so only emptiness needs the second look.
    let count = Int(PQgetlength(result, row, column))
    if count == 0, PQgetisnull(result, row, column) != 0 { return nil }
    return UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: count)
  }

  @usableFromInline
  func type(_ column: Int) -> SQLType {
    SQLType(oid: PQftype(result, Int32(column)))
  }

  func columnName(_ column: Int) -> String {
    PQfname(result, Int32(column)).map { String(cString: $0) } ?? ""
  }

  var affected: Int {
    PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
  }

  /// What the server says it did: `COMMIT`, `ROLLBACK`, `INSERT 0 1` ...
  var commandTag: String {
    PQcmdStatus(result).map { String(cString: $0) } ?? ""
  }
}
