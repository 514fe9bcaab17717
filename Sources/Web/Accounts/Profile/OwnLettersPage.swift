internal import Pages

/// `GET /account/letters`: what the account's owner is told by mail. What somebody else could do to get in is always
/// told; the rest is chosen.
struct OwnLettersPage: Page {
  let email: String
  let chosen: [LetterRow]
  /// For whoever has appointments of their own.
  var reminders: ReminderFields?
  let always: [Line]
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/letters"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)), "email": .text(email), "chosen": .list(chosen),
      "reminders": .view(reminders),
      "always": .list(always),
    ]
  }

  static let samples = [
    OwnLettersPage(
      email: "paul@example.com", chosen: LetterRow.samples, reminders: ReminderFields.samples[0],
      always: [Line("The password was changed"), Line("Recovery codes were made, or one was used")]),
    OwnLettersPage(
      email: "paul@example.com", chosen: LetterRow.samples, always: [Line("The password was changed")],
      notice: "This page had grown old. Nothing was sent yet: please check it and send it again."),
  ]
}

/// A kind of letter that the owner may do without.
struct LetterRow: View {
  /// The name of its checkbox.
  let name: String
  let text: String
  let isWanted: Bool

  var fields: Fields { ["name": .text(name), "text": .text(text), "isWanted": .flag(isWanted)] }

  static let samples = [
    LetterRow(name: "new-browser", text: "Somebody signed in from a new browser", isWanted: true),
    LetterRow(name: "guesses", text: "Wrong passwords or codes were tried", isWanted: false),
  ]
}

/// Which reminders come, and when they don't.
struct ReminderFields: View {
  let occasions: [LetterRow]
  /// Hours of the day.
  let from: [Choice]
  let until: [Choice]

  var fields: Fields { ["occasions": .list(occasions), "from": .list(from), "until": .list(until)] }

  static let samples = [
    ReminderFields(
      occasions: [
        LetterRow(name: "reminder-week", text: "Seven days before", isWanted: true),
        LetterRow(name: "reminder-day", text: "The day before", isWanted: false),
      ],
      from: [Choice("21", "21:00", chosen: true), Choice("22", "22:00")],
      until: [Choice("6", "06:00"), Choice("7", "07:00", chosen: true)])
  ]
}
