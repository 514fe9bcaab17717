internal import Pages

/// `GET /letters`: what did not arrive, and what to do about it.
struct FailedLettersPage: Page {
  let letters: [FailedLetterRow]
  let jobs: [Line]
  /// What was just done, in words.
  var done: String?
  var notice: String?

  static let template = "admin/letters"

  var fields: Fields {
    [
      "letters": .list(letters), "isEmpty": .flag(letters.isEmpty), "jobs": .list(jobs),
      "hasJobs": .flag(!jobs.isEmpty), "done": .text(done),
      "problems": .view(ProblemSummary(notice: notice)),
    ]
  }

  static let samples = [
    FailedLettersPage(
      letters: FailedLetterRow.samples, jobs: [Line("reminders: Postgres.DatabaseError")],
      done: "The letter waits to be sent again."),
    FailedLettersPage(letters: [FailedLetterRow.samples[0]], jobs: [], notice: "This is no e-mail address"),
    FailedLettersPage(letters: [], jobs: []),
  ]
}

struct FailedLetterRow: View {
  /// What it was about.
  let kind: String
  let recipient: String
  let written: String
  /// As the mail server said.
  let reason: String
  /// What to do.
  let advice: String
  let patient: String?
  let phone: String?
  let canBeSentAgain: Bool
  /// Another address can be written down: the one that failed, or what was typed.
  var address: String?
  let href: String

  var fields: Fields {
    [
      "kind": .text(kind), "recipient": .text(recipient), "written": .text(written), "reason": .text(reason),
      "advice": .text(advice), "patient": .text(patient), "phone": .text(phone),
      "canBeSentAgain": .flag(canBeSentAgain), "href": .text(href), "address": .text(address),
    ]
  }

  static let samples = [
    FailedLetterRow(
      kind: "Reminder of an appointment", recipient: "minh.khai@example.org",
      written: "Tuesday 24 November 2026, 09:20",
      reason: "the mail server refused the message for good (550)",
      advice:
        "The address is wrong, or its owner’s mailbox takes nothing. Call the person and ask for another.",
      patient: "Nguyễn Thị Minh Khai", phone: "+44 20 7946 0000", canBeSentAgain: true,
      address: "minh.khai@example.org", href: "/letters/1"),
    FailedLetterRow(
      kind: "A new password", recipient: "paul@example.com", written: "Monday 23 November 2026, 19:02",
      reason: "the mail server put the message off (451)",
      advice: "Whoever needs it has to ask for another: the link in it is gone.", patient: nil, phone: nil,
      canBeSentAgain: false, href: "/letters/2"),
  ]
}
