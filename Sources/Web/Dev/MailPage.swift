internal import Pages

/// `GET /dev/mail/:id`, in development only: one message as it was written.
struct MailPage: Page {
  let subject: String
  let to: String
  let date: String
  let state: Badge
  /// Why it could not be sent; empty when nothing went wrong.
  let failure: String
  let text: String

  static let template = "dev/mail"

  var fields: Fields {
    [
      "subject": .text(subject), "to": .text(to), "date": .text(date), "state": .view(state),
      "failure": .text(failure), "text": .text(text),
    ]
  }

  static let samples = [
    MailPage(
      subject: "Your code is 482 913", to: "paul@example.com", date: "24 November 2026, 09:21:07",
      state: Badge("Sent", .good), failure: "", text: "Hello,\n\nYour code is 482 913.\n"),
    MailPage(
      subject: "Your code is 482 913", to: "paul@example.com", date: "24 November 2026, 09:21:07",
      state: Badge("Failed", .warn), failure: "550: no such mailbox",
      text: "Hello,\n\nYour code is 482 913.\n"),
  ]
}
