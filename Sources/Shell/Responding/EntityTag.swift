internal import Crypto
public import Hummingbird

/// Names of contents, by which whoever has them already is spared them (RFC 9110 section 8.8.3).
public enum EntityTag {
  /// The same for the same bytes.
  public static func of(_ bytes: [UInt8]) -> String {
    let hexadecimal = Array("0123456789abcdef".utf8)
    let digits = SHA256.hash(data: bytes).prefix(16).flatMap {
      [hexadecimal[Int($0 >> 4)], hexadecimal[Int($0 & 15)]]
    }
    return "\"\(String(decoding: digits, as: UTF8.self))\""
  }

  /// Whether `If-None-Match` has it: any number of tags, weak ones too, or a star (RFC 9110 section 13.1.2).
  public static func isKnown(_ tag: String, to request: Request) -> Bool {
    guard let known = request.headers[.ifNoneMatch] else { return false }
    return known.split(separator: ",").contains { part in
      let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
      var text = part.drop(while: blank)
      while let last = text.last, blank(last) { text.removeLast() }
      return text == "*" || (text.hasPrefix("W/") ? text.dropFirst(2) : text) == tag
    }
  }
}
