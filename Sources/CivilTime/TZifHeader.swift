/// RFC 9636 section 3.1.
struct TZifHeader {
  let version: UInt8
  let utcCount: Int
  let standardCount: Int
  let leapCount: Int
  let transitionCount: Int
  let typeCount: Int
  let nameSize: Int

  init(_ reader: inout TZifReader) throws(Malformed) {
    guard try reader.bytes(4) == Array("TZif".utf8)[...] else { throw Malformed("it is not TZif") }
    version = try reader.byte()
    try reader.skip(15)
    utcCount = try reader.count()
    standardCount = try reader.count()
    leapCount = try reader.count()
    transitionCount = try reader.count()
    typeCount = try reader.count()
    nameSize = try reader.count()
    guard (1...256).contains(typeCount) else { throw Malformed("it has no offsets, or too many") }
  }

  /// Bytes of the block that follows.
  func blockSize(timeSize: Int) -> Int {
    transitionCount * (timeSize + 1) + typeCount * 6 + nameSize + leapCount * (timeSize + 4)
      + standardCount + utcCount
  }
}

/// Big-endian numbers, front to back; every read past the end is an error.
struct TZifReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func bytes(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw Malformed("it is cut short") }
    defer { rest.removeFirst(count) }
    return rest.prefix(count)
  }

  mutating func skip(_ count: Int) throws(Malformed) { _ = try bytes(count) }

  mutating func byte() throws(Malformed) -> UInt8 {
    guard let byte = rest.popFirst() else { throw Malformed("it is cut short") }
    return byte
  }

  mutating func int32() throws(Malformed) -> Int {
    Int(Int32(truncatingIfNeeded: try bytes(4).reduce(0) { $0 << 8 | Int64($1) }))
  }

  mutating func int64() throws(Malformed) -> Int {
    Int(bitPattern: UInt(try bytes(8).reduce(0) { $0 << 8 | UInt64($1) }))
  }

  /// A length; larger than any file's is refused before anything is reserved for it.
  mutating func count() throws(Malformed) -> Int {
    let count = try int32()
    guard (0...1_000_000).contains(count) else { throw Malformed("a length is absurd") }
    return count
  }
}
