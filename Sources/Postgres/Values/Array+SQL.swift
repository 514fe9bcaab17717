/// What `Array` needs to know of its elements to be a value itself.
///
/// Every `SQLValue` gets it by declaring it. Arrays have one dimension, as everywhere in the house.
public protocol SQLElement: Sendable {
  /// The type of the whole array; its `arrayOID` is that of arrays of such arrays.
  static var sqlArrayType: SQLType { get }

  static func encode(_ array: [Self], into bytes: inout [UInt8]) throws
  static func decodeArray(_ bytes: RawSpan, type: SQLType) throws -> [Self]
}

extension Array: SQLEncodable where Element: SQLElement {
  public static var sqlType: SQLType { Element.sqlArrayType }

  public func encode(into bytes: inout [UInt8]) throws {
    try Element.encode(self, into: &bytes)
  }
}

extension Array: SQLDecodable where Element: SQLElement {
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    self = try Element.decodeArray(bytes, type: type)
  }
}

extension SQLElement where Self: SQLValue {
  public static var sqlArrayType: SQLType { SQLType(oid: sqlType.arrayOID) }

  public static func encode(_ array: [Self], into bytes: inout [UInt8]) throws {
    try ArrayFormat.encode(array.lazy.map { $0 }, of: sqlType, hasNulls: false, into: &bytes)
  }

  public static func decodeArray(_ bytes: RawSpan, type: SQLType) throws -> [Self] {
    try ArrayFormat.decode(bytes, type: type) { (element: Self?) in
      guard let element else { throw SQLDecodingError.unrepresentable(type) }
      return element
    }
  }
}

/// `[T?]`: an array in which some elements are NULL.
extension Optional: SQLElement where Wrapped: SQLValue & SQLElement {
  public static var sqlArrayType: SQLType { Wrapped.sqlArrayType }

  public static func encode(_ array: [Wrapped?], into bytes: inout [UInt8]) throws {
    try ArrayFormat.encode(array, of: Wrapped.sqlType, hasNulls: array.contains { $0 == nil }, into: &bytes)
  }

  public static func decodeArray(_ bytes: RawSpan, type: SQLType) throws -> [Wrapped?] {
    try ArrayFormat.decode(bytes, type: type) { (element: Wrapped?) in element }
  }
}

extension Bool: SQLElement {}
extension Double: SQLElement {}
extension Int: SQLElement {}
extension Int16: SQLElement {}
extension Int32: SQLElement {}
extension Int64: SQLElement {}
extension String: SQLElement {}

/// An array of `bytea`: `[[UInt8]]`.
extension Array: SQLElement where Element == UInt8 {}
