internal import FoundationEssentials
internal import Postgres

/// What a clinic adds to letters of a kind, in its own words and in one language.
public struct LetterText: Hashable, Sendable {
  public let kind: LetterKind
  /// An ISO 639-1 code.
  public let language: String
  /// Empty for nothing.
  public let text: String

  public static let longest = 1000
  public static let languages = PageLanguage.allCases.map(\.rawValue)

  public init(kind: LetterKind, language: String, text: String) {
    self.kind = kind
    self.language = language
    self.text = text
  }
}

extension Query<[LetterText]> {
  /// All that the clinic has written.
  public static var letterTexts: Self {
    Query("SELECT kind, language, text FROM letter_text WHERE text <> '' ORDER BY kind, language") { rows in
      try rows.decode { row in
        let kind = LetterKind(rawValue: try row.next())
        let (language, text): (String, String) = try (row.next(), row.next())
        return kind.map { LetterText(kind: $0, language: language, text: text) }
      }.compactMap(\.self)
    }
  }
}

extension Clinic {
  /// - Parameter seen: what stood there when its author began.
  /// - Throws: `Refusal.conflict(.entryChanged)` when somebody else wrote something else meanwhile.
  public func keep(_ text: LetterText, seen: String, by visitor: Visitor) async throws {
    try await open(visitor) { records in
      let stored = try await records.ask(
        Query<String>("SELECT text FROM letter_text WHERE \(text.isIts) FOR UPDATE") { rows in
          try rows.decode { row in try row.next(String.self) }.first ?? ""
        })
      guard stored != text.text else { return }
      guard stored == seen else { throw Refusal.conflict(.entryChanged) }
      try await records.finish(
        .entryChanged, of: nil,
        [
          """
          INSERT INTO letter_text (kind, language, text) VALUES (\(text.kind.rawValue), \(text.language), \(text.text))
          ON CONFLICT (tenant_id, kind, language) DO UPDATE SET text = excluded.text
          """
        ], detail: "\(text.kind.rawValue), \(text.language)")
    }
  }
}

extension LetterText {
  fileprivate var isIts: SQL { "kind = \(kind.rawValue) AND language = \(language)" }
}
