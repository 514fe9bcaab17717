/// Why the bytes of one column are not the value that was asked for. Holds no value: it may be a person's.
public enum SQLDecodingError: Error, Hashable, CustomStringConvertible {
  /// The column has a type that this Swift type doesn't read.
  case unreadable(SQLType)
  /// The type fits, this value does not: an infinity, an empty range, an unknown case.
  case unrepresentable(SQLType)
  /// The bytes are not of the type's binary format.
  case malformed(SQLType)

  public var description: String {
    switch self {
    case .unreadable(let type): "\(type) is not read into this type"
    case .unrepresentable(let type): "a value of \(type) has no counterpart"
    case .malformed(let type): "the bytes are no \(type)"
    }
  }
}

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

  public var description: String {
    let place = name.map { "column \(column) (\($0))" } ?? "column \(column)"
    return switch cause {
    case .null: "\(place) is NULL"
    case .missing: "\(place) does not exist"
    case .value(let error): "\(place): \(error)"
    }
  }
}
