internal import NIOHTTP1

/// The headers of an object's answer.
struct S3Head: Sendable {
  /// Bytes in this answer's body.
  let length: Int
  let contentType: ContentType
  let entityTag: String?
  /// Hexadecimal; only of objects that we stored from memory.
  let sha256: String?
  /// `Content-Range` of a 206: which bytes these are, and of how many.
  let part: (range: Range<Int>, of: Int)?

  /// - Throws: ``ObjectStoreError/unintelligible(_:)``
  init(_ headers: HTTPHeaders) throws(ObjectStoreError) {
    guard let length = headers.first(name: "Content-Length").flatMap({ Int($0) }), length >= 0 else {
      throw .unintelligible("an object without a length")
    }
    self.length = length
    // Whoever stored it, it can be shown as bytes at least.
    contentType = headers.first(name: "Content-Type").flatMap { try? ContentType($0) } ?? .bytes
    entityTag = headers.first(name: "ETag")?.split(separator: "\"").last.map(String.init)
    sha256 = headers.first(name: S3Download.digestHeader)
    part = try headers.first(name: "Content-Range").map(Self.part)
    if let part, part.range.count != length { throw .unintelligible("a range and a length that differ") }
  }

  func description(of key: ObjectKey) -> ObjectDescription {
    ObjectDescription(key: key, length: part?.of ?? length, contentType: contentType, entityTag: entityTag)
  }

  /// `bytes 0-9/100` (RFC 9110 section 14.4).
  private static func part(_ text: String) throws(ObjectStoreError) -> (range: Range<Int>, of: Int) {
    let numbers = text.dropFirst("bytes ".count).split(omittingEmptySubsequences: false) { "-/".contains($0) }
      .map { Int($0) ?? -1 }
    guard text.hasPrefix("bytes "), numbers.count == 3, numbers[0] >= 0, numbers[0] <= numbers[1],
      numbers[1] < numbers[2]
    else { throw .unintelligible("a range") }
    return (numbers[0]..<numbers[1] + 1, numbers[2])
  }
}
