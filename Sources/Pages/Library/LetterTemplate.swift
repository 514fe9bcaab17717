/// A letter's template, checked and ready to render.
public struct LetterTemplate<L: Letter>: Sendable {
  let editions: Editions

  /// The letter as plain text.
  ///
  /// - Parameter language: A language the letter is not written in gives the letter in English.
  public func render(_ letter: L, language: Language) -> LetterText {
    LetterText(editions.render([letter.fields], language))
  }
}

/// What a letter says.
public struct LetterText: Equatable, Sendable {
  /// One line, without line breaks or other control characters that came from a value.
  public let subject: String
  /// The rest, without the empty lines that part it from the subject.
  public let body: String

  /// Lines end at the newlines of the template alone, whatever Unicode counts as one.
  init(_ text: [UInt8]) {
    let end = text.firstIndex(of: .newline) ?? text.endIndex
    subject = String(Substring(String(decoding: text[..<end], as: UTF8.self)).trimmingBlanks())
    body = String(decoding: text[end...].drop { $0 == .newline || $0 == 0x0D }, as: UTF8.self)
  }
}
