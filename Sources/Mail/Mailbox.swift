/// Who a message is from or for: an address, and the name shown beside it.
public struct Mailbox: Hashable, Sendable {
  public let name: String?
  public let address: String

  /// - Throws: `invalidAddress`, or `invalidHeader` for a name with control characters.
  public init(name: String? = nil, address: String) throws(MailFault) {
    guard Mailbox.isAddress(address) else { throw .invalidAddress }
    if let name, name.unicodeScalars.contains(where: \.isControl) { throw .invalidHeader("name") }
    self.name = name.flatMap { $0.isEmpty ? nil : $0 }
    self.address = address
  }

  /// Reads `Riverside Clinic <post@riverside.example>` or `post@riverside.example`, as a setting has it.
  public init(_ text: String) throws(MailFault) {
    guard text.last == ">", let opening = text.lastIndex(of: "<") else {
      try self.init(address: text)
      return
    }
    var name = text[..<opening]
    while name.last == " " { name.removeLast() }
    if name.count >= 2, name.first == "\"", name.last == "\"" { name = name.dropFirst().dropLast() }
    try self.init(name: String(name), address: String(text[text.index(after: opening)...].dropLast()))
  }

  /// RFC 5321's `Mailbox` in ASCII, without quoted local parts and address literals, which nobody has: the
  /// text goes into an SMTP command as it is.
  private static func isAddress(_ text: String) -> Bool {
    let halves = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard halves.count == 2, (1...64).contains(halves[0].count), (1...255).contains(halves[1].count),
      text.utf8.count <= 254
    else { return false }
    let labels = halves[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return isDotAtom(halves[0]) && labels.allSatisfy(isLabel)
  }

  private static func isDotAtom(_ text: Substring.UTF8View) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.allSatisfy { isAlphanumeric($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
    }
  }

  private static func isLabel(_ text: Substring.UTF8View) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(text.count) && text.first != hyphen && text.last != hyphen
      && text.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

extension Mailbox: CustomStringConvertible, CustomReflectable {
  public var description: String { "Mailbox(...)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Unicode.Scalar {
  /// A line break of any kind, or another control character.
  var isControl: Bool {
    properties.generalCategory == .control || self == "\u{2028}" || self == "\u{2029}"
  }
}
