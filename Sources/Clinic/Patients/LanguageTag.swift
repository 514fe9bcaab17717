/// In which language something is written and, where that leaves it open, in which script: `ja`, `ja-Kana`, `zh-Hant-TW`.
///
/// BCP 47 (RFC 5646 section 2.1), as far as names need it: a language, a script and a region. Written as section 2.1.1
/// recommends, however it was typed.
public struct LanguageTag: RawRepresentable, Codable, Hashable, Sendable {
  public let rawValue: String

  /// - Returns: nil for what is no such tag.
  public init?(rawValue: String) {
    var rest = rawValue.split(separator: "-", omittingEmptySubsequences: false)[...]
    guard let language = rest.popFirst(), (2...3).contains(language.utf8.count), language.isLetters else {
      return nil
    }
    var tag = language.lowercased()
    if let script = rest.first, script.utf8.count == 4, script.isLetters {
      tag += "-" + script.prefix(1).uppercased() + script.dropFirst().lowercased()
      rest.removeFirst()
    }
    if let region = rest.first, region.isRegion {
      tag += "-" + region.uppercased()
      rest.removeFirst()
    }
    guard rest.isEmpty else { return nil }
    self.rawValue = tag
  }
}

extension Substring {
  fileprivate var isLetters: Bool { allSatisfy { $0.isASCII && $0.isLetter } }

  /// ISO 3166-1 or UN M.49.
  fileprivate var isRegion: Bool {
    utf8.count == 2 && isLetters || utf8.count == 3 && allSatisfy { $0.isASCII && $0.isNumber }
  }
}
