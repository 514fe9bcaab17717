/// Bytes front to back. Nothing is read past the end: nil says that they were cut short.
struct ByteReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var remaining: Int { bytes.count - position }
  var next: UInt8? { remaining > 0 ? bytes[position] : nil }

  mutating func byte() -> UInt8? { take(1)?.first }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard (0...remaining).contains(count) else { return nil }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// A big-endian number of at most eight bytes.
  mutating func number(bytes count: Int) -> UInt64? {
    take(count)?.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// What was read since a position.
  func bytes(since start: Int) -> ArraySlice<UInt8> { bytes[start..<position] }
}
