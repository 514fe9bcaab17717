public import NIOCore

/// The bytes of an object on their way in or out, in pieces, at the pace of whoever reads them.
public struct ByteStream: AsyncSequence, Sendable {
  public typealias Element = ByteBuffer

  enum Source: Sendable {
    case bytes(ByteBuffer)
    case pieces(@Sendable () -> AsyncIterator)
  }

  let source: Source

  /// Bytes already in memory: these can be sent again when a first try fails.
  public init(_ bytes: some Sequence<UInt8>) {
    source = .bytes(ByteBuffer(bytes: bytes))
  }

  /// Bytes that come in pieces. They are read once, in order; an error of the sequence is thrown on
  /// unchanged.
  public init<Pieces: AsyncSequence & Sendable>(_ pieces: Pieces) where Pieces.Element == ByteBuffer {
    source = .pieces {
      var iterator = pieces.makeAsyncIterator()
      return AsyncIterator { try await iterator.next(isolation: nil) }
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    switch source {
    case .bytes(let buffer):
      var rest: ByteBuffer? = buffer
      return AsyncIterator {
        defer { rest = nil }
        return rest
      }
    case .pieces(let makeIterator): return makeIterator()
    }
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    private let take: () async throws -> ByteBuffer?

    init(_ take: @escaping () async throws -> ByteBuffer?) { self.take = take }

    public mutating func next() async throws -> ByteBuffer? { try await take() }
  }
}

// For whoever has nothing to do with NIO.
extension ByteStream {
  /// Bytes that come in pieces, as the initialiser for buffers takes them.
  public init<Pieces: AsyncSequence & Sendable>(arrays pieces: Pieces) where Pieces.Element == [UInt8] {
    self.init(pieces.map { ByteBuffer(bytes: $0) })
  }

  public var arrays: AsyncMapSequence<ByteStream, [UInt8]> { map { Array($0.readableBytesView) } }
}
