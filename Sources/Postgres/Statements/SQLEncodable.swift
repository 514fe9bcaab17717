/// A value that can be sent with a statement.
public protocol SQLEncodable: Sendable {
  /// The type that the statement is told its parameter has.
  static var sqlType: SQLType { get }

  /// Appends the value in PostgreSQL's binary format of `sqlType`.
  ///
  /// - Throws: `SQLEncodingError` for a value that the type can't hold.
  func encode(into bytes: inout [UInt8]) throws
}

/// A value that can be read from a column.
public protocol SQLDecodable: Sendable {
  /// Reads the value from PostgreSQL's binary format.
  ///
  /// - Parameter type: what the server says the column is. A conformance refuses the types that it doesn't
  ///   read.
  /// - Throws: `SQLDecodingError`.
  init(decoding bytes: RawSpan, type: SQLType) throws
}

public typealias SQLValue = SQLDecodable & SQLEncodable

extension SQLEncodable where Self: RawRepresentable, RawValue: SQLEncodable {
  public static var sqlType: SQLType { RawValue.sqlType }

  public func encode(into bytes: inout [UInt8]) throws {
    try rawValue.encode(into: &bytes)
  }
}

extension SQLDecodable where Self: RawRepresentable, RawValue: SQLDecodable {
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    guard let value = try Self(rawValue: RawValue(decoding: bytes, type: type)) else {
      throw SQLDecodingError.unrepresentable(type)
    }
    self = value
  }
}
