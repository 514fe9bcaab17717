internal import Credentials
internal import ObjectStore

/// The sealed bytes of one document in the object store.
struct DocumentVault: Sendable {
  let layout: DocumentLayout
  let key: StreamKey
  let objects: any ObjectStore
  let random: RandomSource

  /// Stores a part whole or not at all. Stored again it is sealed anew, under another salt: no nonce ever serves two contents.
  func put(_ bytes: some Collection<UInt8> & Sendable, part: Int) async throws {
    try await objects.put(
      try layout.key(of: part), try Self.sealed(bytes, layout.context(of: part), key, random),
      contentType: .bytes)
  }

  func putPreview(_ bytes: [UInt8]) async throws {
    try await objects.put(
      try layout.previewKey(), try Self.sealed(bytes, layout.previewContext, key, random), contentType: .bytes
    )
  }

  static func sealed(
    _ bytes: some Collection<UInt8>, _ context: String, _ key: StreamKey, _ random: RandomSource
  ) throws -> [UInt8] {
    var sealer = StreamSealer(key, context: context, random: random)
    var sealed = sealer.header
    sealed.reserveCapacity(SealedStream.sealedLength(of: bytes.count))
    var rest = bytes[...]
    repeat {
      let piece = rest.prefix(SealedStream.pieceLength)
      rest = rest.dropFirst(SealedStream.pieceLength)
      sealed += try sealer.seal(piece, isLast: rest.isEmpty)
    } while !rest.isEmpty
    return sealed
  }

  /// All bytes, or those of a range, piece by piece as they are read.
  func bytes(_ range: Range<Int>? = nil) -> DocumentBytes {
    DocumentBytes(vault: self, slices: layout.slices(of: range ?? 0..<layout.size))
  }

  /// The picture by which a document is shown: a small object, whole.
  func preview(limit: Int) async throws -> [UInt8] {
    let sealed = try await objects.bytes(try layout.previewKey(), limit: SealedStream.sealedLength(of: limit))
    return try Self.opened(sealed, layout.previewContext, key)
  }

  /// What ``sealed(_:_:_:_:)`` has sealed, whole.
  static func opened(_ sealed: [UInt8], _ context: String, _ key: StreamKey) throws -> [UInt8] {
    let step = SealedStream.pieceLength + SealedStream.tagLength
    var opener = try StreamOpener(
      key, header: Array(sealed.prefix(SealedStream.headerLength)), context: context)
    var rest = sealed.dropFirst(SealedStream.headerLength)
    var bytes: [UInt8] = []
    repeat {
      let piece = rest.prefix(step)
      rest = rest.dropFirst(step)
      bytes += try opener.open(piece, isLast: rest.isEmpty)
    } while !rest.isEmpty
    return bytes
  }

  /// Removes all that is stored of the document. Done twice it is done once.
  func remove() async throws { try await Self.remove(layout, objects) }

  static func remove(_ layout: DocumentLayout, _ objects: any ObjectStore) async throws {
    for try await object in objects.objects(below: try layout.prefix()) {
      try await objects.delete(object.key)
    }
  }
}
