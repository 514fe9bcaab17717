internal import Credentials
internal import ObjectStore

/// How the bytes of a document lie in the object store: in objects of ``partLength`` bytes each, of which each is a stream that is
/// sealed by itself, in pieces (`SealedStream`). So a file comes in part by part and can be taken up again, and of a range only the
/// pieces are fetched that it touches.
struct DocumentLayout: Hashable, Sendable {
  /// Bytes of every part but the last, which has as many or fewer.
  static let partLength = 2 << 20

  let tenant: ID<Tenant>
  let document: ID<DocumentReference>
  /// In bytes.
  let size: Int
  /// Below the tenant's.
  var folder = "documents"

  var parts: Int { (size + Self.partLength - 1) / Self.partLength }

  func length(of part: Int) -> Int { min(Self.partLength, size - part * Self.partLength) }

  func key(of part: Int) throws -> ObjectKey { try ObjectKey("\(tenant)/\(folder)/\(document)/\(part)") }

  func previewKey() throws -> ObjectKey { try ObjectKey("\(tenant)/\(folder)/\(document)/preview") }

  func prefix() throws -> KeyPrefix { try KeyPrefix(tenant: "\(tenant)", folder, "\(document)") }

  /// Where a part is at home. None can take the place of another, of the document or of any other, and none can be the last but
  /// the last.
  func context(of part: Int) -> String {
    "\(tenant)/\(folder)/\(document)/\(part)/\(part == parts - 1 ? "last" : "more")"
  }

  var previewContext: String { "\(tenant)/\(folder)/\(document)/preview" }

  /// What of a part is to be fetched for a range.
  struct Slice: Hashable {
    let part: Int
    /// Which pieces.
    let pieces: Range<Int>
    /// The number of the part's pieces.
    let all: Int
    /// Bytes of the sealed object.
    let sealed: Range<Int>
    /// What of the pieces' bytes is wanted.
    let wanted: Range<Int>
  }

  /// - Parameter range: of the document's bytes; within it and not empty.
  func slices(of range: Range<Int>) -> [Slice] {
    let piece = SealedStream.pieceLength
    let step = piece + SealedStream.tagLength
    return (range.lowerBound / Self.partLength...(range.upperBound - 1) / Self.partLength).map { part in
      let start = part * Self.partLength
      let length = length(of: part)
      let inner = max(range.lowerBound - start, 0)..<min(range.upperBound - start, length)
      let pieces = inner.lowerBound / piece..<(inner.upperBound - 1) / piece + 1
      let sealed =
        SealedStream.headerLength + pieces.lowerBound
        * step..<min(
          SealedStream.headerLength + pieces.upperBound * step, SealedStream.sealedLength(of: length))
      let offset = pieces.lowerBound * piece
      return Slice(
        part: part, pieces: pieces, all: (length + piece - 1) / piece, sealed: sealed,
        wanted: inner.lowerBound - offset..<inner.upperBound - offset)
    }
  }
}
