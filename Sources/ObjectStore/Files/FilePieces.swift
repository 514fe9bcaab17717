internal import Crypto
internal import NIOCore

/// The bytes of a file, read as they are asked for, verified at the end if it is read whole.
struct FilePieces: AsyncSequence, Sendable {
  let file: OpenFile
  let key: ObjectKey
  let range: Range<Int>
  /// What the bytes must add up to, in hexadecimal; nil for a part of the object.
  let sha256: String?

  func makeAsyncIterator() -> Iterator { Iterator(pieces: self) }

  struct Iterator: AsyncIteratorProtocol {
    let pieces: FilePieces
    private var position: Int
    private var hash = SHA256()

    init(pieces: FilePieces) {
      self.pieces = pieces
      position = pieces.range.lowerBound
    }

    mutating func next() async throws -> ByteBuffer? {
      let (start, end) = (position, Swift.min(pieces.range.upperBound, position + FileStore.pieceLength))
      guard start < end else { return nil }
      try Task.checkCancellation()
      let file = pieces.file
      let piece = try await blocking { try file.read(FileHeader.length + start..<FileHeader.length + end) }
      guard piece.readableBytes == end - start else { throw ObjectStoreError.corrupted(pieces.key) }
      position = end
      if let expected = pieces.sha256 { try verify(piece, expected) }
      return piece
    }

    private mutating func verify(_ piece: ByteBuffer, _ expected: String) throws {
      hash.update(piece)
      if position == pieces.range.upperBound, hash.finalize().hexadecimal != expected {
        throw ObjectStoreError.corrupted(pieces.key)
      }
    }
  }
}
