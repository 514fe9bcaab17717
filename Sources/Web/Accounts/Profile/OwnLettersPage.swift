internal import Pages

/// `GET /account/letters`: what the account's owner is told by mail. What somebody else could do to get in is always
/// told; the rest is chosen.
struct OwnLettersPage: Page {
  let email: String
  /// What comes by letter or not at all.
  let chosen: [LetterRow]
  /// For whoever has appointments of their own.
  var reminders: [LetterRow] = []
  /// What can also be told on the pages alone.
  var ways: [WayField] = []
  let quiet: QuietFields
  /// What was written to them lately.
  var written: [WrittenRow] = []
  let always: [Line]
  /// What concerns no single field.
  var notice: String?

  static let template = "accounts/letters"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice)), "email": .text(email), "chosen": .list(chosen),
      "reminders": .list(reminders), "hasReminders": .flag(!reminders.isEmpty), "ways": .list(ways),
      "quiet": .view(quiet),
      "written": .list(written), "hasWritten": .flag(!written.isEmpty),
      "always": .list(always),
    ]
  }

  static let samples = [
    OwnLettersPage(
      email: "paul@example.com", chosen: LetterRow.samples,
      reminders: [
        LetterRow(name: "reminder-week", text: "Seven days before", isWanted: true),
        LetterRow(name: "reminder-day", text: "The day before", isWanted: false),
      ], ways: WayField.samples, quiet: QuietFields.samples[0], written: WrittenRow.samples,
      always: [Line("The password was changed"), Line("Recovery codes were made, or one was used")]),
    OwnLettersPage(
      email: "paul@example.com", chosen: LetterRow.samples, quiet: QuietFields.samples[0],
      always: [Line("The password was changed")],
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

/// By which way something is told.
struct WayField: View {
  /// The name of its control.
  let name: String
  let label: String
  let ways: [Choice]

  var fields: Fields { ["name": .text(name), "label": .text(label), "ways": .list(ways)] }

  static let samples = [
    WayField(
      name: "channel-messages", label: "Messages from the clinic",
      ways: [
        Choice("mail", "By letter", chosen: true), Choice("page", "On these pages only"),
        Choice("none", "Not at all"),
      ])
  ]
}

/// When letters that can wait do.
struct QuietFields: View {
  /// Hours of the day.
  let from: [Choice]
  let until: [Choice]

  var fields: Fields { ["from": .list(from), "until": .list(until)] }

  static let samples = [
    QuietFields(
      from: [Choice("21", "21:00", chosen: true), Choice("22", "22:00")],
      until: [Choice("6", "06:00"), Choice("7", "07:00", chosen: true)])
  ]
}

/// A letter that was written, and what became of it.
struct WrittenRow: View {
  let about: String
  let when: String
  /// `p•••@example.com`; empty once it is kept no longer.
  let address: String
  let state: Badge
  /// Where staff see to it.
  var href: String?

  var fields: Fields {
    [
      "about": .text(about), "when": .text(when), "address": .text(address), "state": .view(state),
      "href": .text(href),
    ]
  }

  static let samples = [
    WrittenRow(
      about: "A message", when: "24 November 2026, 22:10", address: "p•••@example.com",
      state: Badge("Waits until 25 November 2026, 07:00", .quiet)),
    WrittenRow(
      about: "A visit", when: "24 November 2026, 09:40", address: "p•••@example.com",
      state: Badge("Accepted", .good),
      href: "/admin/messages/1"),
  ]
}

/// `GET /patients/:id/letters`: what was written to a patient, or about a child to a parent, and what became of it.
struct PatientLettersPage: Page {
  let name: String
  let back: String
  let written: [WrittenRow]

  static let template = "person/letters"

  var fields: Fields {
    [
      "name": .text(name), "back": .text(back), "written": .list(written),
      "hasWritten": .flag(!written.isEmpty),
    ]
  }

  static let samples = [
    PatientLettersPage(name: "Paul Moreau", back: "/patients/1", written: WrittenRow.samples),
    PatientLettersPage(name: "محمد العربي", back: "/patients/1", written: []),
  ]
}
