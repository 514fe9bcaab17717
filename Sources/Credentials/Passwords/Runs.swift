/// Neighbours in a row: of the alphabet, of the digits, of a keyboard (English, German, French), forwards or
/// backwards; and one letter again and again.
enum Runs {
  /// From here on it is no accident.
  static let shortest = 3

  /// Whether fewer than four letters are not in runs.
  static func makeUp(_ letters: PlainSpelling.Letters) -> Bool {
    var (others, index) = (0, 0)
    while index < letters.count, others < 4 {
      let length = length(at: index, in: letters)
      if length < shortest { others += 1 }
      index += length < shortest ? 1 : length
    }
    return others < 4
  }

  /// How many letters from `index` on are one run; 1 when the next is no neighbour.
  static func length(at index: Int, in letters: PlainSpelling.Letters) -> Int {
    let rest = letters[index...]
    var longest = rest.prefix { $0 == rest.first }.count
    for row in rows {
      for start in row.indices where row[start] == rest.first {
        longest = max(longest, zip(row[start...], rest).prefix { $0 == $1 }.count)
      }
    }
    return longest
  }

  private static let rows: [PlainSpelling.Letters] = [
    "abcdefghijklmnopqrstuvwxyz", "01234567890",
    "qwertyuiop", "asdfghjkl", "zxcvbnm",
    "qwertzuiop", "yxcvbnm",
    "azertyuiop", "qsdfghjklm", "wxcvbn",
  ].flatMap { (row: String) in [Array(row.unicodeScalars), row.unicodeScalars.reversed()] }
}
