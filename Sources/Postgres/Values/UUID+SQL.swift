public import FoundationEssentials

extension UUID: SQLValue, SQLElement {
  public static var sqlType: SQLType { .uuid }

  public func encode(into bytes: inout [UInt8]) {
    withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
  }

  public init(decoding bytes: RawSpan, type: SQLType) throws {
    guard type == .uuid else { throw SQLDecodingError.unreadable(type) }
    guard bytes.byteCount == 16 else { throw SQLDecodingError.malformed(type) }
    self.init(uuid: bytes.unsafeLoadUnaligned(as: uuid_t.self))
  }
}
