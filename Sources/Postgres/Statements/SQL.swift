/// A statement: text that a programmer wrote, and values that travel apart from it.
///
/// ```swift
/// let statement: SQL = "SELECT family_name FROM patient WHERE id = \(id) AND active = \(true)"
/// statement.description  // SELECT family_name FROM patient WHERE id = $1 AND active = $2
/// ```
///
/// Every interpolated value becomes a `$n`, encoded in PostgreSQL's binary format at once; nothing that is
/// not a literal gets into the text, unless it says `\(unsafe: text)`. A value that can't be encoded makes
/// the statement fail before anything is sent. Values are shown by no description, mirror or dump.
public struct SQL: Sendable {
  var text: String
  var bindings: [Binding] = []
  /// The encoded values, one after another.
  var values: [UInt8] = []
  /// Why a value could not be encoded: interpolation itself can't throw.
  var fault: SQLEncodingError?

  /// Where a value stands in the text and among the encoded values.
  struct Binding {
    /// The UTF-8 offset of the `$`.
    var placeholder: Int
    let type: UInt32
    var start: Int
    /// In bytes; `nil` is NULL.
    let count: Int?
  }
}

extension SQL: ExpressibleByStringInterpolation {
  public init(stringLiteral text: String) {
    self.text = text
  }

  public init(stringInterpolation: StringInterpolation) {
    self = stringInterpolation.sql
  }

  public struct StringInterpolation: StringInterpolationProtocol, Sendable {
    @usableFromInline var sql = SQL(stringLiteral: "")

    public init(literalCapacity: Int, interpolationCount: Int) {
      sql.text.reserveCapacity(literalCapacity + 3 * interpolationCount)
      sql.bindings.reserveCapacity(interpolationCount)
      sql.values.reserveCapacity(16 * interpolationCount)
    }

    public mutating func appendLiteral(_ literal: String) {
      sql.text += literal
    }

    @inlinable
    public mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value) {
      sql.bind(value)
    }

    @inlinable
    public mutating func appendInterpolation<Value: SQLEncodable>(_ value: Value?) {
      sql.bind(value)
    }

    /// Puts another statement's text and values here; its placeholders are numbered anew.
    public mutating func appendInterpolation(_ part: SQL) {
      sql.append(part)
    }

    /// Puts text into the statement as it is. The text must come from this program's source, never from a
    /// person.
    public mutating func appendInterpolation(unsafe text: String) {
      sql.append(unsafe: text)
    }
  }
}

extension SQL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { text }
  public var debugDescription: String { text }
  public var customMirror: Mirror { Mirror(self, children: ["text": text]) }
}
