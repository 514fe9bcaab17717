internal import Credentials
internal import ObjectStore

/// The bytes of a document, opened piece by piece at the pace of whoever reads them: of no part more than a piece is held.
///
/// They end early only by throwing: `SecretFault.notAuthentic` for what is not as it was stored, `ObjectStoreError` for what the
/// store does not give.
struct DocumentBytes: AsyncSequence, Sendable {
  typealias Element = [UInt8]

  let vault: DocumentVault
  let slices: [DocumentLayout.Slice]

  func makeAsyncIterator() -> Iterator { Iterator(vault: vault, slices: slices[...]) }

  struct Iterator: AsyncIteratorProtocol {
    let vault: DocumentVault
    var slices: ArraySlice<DocumentLayout.Slice>
    private var open: OpenSlice?

    init(vault: DocumentVault, slices: ArraySlice<DocumentLayout.Slice>) {
      self.vault = vault
      self.slices = slices
    }

    mutating func next() async throws -> [UInt8]? {
      while true {
        if let bytes = try await open?.next() { return bytes }
        open = nil
        guard let slice = slices.popFirst() else { return nil }
        open = try await OpenSlice(slice, vault)
      }
    }
  }
}

/// A part that is being read.
private struct OpenSlice {
  private let slice: DocumentLayout.Slice
  private var opener: StreamOpener
  private var stream: AsyncMapSequence<ByteStream, [UInt8]>.AsyncIterator
  private var pending: [UInt8]
  private var piece: Int

  init(_ slice: DocumentLayout.Slice, _ vault: DocumentVault) async throws {
    let key = try vault.layout.key(of: slice.part)
    let headerLength = SealedStream.headerLength
    var pending: [UInt8] = []
    var header: [UInt8] = []
    if slice.pieces.lowerBound > 0 {
      for try await bytes in try await vault.objects.get(key, range: 0..<headerLength).body.arrays {
        header += bytes
      }
    }
    let start = header.isEmpty ? 0 : slice.sealed.lowerBound
    var stream = try await vault.objects.get(key, range: start..<slice.sealed.upperBound)
      .body.arrays.makeAsyncIterator()
    while header.isEmpty {
      guard let bytes = try await stream.next() else { throw SecretFault.malformed }
      pending += bytes
      guard pending.count >= headerLength else { continue }
      header = Array(pending.prefix(headerLength))
      pending.removeFirst(headerLength)
    }
    opener = try StreamOpener(
      vault.key, header: header, context: vault.layout.context(of: slice.part), from: slice.pieces.lowerBound)
    self.slice = slice
    self.stream = stream
    self.pending = pending
    piece = slice.pieces.lowerBound
  }

  /// What is wanted of the next piece; nil behind the last.
  mutating func next() async throws -> [UInt8]? {
    guard piece < slice.pieces.upperBound else { return nil }
    let isLast = piece == slice.all - 1
    let step = SealedStream.pieceLength + SealedStream.tagLength
    while pending.count < step, let bytes = try await stream.next() { pending += bytes }
    let opened = try opener.open(pending.prefix(step), isLast: isLast)
    pending.removeFirst(min(step, pending.count))
    let start = (piece - slice.pieces.lowerBound) * SealedStream.pieceLength
    piece += 1
    let wanted = slice.wanted.clamped(to: start..<start + opened.count)
    return wanted.count == opened.count
      ? opened : Array(opened[wanted.lowerBound - start..<wanted.upperBound - start])
  }
}
