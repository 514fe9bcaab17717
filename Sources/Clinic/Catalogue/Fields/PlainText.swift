/// A text that somebody typed, without the space around it, and what is wrong with it.
///
/// Control characters are refused, line breaks too unless there may be `lines`. The length is that of its Unicode
/// scalars, as PostgreSQL counts, and a line break is one.
public struct PlainText: Sendable {
  public let text: String
  public let fault: TextFault?

  public init(_ typed: String, atMost limit: Int, required: Bool = true, lines: Bool = false) {
    // The border that a page puts around a value (Pages, Isolation) comes along when it is copied.
    let scalars = typed.unicodeScalars.filter { $0 != "\u{2068}" && $0 != "\u{2069}" }
    let typed = String(String.UnicodeScalarView(scalars)).trimmed
    text = lines ? typed.replacing("\r\n", with: "\n") : typed
    if text.isEmpty {
      fault = required ? TextFault("problem.required") : nil
    } else if text.unicodeScalars.count > limit {
      fault = TextFault("problem.too-long", ["limit": String(limit)])
    } else if text.unicodeScalars.contains(where: {
      $0.isControl && !(lines && $0.isLineBreak) || $0.isHidden
    }) {
      fault = TextFault("problem.characters")
    } else {
      fault = nil
    }
  }
}

extension String {
  public var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

extension StringProtocol {
  /// With the digits 0 to 9 for those of Arabic and Persian keyboards, and a point for their decimal sign (Unicode blocks Arabic, U+0660,
  /// U+066B and U+06F0): what is typed as a number is one, whatever it is typed with.
  public var withWesternDigits: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.value {
          case 0x0660...0x0669: Unicode.Scalar(UInt8(0x30 + scalar.value - 0x0660))
          case 0x06F0...0x06F9: Unicode.Scalar(UInt8(0x30 + scalar.value - 0x06F0))
          case 0x066B: "."
          default: scalar
          }
        }))
  }
}

extension Character {
  public var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension Unicode.Scalar {
  fileprivate var isControl: Bool {
    properties.generalCategory == .control
  }

  /// What is not seen and deceives who reads: spaces without width, and overrides of the direction (UAX 9). The joiners
  /// that Persian and Indic scripts need are not among them.
  fileprivate var isHidden: Bool {
    switch value {
    case 0x200B, 0x2060, 0xFEFF, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  fileprivate var isLineBreak: Bool { self == "\n" || self == "\r" || self == "\t" }
}
