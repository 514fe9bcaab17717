/// Where an object lies: `<tenant>/<folder>/.../<name>`, for example
/// `0190b5a1-7c1e-7c3a-9d2f-5a6b7c8d9e0f/portraits/0190b5a1-....jpg`.
///
/// Keys are made by us, never by a visitor, and always begin with the tenant's id, so an object
/// that belongs to nobody cannot be named. The alphabet is small on purpose: a key needs no
/// escaping in a URL, in a signature, or as a file name, and two keys never differ by case alone.
public struct ObjectKey: Hashable, Sendable {
  /// The whole key, at most ``maximumLength`` bytes of ASCII.
  public let text: String

  /// S3's limit (Amazon S3 User Guide, "Naming Amazon S3 objects").
  public static let maximumLength = 1024

  /// A file name holds at most 255 bytes (`NAME_MAX`); the file store adds one of its own.
  public static let maximumSegmentLength = 200

  /// - Throws: ``ObjectStoreError/invalidKey(_:)`` unless the text is a tenant's id in lower case and at
  ///   least one further segment of `a-z 0-9 . _ -`, none of which starts with a dot.
  public init(_ text: String) throws(ObjectStoreError) {
    let segments = try Self.segments(of: text)
    guard segments.count > 1 else { throw .invalidKey("nothing follows the tenant") }
    self.text = text
  }

  /// - Parameters:
  ///   - tenant: the tenant's id, a UUID in lower case.
  ///   - path: folders and name below it.
  public init(tenant: String, _ path: String...) throws(ObjectStoreError) {
    try self.init(([tenant] + path).joined(separator: "/"))
  }

  /// The id of the tenant to whom the object belongs.
  public var tenant: Substring { text.prefix(KeySegment.tenantLength) }

  static func segments(of text: String) throws(ObjectStoreError) -> [Substring] {
    guard text.utf8.count <= maximumLength else { throw .invalidKey("more than \(maximumLength) bytes") }
    let segments = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let tenant = segments.first, KeySegment.isTenant(tenant) else {
      throw .invalidKey("does not start with a tenant's id")
    }
    for segment in segments {
      if let fault = KeySegment.fault(in: segment) { throw .invalidKey(fault) }
    }
    return segments
  }
}

extension ObjectKey: Comparable, CustomStringConvertible {
  public var description: String { text }

  /// The order in which S3 lists keys: by their UTF-8 bytes.
  public static func < (left: ObjectKey, right: ObjectKey) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
