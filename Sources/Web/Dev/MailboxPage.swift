internal import Pages

/// `GET /dev/mail`, in development only: what the outbox holds.
struct MailboxPage: Page {
  let messages: [MailRow]

  static let template = "dev/mailbox"

  var fields: Fields {
    ["messages": .list(messages), "isEmpty": .flag(messages.isEmpty)]
  }

  static let samples = [MailboxPage(messages: MailRow.samples), MailboxPage(messages: [])]
}

/// A message in the mailbox.
struct MailRow: View {
  let subject: String
  let to: String
  let date: String
  let state: Badge
  let href: String

  var fields: Fields {
    [
      "subject": .text(subject), "to": .text(to), "date": .text(date), "state": .view(state),
      "href": .text(href),
    ]
  }

  static let samples = [
    MailRow(
      subject: "Your code is 482 913", to: "paul@example.com", date: "24 November 2026, 09:21:07",
      state: Badge("Sent", .good), href: "/dev/mail/1"),
    MailRow(
      subject: "Your appointment on Tuesday 24 November", to: "khai@example.com",
      date: "24 November 2026, 09:20:51", state: Badge("Not configured", .warn), href: "/dev/mail/2"),
  ]
}
