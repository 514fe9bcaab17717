/// Why a statement was not sent. Holds no value: it may be a person's.
public enum SQLEncodingError: Error, Hashable, CustomStringConvertible {
  /// PostgreSQL's text has no U+0000.
  case nulInText
  /// Not a number, infinite, or outside of what the type can hold.
  case unrepresentable(SQLType)

  public var description: String {
    switch self {
    case .nulInText: "a text to be sent to PostgreSQL holds U+0000"
    case .unrepresentable(let type): "a value to be sent to PostgreSQL does not fit \(type)"
    }
  }
}
