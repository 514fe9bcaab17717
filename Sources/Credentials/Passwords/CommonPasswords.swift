/// Some 14,000 passwords that are tried first, and a search through them that needs neither memory nor time
/// at the start: the list is one literal of sorted words, searched where it lies in the program.
enum CommonPasswords {
  /// Longest and shortest word of the list.
  static let lengths = 4...20

  /// - Parameter letters: in plain spelling (`PlainSpelling`).
  static func contains(_ letters: ArraySlice<Unicode.Scalar>) -> Bool {
    guard lengths.contains(letters.count), letters.allSatisfy({ $0.isASCII && $0 > " " }) else {
      return false
    }
    let list = text
    let bytes = list.utf8Span.span
    // `low` is the beginning of a word, `high` the end of the list or the beginning of a word.
    var (low, high) = (0, bytes.count)
    while low < high {
      var start = (low + high) / 2
      while start > low, bytes[start - 1] > space { start -= 1 }
      var end = start
      while end < bytes.count, bytes[end] > space { end += 1 }

      switch order(of: bytes.extracting(start..<end), letters) {
      case 0: return true
      case ..<0: low = end + 1
      default: high = start
      }
    }
    return false
  }

  private static let space = UInt8(ascii: " ")

  /// Below zero when the word comes first, zero when both are equal.
  private static func order(of word: Span<UInt8>, _ letters: ArraySlice<Unicode.Scalar>) -> Int {
    for (index, letter) in zip(word.indices, letters) where UInt32(word[index]) != letter.value {
      return UInt32(word[index]) < letter.value ? -1 : 1
    }
    return word.count - letters.count
  }
}
