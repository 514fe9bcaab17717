import Foundation
import NIOCore
import ObjectStore
import Testing

@Suite("A hundred megabytes", .serialized, .timeLimit(.minutes(5)))
struct StreamingTests {
  static let length = 100 << 20
  static let pieceLength = 256 << 10

  @Test("pass through without being held in memory", arguments: [StoreUnderTest.files, .s3, .s3WithTLS])
  func stream(_ kind: StoreUnderTest) async throws {
    try await kind.open { store in
      let key = try ObjectKey(tenant: TestTenant.fresh(), "large")
      try PeakMemory.reset()
      let before = try PeakMemory.kilobytes()
      try await store.put(key, ByteStream(Pieces()), length: Self.length, contentType: .bytes)
      var expected = Pieces().makeAsyncIterator()
      var (waiting, received) = (ByteBuffer(), 0)
      for try await var piece in try await store.get(key).body {
        received += piece.readableBytes
        waiting.writeBuffer(&piece)
        while waiting.readableBytes >= Self.pieceLength {
          #expect(await expected.next() == waiting.readSlice(length: Self.pieceLength))
          waiting.discardReadBytes()
        }
      }
      #expect(received == Self.length)
      #expect(waiting.readableBytes == 0)
      // Other tests of this process count too, so the line is drawn well above what a stream needs.
      #expect(try PeakMemory.kilobytes() - before < 60 << 10)
      try await store.delete(key)
    }
  }

  /// The same piece over and over, but for a number at its beginning.
  struct Pieces: AsyncSequence, Sendable {
    func makeAsyncIterator() -> Iterator { Iterator() }

    struct Iterator: AsyncIteratorProtocol {
      private let filling = ByteBuffer(bytes: TestBytes.make(StreamingTests.pieceLength - 8))
      private var number = 0

      mutating func next() async -> ByteBuffer? {
        guard number < StreamingTests.length / StreamingTests.pieceLength else { return nil }
        var piece = ByteBuffer(integer: number)
        piece.writeImmutableBuffer(filling)
        number += 1
        return piece
      }
    }
  }
}

/// The most memory that this process has had since the last reset (`proc(5)`).
enum PeakMemory {
  static func reset() throws {
    try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
  }

  static func kilobytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.split { " \t".contains($0) }[1]) } ?? 0
  }
}
