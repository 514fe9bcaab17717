/// The text of a style sheet, as far as its `url()` go (CSS Values and Units 4 §4.5).
struct StyleSheet {
  private let text: String
  private let path: String

  init(_ text: String, at path: String) {
    self.text = text
    self.path = path
  }

  /// The text with every `url()` that refers to a file of ours replaced. Those with a scheme (`data:`), those
  /// within the document (`#filter`) and those on another host stay as they are.
  ///
  /// - Parameter url: where a file, given by its path below the folder of assets, is served.
  func rewritten(_ url: (String) throws(AssetFault) -> String) throws(AssetFault) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "url(") {
      result += rest[..<start.upperBound]
      rest = rest[start.upperBound...]
      let argument = rest.prefix { $0 != ")" }
      rest = rest[argument.endIndex...]
      result +=
        try file(argument).map { (file) throws(AssetFault) in "\"\(try url(file))\"" } ?? String(argument)
    }
    return result + rest
  }

  /// The path below the folder of assets that an `url()` refers to; nil if it refers to something else.
  private func file(_ argument: Substring) -> String? {
    let reference = argument.trimmingQuotesAndBlanks()
    guard !reference.isEmpty, reference.first != "#", !reference.hasPrefix("//"), !reference.contains(":")
    else {
      return nil
    }
    var parts = reference.first == "/" ? [] : path.split(separator: "/").dropLast().map(String.init)
    for part in reference.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }
}

extension Substring {
  fileprivate func trimmingQuotesAndBlanks() -> Substring {
    let isTrimmed: (Character) -> Bool = { $0.isWhitespace || $0 == "\"" || $0 == "'" }
    var text = self.drop(while: isTrimmed)
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return text
  }
}
