internal import NIOCore

/// The 512 bytes before an object's own: a few lines of text, padded with spaces, readable with `head -5`.
struct FileHeader: Equatable {
  static let length = 512
  private static let title = "polyclinic object 1"

  let contentType: ContentType
  /// Bytes of the object, without the header.
  let length: Int
  /// In hexadecimal.
  let sha256: String

  init(contentType: ContentType, length: Int, sha256: String) {
    self.contentType = contentType
    self.length = length
    self.sha256 = sha256
  }

  /// nil unless the buffer is exactly what ``bytes`` makes.
  init?(_ buffer: ByteBuffer) {
    let lines = String(buffer: buffer).split(separator: "\n", omittingEmptySubsequences: false)
    guard buffer.readableBytes == Self.length, lines.count >= 4, lines[0] == Self.title,
      let contentType = try? ContentType(String(lines[1])), let length = Int(lines[2])
    else { return nil }
    self.init(contentType: contentType, length: length, sha256: String(lines[3]))
    guard Array(buffer.readableBytesView) == bytes else { return nil }
  }

  var bytes: [UInt8] {
    let text = "\(Self.title)\n\(contentType)\n\(length)\n\(sha256)\n"
    let padding = [UInt8](repeating: UInt8(ascii: " "), count: Self.length - text.utf8.count - 1)
    return Array(text.utf8) + padding + [UInt8(ascii: "\n")]
  }

  func description(of key: ObjectKey) -> ObjectDescription {
    ObjectDescription(key: key, length: length, contentType: contentType, entityTag: sha256)
  }
}
