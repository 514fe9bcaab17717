internal import CLibPQ

/// A cursor over the columns of one row, in the order in which the statement names them.
///
/// ```swift
/// try rows.decode { row in try Patient(id: row.next(), name: row.next()) }
/// ```
///
/// Reading is inlinable: a page reads hundreds of values, and generic code that can't be specialised where it
/// is called takes several times as long for each.
public struct Row: Sendable {
  @usableFromInline let result: QueryResult
  @usableFromInline var position: Int
  @usableFromInline var column = 0

  @usableFromInline
  init(_ result: QueryResult, at position: Int) {
    self.result = result
    self.position = position
  }

  @usableFromInline
  mutating func move(to position: Int) {
    self.position = position
    column = 0
  }

  /// Reads the next column.
  ///
  /// - Throws: `RowError` if it is NULL, not there, or of another type. The cursor moves on nevertheless.
  @inlinable
  public mutating func next<Value: SQLDecodable>(_: Value.Type = Value.self) throws -> Value {
    guard let value = try next(Value?.self) else { throw fault(.null, column - 1) }
    return value
  }

  /// Reads the next column, where NULL is `nil`.
  @inlinable
  public mutating func next<Value: SQLDecodable>(_: Value?.Type = Value?.self) throws -> Value? {
    defer { column += 1 }
    guard column < result.columnCount else { throw fault(.missing, column) }
    guard let bytes = result.bytes(position, column) else { return nil }
    do {
      return try Value(decoding: bytes.bytes, type: result.type(column))
    } catch let error as SQLDecodingError {
      throw fault(.value(error), column)
    }
  }

  /// Passes over columns.
  public mutating func skip(_ count: Int = 1) {
    column += count
  }

  @usableFromInline
  func fault(_ cause: RowError.Cause, _ column: Int) -> RowError {
    let name = column < result.columnCount ? result.columnName(column) : nil
    return RowError(column: column, name: name, cause: cause)
  }
}

extension Row: CustomStringConvertible, CustomReflectable {
  public var description: String { "row of \(result.columnCount) columns" }
  public var customMirror: Mirror { Mirror(self, children: ["columns": result.columnCount]) }
}
