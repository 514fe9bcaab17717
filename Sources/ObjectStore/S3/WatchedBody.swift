internal import NIOCore
internal import Synchronization

/// A body that is being sent. Holds it to its promised length and remembers whether it was begun and how it
/// failed: the client reports every failure alike, but a caller's own error must reach the caller.
final class WatchedBody: AsyncSequence, Sendable {
  private struct State {
    var isBegun = false
    var fault: (any Error)?
  }

  private let body: ByteStream
  private let length: Int
  private let state = Mutex(State())

  init(_ body: ByteStream, length: Int) {
    self.body = body
    self.length = length
  }

  var isBegun: Bool { state.withLock { $0.isBegun } }
  /// What stopped the body, if it was not the transport.
  var fault: (any Error)? { state.withLock { $0.fault } }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(watched: self, body: body.makeAsyncIterator()) }

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let watched: WatchedBody
    fileprivate var body: ByteStream.AsyncIterator
    private var offered = 0

    fileprivate init(watched: WatchedBody, body: ByteStream.AsyncIterator) {
      self.watched = watched
      self.body = body
    }

    mutating func next() async throws -> ByteBuffer? {
      watched.state.withLock { $0.isBegun = true }
      do {
        let piece = try await body.next()
        offered += piece?.readableBytes ?? 0
        let isWrong = piece == nil ? offered != watched.length : offered > watched.length
        if isWrong { throw ObjectStoreError.wrongLength(promised: watched.length, offered: offered) }
        return piece
      } catch {
        watched.state.withLock { $0.fault = error }
        throw error
      }
    }
  }
}
