internal import NIOCore

/// Images and documents, kept outside the database.
///
/// Every method throws ``ObjectStoreError``, or `CancellationError` when its task is cancelled; `put` also
/// throws whatever the body's sequence throws.
public protocol ObjectStore: Sendable {
  /// Stores an object whole or not at all, replacing what lay under the key.
  /// Readers see the old object until the new one is complete.
  /// - Parameter length: bytes in the body, at most ``ObjectStore/maximumLength``.
  func put(_ key: ObjectKey, _ body: ByteStream, length: Int, contentType: ContentType) async throws

  /// - Parameter range: the bytes wanted; what lies behind the end is left out. nil means all.
  func get(_ key: ObjectKey, range: Range<Int>?) async throws -> StoredObject

  /// What `get` would say about the object, without its bytes.
  func head(_ key: ObjectKey) async throws -> ObjectDescription

  /// Removes the object. One that is not there counts as removed.
  func delete(_ key: ObjectKey) async throws

  /// One page of the objects below a prefix, in the order of their keys.
  /// - Parameters:
  ///   - after: the last key of the page before.
  ///   - limit: objects in the page, 1 to 1000.
  func list(_ prefix: KeyPrefix, after: ObjectKey?, limit: Int) async throws -> ObjectPage
}

extension ObjectStore {
  /// What one PUT may carry: 5 GiB (Amazon S3 User Guide, "Uploading objects").
  public static var maximumLength: Int { 5 << 30 }

  public func put(_ key: ObjectKey, _ bytes: [UInt8], contentType: ContentType) async throws {
    try await put(key, ByteStream(bytes), length: bytes.count, contentType: contentType)
  }

  public func get(_ key: ObjectKey) async throws -> StoredObject {
    try await get(key, range: nil)
  }

  /// A small object, whole.
  /// - Throws: ``ObjectStoreError/tooLarge(limit:)`` before anything is read if it has more than `limit`
  ///   bytes.
  public func bytes(_ key: ObjectKey, limit: Int) async throws -> [UInt8] {
    let object = try await get(key)
    guard object.length <= limit else { throw ObjectStoreError.tooLarge(limit: limit) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(object.length)
    for try await piece in object.body { bytes.append(contentsOf: piece.readableBytesView) }
    return bytes
  }

  /// How many objects lie below a prefix, and how many bytes they are: they are listed for it, a thousand at a time.
  public func total(below prefix: KeyPrefix) async throws -> (count: Int, bytes: Int) {
    var total = (count: 0, bytes: 0)
    for try await object in objects(below: prefix) {
      total = (total.count + 1, total.bytes + object.length)
    }
    return total
  }

  /// All objects below a prefix, fetched page by page as they are read.
  public func objects(below prefix: KeyPrefix) -> some AsyncSequence<ObjectDescription, any Error> {
    ObjectPages(store: self, prefix: prefix)
  }
}
