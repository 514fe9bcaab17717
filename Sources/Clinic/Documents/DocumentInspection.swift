/// What documents are looked through with, given from outside: neither a virus scanner nor decoders of pictures are the domain's.
public struct DocumentInspection: Sendable {
  /// Tells whether bytes are clean; nil where no scanner is configured: documents are given out unscanned.
  public var scan: (@Sendable (_ bytes: DocumentPieces, _ size: Int) async throws -> ScanVerdict)?
  /// Draws the first page as JPEG; nil for what can't be drawn.
  public var preview:
    (@Sendable (_ kind: DocumentReference.Kind, _ bytes: DocumentPieces) async throws -> [UInt8]?)?

  public init(
    scan: (@Sendable (DocumentPieces, Int) async throws -> ScanVerdict)? = nil,
    preview: (@Sendable (DocumentReference.Kind, DocumentPieces) async throws -> [UInt8]?)? = nil
  ) {
    self.scan = scan
    self.preview = preview
  }

  public static let none = DocumentInspection()
}

public enum ScanVerdict: Hashable, Sendable {
  case clean
  /// By what name the scanner knows it.
  case infected(String)
}

/// The bytes of a document, to be read once, in order.
public struct DocumentPieces: AsyncSequence, Sendable {
  public typealias Element = [UInt8]

  let bytes: DocumentBytes

  public func makeAsyncIterator() -> Iterator { Iterator(inner: bytes.makeAsyncIterator()) }

  public struct Iterator: AsyncIteratorProtocol {
    var inner: DocumentBytes.Iterator

    public mutating func next() async throws -> [UInt8]? { try await inner.next() }
  }
}
