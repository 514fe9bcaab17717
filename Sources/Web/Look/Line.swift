internal import Pages

/// A plain text in a list: a specialty, a paragraph, a line of an address.
struct Line: View {
  let text: String

  init(_ text: String) { self.text = text }

  var fields: Fields { ["text": .text(text)] }

  static let samples = [Line("Cardiology")]
}
