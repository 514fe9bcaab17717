import Foundation

/// Files put together by hand, for what no honest program writes.
extension TestPicture {
  /// A JPEG with an EXIF block (CIPA DC-008): orientation, a description, and where the picture was taken.
  static func withExif(_ jpeg: [UInt8], orientation: UInt8, description: String) -> [UInt8] {
    let text = Array(description.utf8) + [0]
    let gps = 8 + 2 + 3 * 12 + 4
    let afterGPS = gps + 2 + 2 * 12 + 4
    var tiff: [UInt8] = Array("MM".utf8) + big(42, 2) + big(8, 4)
    tiff += big(3, 2)
    tiff += big(0x010E, 2) + big(2, 2) + big(text.count, 4) + big(afterGPS, 4)
    tiff += big(0x0112, 2) + big(3, 2) + big(1, 4) + [0, orientation, 0, 0]
    tiff += big(0x8825, 2) + big(4, 2) + big(1, 4) + big(gps, 4)
    tiff += big(0, 4)
    tiff += big(2, 2)
    tiff += big(1, 2) + big(2, 2) + big(2, 4) + Array("N".utf8) + [0, 0, 0]
    tiff += big(2, 2) + big(5, 2) + big(3, 4) + big(afterGPS + text.count, 4)
    tiff += big(0, 4)
    tiff += text + big(51, 4) + big(1, 4) + big(30, 4) + big(1, 4) + big(26, 4) + big(1, 4)
    return inserting(marker: 0xE1, Array("Exif".utf8) + [0, 0] + tiff, into: jpeg)
  }

  /// A JPEG with one more segment at its beginning.
  static func inserting(marker: UInt8, _ segment: [UInt8], into jpeg: [UInt8]) -> [UInt8] {
    Array(jpeg[..<2]) + [0xFF, marker] + big(segment.count + 2, 2) + segment + Array(jpeg[2...])
  }

  /// A PNG that says how large it is, and has next to nothing in it.
  static func emptyPNG(width: Int, height: Int) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", big(width, 4) + big(height, 4) + [8, 2, 0, 0, 0])
      + chunk("IDAT", [0x78, 0x9C, 0x63, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01])
      + chunk("IEND", [])
  }

  /// A JPEG that says another size than it has (ITU-T T.81 section B.2.2: SOF, length, precision, height, width).
  static func jpeg(_ jpeg: [UInt8], saying width: Int, by height: Int) -> [UInt8] {
    var changed = jpeg
    var at = 2
    while at + 9 < jpeg.count, jpeg[at] == 0xFF {
      if [0xC0, 0xC1, 0xC2].contains(jpeg[at + 1]) {
        changed.replaceSubrange(at + 5..<at + 9, with: big(height, 2) + big(width, 2))
        return changed
      }
      at += 2 + Int(jpeg[at + 2]) << 8 + Int(jpeg[at + 3])
    }
    preconditionFailure("no start of frame")
  }

  /// A lossy WebP that says another size than it has (RFC 6386 section 9.1: behind the start code, 14 bits each, little-endian).
  static func webp(_ webp: [UInt8], saying width: Int, by height: Int) -> [UInt8] {
    guard
      let code = webp.indices.dropLast(7).first(where: {
        webp[$0..<$0 + 3].elementsEqual([0x9D, 0x01, 0x2A])
      })
    else { preconditionFailure("no start code") }
    var changed = webp
    changed.replaceSubrange(
      code + 3..<code + 7, with: [width, height].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    // The extended header says it once more (RFC 9649 section 2.7): one less, 24 bits each.
    if webp[12..<16].elementsEqual(Array("VP8X".utf8)) {
      changed.replaceSubrange(
        24..<30, with: [width - 1, height - 1].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8), 0] })
    }
    return changed
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return big(content.count, 4) + body + big(Int(crc(body)), 4)
  }

  /// CRC-32 as PNG wants it (RFC 2083 section 15).
  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 {
        let carry = crc & 1 == 1
        crc >>= 1
        if carry { crc ^= 0xEDB8_8320 }
      }
    }
    return ~crc
  }

  private static func big(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}
