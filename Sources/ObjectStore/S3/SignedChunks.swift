internal import Crypto
internal import NIOCore

/// A body in signed pieces (`aws-chunked`): so a body whose hash nobody knows yet can be sent without holding
/// it in memory, and the store still refuses one that was damaged on the way.
/// Source: Amazon S3 API Reference, "Transferring Payload in Multiple Chunks".
struct SignedChunks: AsyncSequence, Sendable {
  /// S3 wants at least 8 KiB in every piece but the last.
  static let chunkLength = 64 * 1024

  let body: WatchedBody
  let length: Int
  let signature: SignatureV4
  let requestSignature: String

  /// Bytes on the wire for `length` bytes of content.
  static func encodedLength(_ length: Int) -> Int {
    let (full, rest) = length.quotientAndRemainder(dividingBy: chunkLength)
    return full * frameLength(chunkLength) + (rest > 0 ? frameLength(rest) : 0) + frameLength(0)
  }

  private static func frameLength(_ length: Int) -> Int {
    head(length, String(repeating: "0", count: 64)).utf8.count + length + 2
  }

  private static func head(_ length: Int, _ signature: String) -> String {
    "\(String(length, radix: 16));chunk-signature=\(signature)\r\n"
  }

  func makeAsyncIterator() -> Iterator { Iterator(self) }

  struct Iterator: AsyncIteratorProtocol {
    private let chunks: SignedChunks
    private var body: WatchedBody.AsyncIterator
    private var waiting = ByteBuffer()
    private var previous: String
    private var isBodyRead = false
    private var isFinished = false

    init(_ chunks: SignedChunks) {
      self.chunks = chunks
      body = chunks.body.makeAsyncIterator()
      previous = chunks.requestSignature
    }

    mutating func next() async throws -> ByteBuffer? {
      guard !isFinished else { return nil }
      while !isBodyRead, waiting.readableBytes < SignedChunks.chunkLength {
        guard var piece = try await body.next() else {
          isBodyRead = true
          break
        }
        if waiting.readableBytes == 0 {
          waiting = piece
        } else {
          waiting.discardReadBytes()
          waiting.writeBuffer(&piece)
        }
      }
      let length = Swift.min(waiting.readableBytes, SignedChunks.chunkLength)
      isFinished = length == 0
      guard let content = waiting.readSlice(length: length) else { return nil }
      return frame(content)
    }

    private mutating func frame(_ content: ByteBuffer) -> ByteBuffer {
      var content = content
      let hash = SHA256.hexadecimal(of: content)
      previous = chunks.signature.chunkSignature(after: previous, sha256: hash)
      var frame = ByteBuffer(string: SignedChunks.head(content.readableBytes, previous))
      frame.writeBuffer(&content)
      frame.writeStaticString("\r\n")
      return frame
    }
  }
}
