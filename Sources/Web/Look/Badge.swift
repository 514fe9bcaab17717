internal import Pages

/// A state in a word; the colour only repeats what the word says.
struct Badge: View {
  let text: String
  let tone: Tone

  enum Tone: String, Sendable, CaseIterable {
    /// Awaited, in order.
    case good
    /// Over and done, or of no consequence now.
    case quiet
    /// Needs attention: cancelled, missed, failed.
    case warn
  }

  init(_ text: String, _ tone: Tone) {
    self.text = text
    self.tone = tone
  }

  var fields: Fields { ["text": .text(text), "tone": .text(tone.rawValue)] }

  static let sampleNeeds = [Badge("Wheelchair", .good), Badge("Interpreter: العربية", .good)]

  static let samples = [Badge("Booked", .good), Badge("Completed", .quiet), Badge("Cancelled", .warn)]
}
