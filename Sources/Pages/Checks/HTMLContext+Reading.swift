extension HTMLContext {
  /// Elements whose content is not text; `noscript` is read as markup, which is how it is without scripts.
  private static let rawElements: Set = [
    "script", "style", "iframe", "xmp", "noembed", "noframes", "plaintext",
  ]
  private static let plainElements: Set = ["title", "textarea"]

  /// - Returns: What is wrong with the markup itself, if so.
  mutating func read(_ bytes: some Sequence<UInt8>) -> String? {
    var problem: String?
    for byte in bytes { problem = read(byte) ?? problem }
    return problem
  }

  private mutating func read(_ byte: UInt8) -> String? {
    let character = Character(Unicode.Scalar(byte)).lowercased()
    switch place {
    case .text: if byte == UInt8(ascii: "<") { place = .tagOpen }
    case .plainText, .rawText: readUntilEndTag(character)
    case .tagOpen: openTag(byte, character)
    case .tagName: if !endsName(byte) { element += character }
    case .endTag:
      if byte == UInt8(ascii: ">") {
        place = .text
        element = ""
      }
    case .insideTag, .afterAttributeName: return readBetweenAttributes(byte, character)
    case .afterAttribute:
      if !byte.isHTMLSpace, byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/") {
        place = .insideTag
        _ = readBetweenAttributes(byte, character)
        return "no space before the next attribute of <\(element)>"
      }
      return readBetweenAttributes(byte, character)
    case .attributeName:
      if byte == UInt8(ascii: "=") {
        place = .beforeValue
      } else if !endsName(byte) {
        attribute += character
      } else if place == .insideTag, byte != UInt8(ascii: "/") {
        place = .afterAttributeName
      }
    case .beforeValue: beginValue(byte)
    case .quotedValue(let quote): if byte == quote { place = .afterAttribute }
    case .unquotedValue: _ = endsName(byte, slashEnds: false)
    case .declaration, .comment: readDeclaration(character)
    }
    return nil
  }

  private mutating func openTag(_ byte: UInt8, _ character: String) {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      place = .tagName
      element = character
      attribute = ""
    case UInt8(ascii: "/"): place = .endTag
    case UInt8(ascii: "!"), UInt8(ascii: "?"):
      place = .declaration
      tail = ""
    case UInt8(ascii: "<"): break
    default: place = .text
    }
  }

  /// Leaves a tag's or attribute's name at its end; `>` leaves the tag.
  private mutating func endsName(_ byte: UInt8, slashEnds: Bool = true) -> Bool {
    if byte == UInt8(ascii: ">") {
      leaveTag()
    } else if byte.isHTMLSpace || (slashEnds && byte == UInt8(ascii: "/")) {
      place = .insideTag
    } else {
      return false
    }
    return true
  }

  private mutating func leaveTag() {
    tail = ""
    if Self.rawElements.contains(element) {
      place = .rawText
    } else {
      place = Self.plainElements.contains(element) ? .plainText : .text
    }
  }

  private mutating func readBetweenAttributes(_ byte: UInt8, _ character: String) -> String? {
    if byte == UInt8(ascii: "="), place == .afterAttributeName {
      place = .beforeValue
    } else if byte == UInt8(ascii: "<") {
      return "'<' inside the tag <\(element)>"
    } else if place == .afterAttributeName, byte.isHTMLSpace {
      return nil
    } else if !endsName(byte) {
      place = .attributeName
      attribute = character
    }
    return nil
  }

  private mutating func beginValue(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): place = .quotedValue(byte)
    case UInt8(ascii: ">"): leaveTag()
    case _ where byte.isHTMLSpace: break
    default: place = .unquotedValue
    }
  }

  private mutating func readUntilEndTag(_ character: String) {
    tail = String((tail + character).suffix(element.count + 2))
    if tail == "</\(element)" { place = .endTag }
  }

  private mutating func readDeclaration(_ character: String) {
    tail = String((tail + character).suffix(3))
    if place == .declaration {
      if tail == "--" { place = .comment }
      if character == ">" { place = .text }
    } else if tail.hasSuffix("-->") {
      place = .text
    }
  }
}

extension UInt8 {
  fileprivate var isHTMLSpace: Bool { isBlank || self == .newline || self == 0x0C }
}
