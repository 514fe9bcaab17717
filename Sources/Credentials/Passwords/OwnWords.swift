/// What is known about the owner of a password, and so is tried early by whoever knows them.
struct OwnWords {
  /// Of three letters or more, longest first: whole texts, both sides of an e-mail address, single words.
  private let words: [PlainSpelling.Letters]

  /// - Parameter texts: a date in the form `1984-05-12` stands for its digits in every usual order.
  init(_ texts: [String]) {
    var words: Set<PlainSpelling.Letters> = []
    for text in texts.flatMap({ [$0] + OwnWords.spellings(ofDate: $0) }) {
      let letters = PlainSpelling.letters(of: text)
      words.insert(OwnWords.joined(letters))
      for side in letters.split(separator: "@") { words.insert(OwnWords.joined(Array(side))) }
      for word in letters.split(whereSeparator: OwnWords.endsWord) { words.insert(Array(word)) }
    }
    self.words = words.filter { $0.count >= 3 }.sorted { $0.count > $1.count }
  }

  /// Whether the password is contained in one of the words, or fewer than four other letters remain when all
  /// of them are taken out of it. Capitals, accents, separators and look-alikes make no difference.
  func make(up password: String) -> Bool {
    PlainSpelling.readings(of: OwnWords.joined(PlainSpelling.letters(of: password))).contains { letters in
      let isContained = letters.count >= 3 && words.contains { $0.contains(letters) }
      return isContained || areNearlyAll(of: letters)
    }
  }

  private func areNearlyAll(of letters: PlainSpelling.Letters) -> Bool {
    // A gap in the place of a word keeps what was around it from becoming another word. No gap is in a
    // password: it is a separator.
    let gap: Unicode.Scalar = " "
    let rest = words.reduce(letters) { rest, word in rest.replacing(word, with: [gap]) }
    return rest.contains(gap) && rest.count { $0 != gap } < 4
  }

  private static func joined(_ letters: PlainSpelling.Letters) -> PlainSpelling.Letters {
    letters.filter { !PlainSpelling.isSeparator($0) }
  }

  private static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      true
    default: PlainSpelling.isSeparator(scalar)
    }
  }

  private static func spellings(ofDate text: String) -> [String] {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy(\.isNumber) }) else { return [] }
    let (year, month, day) = (parts[0], parts[1], parts[2])
    return [year, year.suffix(2)].flatMap { year in
      [
        "\(day)\(month)\(year)", "\(month)\(day)\(year)", "\(year)\(month)\(day)", "\(day)\(month)",
        "\(month)\(day)",
      ]
    }
  }
}
