/// Why a row could not be read: the code and the statement disagree.
public struct RowError: Error, Hashable, CustomStringConvertible {
  public enum Cause: Hashable, Sendable {
    /// NULL, where the code wants a value.
    case null
    /// There is no such column.
    case missing
    case value(SQLDecodingError)
  }

  /// The column, from 0.
  public let column: Int
  /// The column's name; `nil` for a missing one.
  public let name: String?
  public let cause: Cause

  public init(column: Int, name: String?, cause: Cause) {
    self.column = column
    self.name = name
    self.cause = cause
  }

  public var description: String {
    let place = name.map { "column \(column) (\($0))" } ?? "column \(column)"
    return switch cause {
    case .null: "\(place) is NULL"
    case .missing: "\(place) does not exist"
    case .value(let error): "\(place): \(error)"
    }
  }
}
