import Foundation
import NIOCore
import ObjectStore
import Testing

@Suite("A hundred megabytes", .timeLimit(.minutes(5)))
struct StreamingTests {
  static let length = 100 << 20
  static let pieceLength = 256 << 10

  @Test("pass through files without being held in memory")
  func files() async throws {
    // In a process of their own: other tests would count as well.
    await #expect(processExitsWith: .success) {
      try await withTemporaryFolder { try await Self.stream(through: FileStore(folder: $0)) }
    }
  }

  @Test("pass through S3 without being held in memory", arguments: [false, true])
  func s3(withTLS: Bool) async throws {
    let environment = try await S3TestServer.shared().environment
    await #expect(processExitsWith: .success) {
      [environment = environment as [String: String], withTLS = withTLS as Bool] in
      let server = try S3TestServer(environment)
      try await withS3Store(withTLS ? server.tlsSettings : server.settings) {
        try await Self.stream(through: $0)
      }
    }
  }

  static func stream(through store: some ObjectStore) async throws {
    let key = try ObjectKey(tenant: TestTenant.fresh(), "large")
    try PeakMemory.reset()
    let before = try PeakMemory.kilobytes()
    try await store.put(key, ByteStream(Pieces()), length: length, contentType: .bytes)
    var expected = Pieces().makeAsyncIterator()
    var (waiting, received) = (ByteBuffer(), 0)
    for try await var piece in try await store.get(key).body {
      received += piece.readableBytes
      waiting.writeBuffer(&piece)
      while waiting.readableBytes >= pieceLength {
        #expect(await expected.next() == waiting.readSlice(length: pieceLength))
        waiting.discardReadBytes()
      }
    }
    #expect(received == length)
    #expect(waiting.readableBytes == 0)
    // 14 to 54 MB were seen, for 100 MB as for 400: buffers of the network, not the object.
    #expect(try PeakMemory.kilobytes() - before < 80 << 10)
    try await store.delete(key)
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
