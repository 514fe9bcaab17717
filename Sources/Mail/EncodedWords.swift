import FoundationEssentials

/// Text in header fields: as it is where ASCII will do, else as encoded words (RFC 2047), folded.
enum EncodedWords {
  /// RFC 2047 section 2.
  static let lineLimit = 76
  private static let wordLimit = 75
  private static let (prefix, suffix) = ("=?UTF-8?B?", "?=")

  /// Unstructured, for a subject.
  /// - Parameter column: where the value begins in its line.
  static func text(_ value: String, column: Int) -> String {
    let isPlain = isPrintableASCII(value) && !value.contains("=?") && value.first != " " && value.last != " "
    return isPlain && column + value.utf8.count <= lineLimit ? value : words(value, column: column)
  }

  /// A name before an address: quoted, or encoded.
  static func phrase(_ value: String, column: Int) -> String {
    guard isPrintableASCII(value), !value.contains("=?"), column + value.utf8.count <= lineLimit - 2 else {
      return words(value, column: column)
    }
    let escaped = value.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }

  /// Each word is cut between scalars, as section 5 demands: a reader decodes it by itself.
  private static func words(_ value: String, column: Int) -> String {
    var words: [String] = []
    var bytes: [UInt8] = []
    var room = byteLimit(column: column)
    for scalar in value.unicodeScalars {
      let encoded = Array(String(scalar).utf8)
      if bytes.count + encoded.count > room {
        words.append(word(bytes))
        bytes = []
        // The space of the fold.
        room = byteLimit(column: 1)
      }
      bytes += encoded
    }
    words.append(word(bytes))
    return words.joined(separator: "\r\n ")
  }

  private static func word(_ bytes: [UInt8]) -> String {
    prefix + Data(bytes).base64EncodedString() + suffix
  }

  /// How many bytes a word can hold that begins at this column.
  private static func byteLimit(column: Int) -> Int {
    let letters = min(wordLimit, lineLimit - column) - prefix.utf8.count - suffix.utf8.count
    return letters / 4 * 3
  }

  private static func isPrintableASCII(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }
}
