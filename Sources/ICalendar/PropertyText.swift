/// Free text as it may stand in a content line. What it holds can't end the line, the value or the parameter.
enum PropertyText {
  /// Bytes of a value and of a parameter, before they are escaped. A name of a clinic is shorter by far.
  static let (valueLimit, parameterLimit) = (1000, 200)

  /// A value of the type TEXT (RFC 5545 section 3.3.11).
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in clipped(text, to: valueLimit).unicodeScalars {
      switch scalar {
      case "\\", ";", ",": escaped += ["\\", scalar]
      case "\n" where previous == "\r": break
      case _ where scalar.isLineBreak: escaped += ["\\", "n"]
      case "\t": escaped.append(scalar)
      case _ where scalar.isControl: break
      default: escaped.append(scalar)
      }
      previous = scalar
    }
    return String(escaped)
  }

  /// A parameter's value, in quotes where it needs them. Quotes, carets and line breaks within by RFC 6868.
  static func parameter(_ text: String) -> String {
    var encoded = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in clipped(text, to: parameterLimit).unicodeScalars {
      switch scalar {
      case "^": encoded += ["^", "^"]
      case "\"": encoded += ["^", "'"]
      case "\n" where previous == "\r": break
      case _ where scalar.isLineBreak: encoded += ["^", "n"]
      case _ where scalar.isControl: break
      default: encoded.append(scalar)
      }
      previous = scalar
    }
    let needsQuotes = encoded.contains { $0 == ":" || $0 == ";" || $0 == "," }
    return needsQuotes ? "\"\(String(encoded))\"" : String(encoded)
  }

  /// An address of ours: whatever RFC 3986 has no place for is percent-encoded.
  static func uri(_ text: String) -> String {
    percentEncoded(text, keeping: "-._~:/?#[]@!$&'()*+,;=%")
  }

  static func percentEncoded(_ text: String, keeping kept: String) -> String {
    let kept = Array(kept.utf8)
    var encoded: [UInt8] = []
    let hexadecimal = Array("0123456789ABCDEF".utf8)
    for byte in clipped(text, to: valueLimit).utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        encoded.append(byte)
      case _ where kept.contains(byte): encoded.append(byte)
      default:
        encoded += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  /// The beginning of a text that is too long, whole characters and an ellipsis.
  private static func clipped(_ text: String, to limit: Int) -> String {
    if text.utf8.count <= limit { return text }
    let ellipsis = "…"
    var room = limit - ellipsis.utf8.count
    let beginning = text.prefix { character in
      room -= character.utf8.count
      return room >= 0
    }
    return beginning + ellipsis
  }
}

extension Unicode.Scalar {
  /// Of any kind: readers differ in which of them end a line.
  fileprivate var isLineBreak: Bool {
    switch self {
    case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  fileprivate var isControl: Bool { properties.generalCategory == .control }
}
