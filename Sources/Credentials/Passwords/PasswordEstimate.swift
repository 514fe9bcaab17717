internal import Glibc

/// How many bits a password is worth to somebody who knows how people make them up: the cheapest way to spell
/// it out of single characters, words, runs and repetitions.
///
/// - A character costs log2 of the alphabet that the password draws on: 26 for each of small and capital
///   letters, 10 for digits, 33 for the signs of ASCII, 64 for anything else.
/// - A word of `CommonPasswords` costs log2 of how many there are, however it is written. So do letters
///   between separators, whichever they are: few people draw words from more than that.
/// - A run (`Runs`) costs its first character and log2 of its length.
/// - What stood just before, once more, costs one bit.
///
/// Words that are neither in the list nor set apart count as random letters: they are worth less than it
/// seems.
struct PasswordEstimate {
  let bits: Double

  /// - Parameter password: normalised, not longer than a policy allows: the time grows with the cube of the
  ///   length.
  init(_ password: String) {
    let character = log2(PasswordEstimate.alphabet(of: password))
    let readings = PlainSpelling.readings(of: PlainSpelling.letters(of: password))
    bits = readings.map { PasswordEstimate.cheapest($0, of: readings[0], character: character) }.min() ?? 0
  }

  private static func cheapest(
    _ letters: PlainSpelling.Letters, of written: PlainSpelling.Letters, character: Double
  ) -> Double {
    let word = log2(Double(CommonPasswords.count))
    // At each index: the cost of all that stands before it.
    var costs = [0] + [Double](repeating: .infinity, count: letters.count)
    for start in letters.indices {
      func reach(_ length: Int, for cost: Double) {
        costs[start + length] = min(costs[start + length], costs[start] + cost)
      }
      reach(1, for: character)
      let run = Runs.length(at: start, in: letters)
      for length in Runs.shortest..<max(Runs.shortest, run + 1) {
        reach(length, for: character + log2(Double(length)))
      }
      for length in CommonPasswords.lengths where start + length <= letters.count {
        if CommonPasswords.contains(letters[start..<start + length]) { reach(length, for: word) }
      }
      if let length = wordSetApart(at: start, in: written) { reach(length, for: word) }
      for length in 1..<max(1, min(start, letters.count - start) + 1)
      where letters[start..<start + length].elementsEqual(letters[start - length..<start]) {
        reach(length, for: 1)
      }
    }
    return costs[letters.count]
  }

  /// The length of a word that a separator stands before or after, and no other character.
  private static func wordSetApart(at start: Int, in letters: PlainSpelling.Letters) -> Int? {
    let length = letters[start...].prefix { $0.properties.isAlphabetic }.count
    let (before, after) = (letters[..<start].last, letters[(start + length)...].first)
    guard length > 0, length < letters.count else { return nil }
    return [before, after].allSatisfy { $0.map(PlainSpelling.isSeparator) ?? true } ? length : nil
  }

  private static func alphabet(of password: String) -> Double {
    let scalars = password.unicodeScalars
    var size = 0
    if scalars.contains(where: { ("a"..."z").contains($0) }) { size += 26 }
    if scalars.contains(where: { ("A"..."Z").contains($0) }) { size += 26 }
    if scalars.contains(where: { ("0"..."9").contains($0) }) { size += 10 }
    if scalars.contains(where: isSign) { size += 33 }
    if scalars.contains(where: { !$0.isASCII }) { size += 64 }
    return Double(max(1, size))
  }

  private static func isSign(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && !("a"..."z").contains(scalar) && !("A"..."Z").contains(scalar)
      && !("0"..."9").contains(scalar)
  }
}
