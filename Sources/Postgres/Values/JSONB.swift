/// A `jsonb` value as the text of its JSON.
///
/// Making and reading JSON is the caller's: this is the envelope only, and the server checks what is in it.
public struct JSONB: Hashable, Sendable {
  /// JSON in UTF-8.
  public let utf8: [UInt8]

  public init(utf8: [UInt8]) {
    self.utf8 = utf8
  }

  public init(_ text: String) {
    utf8 = Array(text.utf8)
  }
}

extension JSONB: SQLValue, SQLElement {
  /// The only version of the binary format there is: `jsonb_recv` in jsonb.c.
  private static let version: UInt8 = 1

  public static var sqlType: SQLType { .jsonb }

  public func encode(into bytes: inout [UInt8]) {
    bytes.append(Self.version)
    bytes += utf8
  }

  /// Reads `jsonb` and `json`.
  public init(decoding bytes: RawSpan, type: SQLType) throws {
    let raw = bytes.withUnsafeBytes { [UInt8]($0) }
    switch type {
    case .json:
      utf8 = raw
    case .jsonb:
      guard raw.first == Self.version else { throw SQLDecodingError.malformed(type) }
      utf8 = Array(raw.dropFirst())
    default:
      throw SQLDecodingError.unreadable(type)
    }
  }
}

extension JSONB: CustomStringConvertible, CustomReflectable {
  /// What is in it may be a person's.
  public var description: String { "JSONB(\(utf8.count) bytes)" }
  public var customMirror: Mirror { Mirror(self, children: ["count": utf8.count]) }
}
