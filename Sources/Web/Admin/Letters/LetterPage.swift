internal import Pages

/// `GET /admin/messages/:id` and its refused forms: one letter, what became of it, and what to do where it failed.
struct LetterPage: Page {
  /// What it was about.
  let kind: String
  let recipient: String
  let written: String
  let status: Badge
  /// As the mail server said; empty where it said nothing.
  let reason: String
  /// What to do; nil where nothing is.
  var advice: String?
  let patient: String?
  let phone: String?
  let canBeSentAgain: Bool
  /// Another address can be written down: the one that failed, or what was typed.
  var address: String?
  let href: String
  /// The list that it is on.
  let back: String
  var notice: String?

  static let template = "admin/letter"

  var fields: Fields {
    [
      "kind": .text(kind), "recipient": .text(recipient), "written": .text(written), "status": .view(status),
      "reason": .text(reason.isEmpty ? nil : reason), "advice": .text(advice), "patient": .text(patient),
      "phone": .text(phone), "canBeSentAgain": .flag(canBeSentAgain), "address": .text(address),
      "href": .text(href), "back": .text(back), "problems": .view(ProblemSummary(notice: notice)),
    ]
  }

  static let samples = [
    LetterPage(
      kind: "Reminder of an appointment", recipient: "minh.khai@example.org",
      written: "Tuesday 24 November 2026, 09:20", status: Badge("Failed", .warn),
      reason: "the mail server refused the message for good (550)",
      advice:
        "The address is wrong, or its owner’s mailbox takes nothing. Call the person and ask for another.",
      patient: "Nguyễn Thị Minh Khai", phone: "+44 20 7946 0000", canBeSentAgain: true,
      address: "minh.khai@example.org", href: "/admin/messages/1", back: "/admin/messages?delivery=failed",
      notice: "This is no e-mail address"),
    LetterPage(
      kind: "A new password", recipient: "paul@example.com", written: "Monday 23 November 2026, 19:02",
      status: Badge("Failed", .warn), reason: "the mail server put the message off (451)",
      advice: "Whoever needs it has to ask for another: the link in it is gone.", patient: nil, phone: nil,
      canBeSentAgain: false, href: "/admin/messages/2", back: "/admin/messages?delivery=failed"),
    LetterPage(
      kind: "An appointment was booked", recipient: "paul@example.com",
      written: "Monday 23 November 2026, 19:02", status: Badge("Sent", .good), reason: "",
      patient: "Paul Moreau", phone: nil, canBeSentAgain: false, href: "/admin/messages/3",
      back: "/admin/messages"),
  ]
}
