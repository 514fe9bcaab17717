/// A letter's template, checked and ready to render.
public struct LetterTemplate<L: Letter>: Sendable {
  let editions: Editions

  /// The letter as plain text.
  ///
  /// - Parameter language: One that the library lacks gives the letter in the library's first.
  /// - Returns: The subject, one line whatever the values held; and the body, which begins with its first line
  ///   that is not empty.
  public func render(_ letter: L, language: Language) -> (subject: String, body: String) {
    let text = editions.render([letter.fields], language)
    // In bytes, so that lines end at the newlines of the template alone, whatever Unicode counts as one.
    let end = text.firstIndex(of: .newline) ?? text.endIndex
    let subject = Substring(String(decoding: text[..<end], as: UTF8.self)).trimmingBlanks()
    let body = text[end...].drop { $0 == .newline || $0 == 0x0D }
    return (String(subject), String(decoding: body, as: UTF8.self))
  }
}
