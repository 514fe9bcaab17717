internal import AsyncHTTPClient
internal import Crypto
internal import NIOCore
internal import NIOHTTP1

/// The bytes of an object as they arrive. When the connection breaks, the rest is asked for again, under the
/// condition that the object is still the same one.
struct S3Download: AsyncSequence, Sendable {
  /// Metadata that we add to what we store, to verify it when it comes back.
  static let digestHeader = "x-amz-meta-sha256"

  let transport: S3Transport
  let key: ObjectKey
  let head: S3Head
  let range: Range<Int>
  let response: HTTPClientResponse
  let deadline: NIODeadline

  static func begin(_ key: ObjectKey, range: Range<Int>?, _ transport: S3Transport) async throws
    -> StoredObject
  {
    let request = request(key, range: range, entityTag: nil)
    let response = try await transport.send(request, deadline: transport.deadline(for: 0))
    let head = try S3Head(response.headers)
    let received = head.part?.range ?? 0..<head.length
    guard range == nil || head.part?.range == range?.clamped(to: 0..<(head.part?.of ?? 0)) else {
      throw ObjectStoreError.unintelligible("another range than the one asked for")
    }
    let download = S3Download(
      transport: transport, key: key, head: head, range: received, response: response,
      deadline: transport.deadline(for: head.length))
    return StoredObject(
      description: head.description(of: key), range: received, body: ByteStream(download))
  }

  static func request(_ key: ObjectKey, range: Range<Int>?, entityTag: String?) -> S3Request {
    var request = S3Request(method: "GET", key: key)
    if let range { request.headers.append(("Range", "bytes=\(range.lowerBound)-\(range.upperBound - 1)")) }
    if let entityTag { request.headers.append(("If-Match", "\"\(entityTag)\"")) }
    return request
  }

  func makeAsyncIterator() -> Iterator { Iterator(self) }

  struct Iterator: AsyncIteratorProtocol {
    private let download: S3Download
    private var pieces: HTTPClientResponse.Body.AsyncIterator
    private var position: Int
    private var failures = 0
    private var hash = SHA256()

    init(_ download: S3Download) {
      self.download = download
      pieces = download.response.body.makeAsyncIterator()
      position = download.range.lowerBound
    }

    mutating func next() async throws -> ByteBuffer? {
      while true {
        // The client's own deadline ends with the head of the answer.
        guard .now() < download.deadline else { throw ObjectStoreError.timedOut }
        do {
          guard let piece = try await pieces.next() else { return try end() }
          try take(piece)
          return piece
        } catch {
          try await resume(after: S3Failure(error))
        }
      }
    }

    private mutating func take(_ piece: ByteBuffer) throws {
      position += piece.readableBytes
      guard position <= download.range.upperBound else { throw ObjectStoreError.corrupted(download.key) }
      hash.update(piece)
    }

    private func end() throws -> ByteBuffer? {
      guard position == download.range.upperBound else { throw ObjectStoreError.corrupted(download.key) }
      if download.head.part == nil, let sha256 = download.head.sha256, hash.finalize().hexadecimal != sha256 {
        throw ObjectStoreError.corrupted(download.key)
      }
      return nil
    }

    private mutating func resume(after failure: S3Failure) async throws {
      failures += 1
      guard failure.isPassing, failures < download.transport.settings.tries,
        position < download.range.upperBound, let entityTag = download.head.entityTag
      else { throw failure.error }
      try await download.transport.pause(after: failures, failure, deadline: download.deadline)
      let rest = position..<download.range.upperBound
      let request = S3Download.request(download.key, range: rest, entityTag: entityTag)
      let response = try await download.transport.send(request, deadline: download.deadline)
      guard try S3Head(response.headers).part?.range == rest else {
        throw ObjectStoreError.unintelligible("another range than the one asked for")
      }
      pieces = response.body.makeAsyncIterator()
    }
  }
}
