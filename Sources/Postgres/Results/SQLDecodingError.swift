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
