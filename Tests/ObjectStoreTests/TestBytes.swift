import NIOCore
import ObjectStore

/// Bytes that differ from place to place, so that a piece that is lost, doubled or moved shows.
enum TestBytes {
  static func make(_ length: Int, from start: Int = 0) -> [UInt8] {
    (start..<start + length).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
  }

  static func stream(_ bytes: [UInt8], pieceLength: Int) -> ByteStream {
    ByteStream(
      AsyncStream<ByteBuffer> { continuation in
        for start in stride(from: 0, to: bytes.count, by: pieceLength) {
          continuation.yield(ByteBuffer(bytes: bytes[start..<min(bytes.count, start + pieceLength)]))
        }
        continuation.finish()
      })
  }

  static func collect(_ stream: ByteStream) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await piece in stream { bytes.append(contentsOf: piece.readableBytesView) }
    return bytes
  }
}
