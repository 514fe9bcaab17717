/// The checksum of ZIP and of PNG (ISO 3309, as in RFC 1952 section 8), piece by piece.
public struct CRC32: Sendable {
  private var state: UInt32 = .max

  public init() {}

  public mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { state = Self.table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ (state >> 8) }
  }

  public var value: UInt32 { ~state }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ (rest >> 1) : rest >> 1 }
  }
}
