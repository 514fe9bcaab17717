/// What may stand between two slashes of a key.
enum KeySegment {
  static let tenantLength = 36

  /// Why the segment may not be used, or nil if it may.
  static func fault(in segment: Substring) -> String? {
    guard let first = segment.utf8.first else { return "an empty segment" }
    // Covers "." and "..", and keeps names free that a store may want for itself.
    guard first != UInt8(ascii: ".") else { return "a segment that starts with a dot" }
    guard segment.utf8.count <= ObjectKey.maximumSegmentLength else {
      return "a segment of more than \(ObjectKey.maximumSegmentLength) bytes"
    }
    guard segment.utf8.allSatisfy(isAllowed) else { return "a character outside a-z 0-9 . _ -" }
    return nil
  }

  /// A UUID in lower case, in the form of RFC 9562 section 4.
  static func isTenant(_ segment: Substring) -> Bool {
    segment.utf8.count == tenantLength
      && segment.utf8.enumerated().allSatisfy { place, byte in
        [8, 13, 18, 23].contains(place) ? byte == UInt8(ascii: "-") : isLowerHex(byte)
      }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private static func isLowerHex(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
    default: false
    }
  }
}
