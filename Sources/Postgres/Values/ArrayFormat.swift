/// The binary format of arrays: `array_send` and `array_recv` in arrayfuncs.c.
///
/// The number of dimensions, whether there are NULLs, the element's type; for each dimension its length and
/// lower bound; then every element after its length in bytes, where -1 is NULL. An empty array has no
/// dimension.
enum ArrayFormat {
  static func encode<Value: SQLEncodable>(
    _ array: some Collection<Value?>, of type: SQLType, hasNulls: Bool, into bytes: inout [UInt8]
  ) throws {
    bytes.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
    bytes.append(bigEndian: Int32(hasNulls ? 1 : 0))
    bytes.append(bigEndian: type.oid)
    if array.isEmpty { return }
    guard let length = Int32(exactly: array.count) else { throw SQLEncodingError.unrepresentable(type) }
    bytes.append(bigEndian: length)
    bytes.append(bigEndian: Int32(1))
    for element in array {
      if let element {
        try bytes.appendCounted { try element.encode(into: &$0) }
      } else {
        bytes.append(bigEndian: Int32(-1))
      }
    }
  }

  /// The types whose bytes are of this format.
  private static let types: Set<UInt32> = Set(
    [
      SQLType.bool, .bytea, .name, .int8, .int2, .int4, .text, .json, .float4, .float8, .bpchar, .varchar,
      .date, .time,
      .timestamptz, .uuid, .jsonb, .tstzrange,
    ].map(\.arrayOID))

  /// - Throws: `SQLDecodingError`; arrays of more than one dimension are unreadable.
  static func decode<Value: SQLDecodable, Element>(
    _ bytes: RawSpan, type: SQLType, _ element: (Value?) throws -> Element
  ) throws -> [Element] {
    guard types.contains(type.oid) else { throw SQLDecodingError.unreadable(type) }
    let dimensions = try bytes.bigEndian(Int32.self, of: type)
    let elementType = SQLType(oid: try bytes.bigEndian(UInt32.self, at: 8, of: type))
    if dimensions == 0 { return [] }
    guard dimensions == 1 else { throw SQLDecodingError.unreadable(type) }
    let length = try Int(bytes.bigEndian(Int32.self, at: 12, of: type))
    // Each element takes at least its length: a lying header reserves no memory.
    guard (0...bytes.byteCount / 4).contains(length) else { throw SQLDecodingError.malformed(type) }

    var elements: [Element] = []
    elements.reserveCapacity(length)
    var offset = 20
    for _ in 0..<length {
      let count = try Int(bytes.bigEndian(Int32.self, at: offset, of: type))
      offset += 4
      if count == -1 {
        elements.append(try element(nil))
        continue
      }
      guard count >= 0, bytes.byteCount - offset >= count else { throw SQLDecodingError.malformed(type) }
      let value = try Value(decoding: bytes.extracting(offset..<offset + count), type: elementType)
      elements.append(try element(value))
      offset += count
    }
    return elements
  }
}
