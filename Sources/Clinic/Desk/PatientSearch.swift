public import CivilTime
public import FoundationEssentials

/// Whom the front desk looks for: a name, a birth date, a number, or several of them, typed into one field in any order.
public struct PatientSearch: Hashable, Sendable {
  /// Characters; what goes beyond is not looked at.
  public static let longestText = 100
  public static let mostHits = 20
  /// Of a name; what goes beyond is not looked at.
  static let mostWords = 6

  /// Parts of names, as typed.
  public let words: [String]
  public let birthDate: Day?
  /// The patient's, as the clinic counts them.
  public let number: Int?

  public var isEmpty: Bool { words.isEmpty && birthDate == nil && number == nil }

  public init(_ text: String) {
    var (words, birthDate, number): ([String], Day?, Int?) = ([], nil, nil)
    for piece in Self.pieces(of: text.prefix(Self.longestText)) {
      if let day = Day(typed: piece) {
        birthDate = day
      } else if let count = Int(typedNumber: piece) {
        number = count
      } else {
        words += piece.split { Self.separators.contains($0) }
          .map { word in word.filter { !Self.apostrophes.contains($0) } }.filter { !$0.isEmpty }
      }
    }
    self.words = Array(words.prefix(Self.mostWords))
    self.birthDate = birthDate
    self.number = number
  }

  /// What stands between spaces; a date may have some within: `25. 11. 1980`.
  private static func pieces(of text: Substring) -> [String] {
    var pieces: [String] = []
    for piece in text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }) {
      if let last = pieces.last, last.endsWithinDate, piece.first?.isDigit == true {
        pieces[pieces.count - 1] = last + piece
      } else {
        pieces.append(String(piece))
      }
    }
    return pieces
  }

  private static let separators: Set<Character> = ["-", "‐", "–", ".", "/", "(", ")", "\"", ":"]
  private static let apostrophes: Set<Character> = ["'", "’", "‘", "ʼ", "´", "`"]
}

extension Day {
  /// `25.11.1980`, `25/11/1980`, `25-11-1980`: the day first, as it is written outside of the United States, or ISO 8601.
  fileprivate init?(typed text: String) {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" || $0 == "-" }
    let numbers = parts.compactMap { $0.count <= 4 && $0.allSatisfy(\.isDigit) ? Int($0) : nil }
    guard parts.count == 3, numbers.count == 3 else { return nil }
    switch (parts[0].count, parts[2].count) {
    case (4, _): self.init(year: numbers[0], month: numbers[1], day: numbers[2])
    case (_, 4): self.init(year: numbers[2], month: numbers[1], day: numbers[0])
    default: return nil
    }
  }
}

extension Int {
  /// `1042`, `#1042`
  fileprivate init?(typedNumber text: String) {
    let digits = text.drop { $0 == "#" }
    guard (1...9).contains(digits.count), digits.allSatisfy(\.isDigit) else { return nil }
    self.init(digits)
  }
}

extension String {
  fileprivate var endsWithinDate: Bool {
    guard let last, last == "." || last == "/" || last == "-" else { return false }
    return dropLast().allSatisfy { $0.isDigit || $0 == last }
  }
}

extension Character {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}

/// A patient whom a search found.
public struct FoundPatient: Sendable {
  public let id: ID<Patient>
  public let number: Int
  public let name: String
  public let birthDate: Day
  public let phone: String
  /// When they come next; nil for not as far as is booked.
  public let next: Date?
  /// What whoever books for them is to know.
  public var needs: [NeedAtSight] = []
}
