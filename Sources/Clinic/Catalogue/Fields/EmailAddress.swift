extension String {
  /// RFC 5321 section 4.1.2 in ASCII and lower case, without quoted local parts and address literals: what our letters can
  /// be sent to. Section 4.5.3.1 limits the parts to 64 and the whole to 254 octets.
  ///
  /// By hand: a regular expression is parsed anew each time, which took longer than all the rest of a refused sign-in.
  public var isAddress: Bool {
    let parts = utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard utf8.count <= 254, parts.count == 2, parts[0].count <= 64 else { return false }
    let (atoms, labels) = (parts[0].betweenDots, parts[1].betweenDots)
    return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isOfAtom) }
      && labels.count > 1 && labels.allSatisfy(\.isLabel)
  }
}

extension Substring.UTF8View {
  fileprivate var betweenDots: [Substring.UTF8View] {
    split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  }

  /// RFC 1123 section 2.1.
  fileprivate var isLabel: Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(count) && first != hyphen && last != hyphen
      && allSatisfy { $0.isLetterOrDigit || $0 == hyphen }
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
  }

  /// `atext` of RFC 5322 section 3.2.3.
  fileprivate var isOfAtom: Bool { isLetterOrDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(self) }
}
