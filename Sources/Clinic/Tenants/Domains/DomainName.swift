/// The name of a host of a clinic's own, as it stands in a request: lower case, ASCII, with two labels or more.
public struct DomainName: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  /// - Parameter installation: the name below which the installation gives its clinics their hosts.
  /// - Throws: `Refusal.invalid` at the field, in words that say what to do.
  public init(_ typed: String, installation: String, at field: String) throws(Refusal) {
    let name = typed.trimmed.lowercased()
    if let fault = Self.fault(of: name, installation: installation.lowercased()) {
      throw .invalid([Problem(field, fault)])
    }
    description = name
  }

  private static func fault(of name: String, installation: String) -> String? {
    if name.isEmpty { return "problem.required" }
    guard name.utf8.allSatisfy({ $0 < 0x80 }) else { return "problem.domain-letters" }
    if name.hasPrefix("[") || name.utf8.count(where: { $0 == UInt8(ascii: ":") }) > 1 && !name.contains("/") {
      return "problem.domain-address"
    }
    if name.contains(where: { "/:@?#".contains($0) }) { return "problem.domain-alone" }
    if name.hasSuffix(".") { return "problem.domain-dot" }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard name.utf8.count <= 253, labels.allSatisfy(isLabel) else { return "problem.domain" }
    // What ends in a number is an address to a browser (WHATWG URL, "ends in a number").
    if labels.last?.utf8.allSatisfy(\.isDigit) == true { return "problem.domain-address" }
    if labels.count < 2 { return "problem.domain-whole" }
    if name == installation || name.hasSuffix(".\(installation)") { return "problem.domain-installation" }
    return isReserved(labels) ? "problem.domain-reserved" : nil
  }

  /// RFC 1123 section 2.1. Two hyphens in the third place are of names in other scripts, which are written `xn--`
  /// (RFC 5891 section 4.2.3.1).
  private static func isLabel(_ label: Substring) -> Bool {
    let bytes = Array(label.utf8)
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(bytes.count) && bytes.first != hyphen && bytes.last != hyphen
      && bytes.allSatisfy {
        $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == hyphen
      }
      && (bytes.count < 4 || bytes[2] != hyphen || bytes[3] != hyphen || label.hasPrefix("xn--"))
  }

  /// Names that are nobody's (RFC 6761, 6762, 7686, 8375, 9476, and ICANN's `internal`).
  private static func isReserved(_ labels: [Substring]) -> Bool {
    ["localhost", "local", "internal", "test", "invalid", "example", "onion", "alt", "arpa"].contains(
      labels.last)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
