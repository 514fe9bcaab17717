/// What a store knows about an object besides its bytes.
public struct ObjectDescription: Hashable, Sendable {
  public let key: ObjectKey
  /// Bytes of the whole object.
  public let length: Int
  /// nil in a listing: S3 does not list it.
  public let contentType: ContentType?
  /// Changes whenever the object does; without its quotation marks. nil if the store gives none.
  public let entityTag: String?

  public init(key: ObjectKey, length: Int, contentType: ContentType?, entityTag: String?) {
    self.key = key
    self.length = length
    self.contentType = contentType
    self.entityTag = entityTag
  }
}

/// An object that is being read.
public struct StoredObject: Sendable {
  public let description: ObjectDescription
  /// Which bytes of the object the body brings.
  public let range: Range<Int>
  /// Can be read once. It ends early only by throwing: ``ObjectStoreError/corrupted(_:)`` when the bytes are
  /// not those that were stored, ``ObjectStoreError/unavailable(_:)`` when the store is lost on the way.
  public let body: ByteStream

  public init(description: ObjectDescription, range: Range<Int>, body: ByteStream) {
    self.description = description
    self.range = range
    self.body = body
  }

  /// Bytes that the body brings.
  public var length: Int { range.count }
}

/// A part of a listing.
public struct ObjectPage: Hashable, Sendable {
  public let objects: [ObjectDescription]
  /// Whether another page follows this one.
  public let isFollowed: Bool

  public init(objects: [ObjectDescription], isFollowed: Bool) {
    self.objects = objects
    self.isFollowed = isFollowed
  }
}
