extension String {
  /// `UriEncode` of Signature Version 4: every byte but RFC 3986's unreserved characters becomes `%XX`.
  /// - Parameter keepingSlashes: for a path, whose slashes stay.
  func percentEncoded(keepingSlashes: Bool = false) -> String {
    var encoded: [UInt8] = []
    for byte in utf8 {
      if byte.isUnreserved || (keepingSlashes && byte == UInt8(ascii: "/")) {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        encoded.append(contentsOf: CollectionOfOne(byte).hexadecimal.uppercased().utf8)
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}

extension UInt8 {
  /// RFC 3986 section 2.3.
  fileprivate var isUnreserved: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
