// PostgreSQL's binary formats are what the types' send and receive functions in src/backend/utils/adt say:
// integers in network byte order, everything else made of them.

extension [UInt8] {
  mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }

  /// Appends what `body` appends, after its length in bytes.
  mutating func appendCounted(_ body: (inout [UInt8]) throws -> Void) rethrows {
    let start = count
    append(bigEndian: Int32(0))
    try body(&self)
    let length = Int32(truncatingIfNeeded: count - start - 4)
    Swift.withUnsafeBytes(of: length.bigEndian) { replaceSubrange(start..<start + 4, with: $0) }
  }
}

extension RawSpan {
  /// - Throws: `SQLDecodingError.malformed` if the bytes end before.
  func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(
    _: Number.Type, at offset: Int = 0, of type: SQLType
  ) throws -> Number {
    guard offset >= 0, byteCount - offset >= MemoryLayout<Number>.size else {
      throw SQLDecodingError.malformed(type)
    }
    return Number(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  /// - Throws: `SQLDecodingError.malformed` unless these are as many bytes as the number has.
  func wholeBigEndian<Number: FixedWidthInteger & BitwiseCopyable>(
    _ number: Number.Type, of type: SQLType
  ) throws -> Number {
    guard byteCount == MemoryLayout<Number>.size else { throw SQLDecodingError.malformed(type) }
    return try bigEndian(number, of: type)
  }
}
