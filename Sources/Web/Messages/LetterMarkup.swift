public import Clinic
import Pages

/// A letter's text as HTML, for mail programs that prefer it: the same words, addresses that can be followed, lines as long as
/// the window is wide. No picture and nothing from elsewhere, so that reading it tells nobody.
struct LetterMarkup {
  private var html = ""

  /// - Parameter text: paragraphs apart by empty lines; what is indented by four spaces stands out.
  init(_ text: String, subject: String, language: Language) {
    html = """
      <!doctype html>
      <html lang="\(language.code)" dir="\(language.direction.rawValue)"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>\(Self.escaped(subject))</title></head>
      <body style="margin:0 auto;padding:16px;max-width:36em;font:16px/1.5 sans-serif;color:#1b2330;background:#fff">

      """
    for paragraph in text.split(separator: "\n\n") { add(paragraph) }
    html += "</body></html>\n"
  }

  var rendered: String { html }

  private mutating func add(_ paragraph: Substring) {
    let lines = paragraph.split(separator: "\n")
    if lines.isEmpty { return }
    let standsOut = lines.allSatisfy { $0.hasPrefix("    ") }
    let style =
      standsOut
      ? " style=\"margin:0 0 16px;padding-inline-start:16px;border-inline-start:4px solid #0b6e69\"" : ""
    html += "<p\(style)>\(lines.map(Self.line).joined(separator: "<br>\n"))</p>\n"
  }

  /// An address stands on a line of its own in all letters.
  private static func line(_ line: Substring) -> String {
    let words = line.drop { $0 == " " }
    let text = escaped(words)
    let isAddress = (words.hasPrefix("https://") || words.hasPrefix("http://")) && !words.contains(" ")
    return isAddress ? "<a dir=\"ltr\" href=\"\(text)\">\(text)</a>" : text
  }

  private static func escaped(_ text: some StringProtocol) -> String {
    text.reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
  }
}

extension Letters {
  /// The text of a letter as HTML.
  public func html(
    _ text: (subject: String, body: String), of message: OutboxMessage, for tenant: Tenant
  ) -> String {
    LetterMarkup(text.body, subject: text.subject, language: language(of: message, tenant)).rendered
  }
}
