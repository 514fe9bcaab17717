/// Whether bytes are, from end to end, what their first ones say. A file that was cut off is told from one that is whole, and one
/// that wears two faces begins with the one we know.
///
/// What else is in a document is never acted upon: it is kept as it came, and given out as a file to be saved.
public enum DocumentCheck {
  /// Bytes of the end that are looked at.
  public static let tailLength = 64 * 1024

  /// - Parameters:
  ///   - head: the first bytes, 16 or more where there are so many.
  ///   - tail: the last ones, up to ``tailLength``.
  ///   - size: of all, in bytes.
  public static func isWhole(_ kind: DocumentReference.Kind, head: [UInt8], tail: [UInt8], size: Int) -> Bool
  {
    switch kind {
    case .pdf:
      // ISO 32000-1 section 7.5: the header first, `%%EOF` in the last 1024 bytes.
      return head.starts(with: Array("%PDF-".utf8)) && Array(tail.suffix(1024)).contains(Array("%%EOF".utf8))
    case .jpeg:
      // ITU-T T.81: SOI first, EOI at the end; telephones put notes of their own behind it.
      return head.starts(with: [0xFF, 0xD8, 0xFF]) && tail.contains([0xFF, 0xD9])
    case .png:
      // PNG (Third Edition) section 5.2, and the chunk that ends it with its checksum.
      let end: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
      return head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) && tail.contains(end)
    case .webp:
      // RFC 9649 section 2.3: the length of what follows, little-endian.
      guard head.count >= 16, head.starts(with: Array("RIFF".utf8)), head[8..<12].elementsEqual("WEBP".utf8)
      else { return false }
      let said = (4..<8).reversed().reduce(0) { $0 << 8 | Int(head[$1]) } + 8
      return said <= size
    }
  }
}
