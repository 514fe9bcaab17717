internal import Pages

/// `GET /patients/:id/family` and what is refused there: for the front desk, who acts and has acted for a patient.
struct FamilyDeskPage: Page {
  let name: String
  let back: String
  let handover: String
  let ties: [FamilyDeskRow]
  /// Where a parent is entered; nil for who is no child any more.
  var add: String?
  var email = Field("email")
  var document = Field("document")
  /// Where the record's owner is invited; nil where there is an account, or the patient is a child for longer still.
  var owner: String?
  /// Whether the record is not theirs yet.
  var isEarly = false
  /// Named otherwise than the other address on the page.
  var ownerEmail = Field("owner-email")
  var done: String?
  var notice: String?

  static let template = "family/desk"

  var fields: Fields {
    [
      "name": .text(name), "back": .text(back), "handover": .text(handover), "ties": .list(ties),
      "hasTies": .flag(!ties.isEmpty), "add": .text(add), "email": .view(email), "document": .view(document),
      "owner": .text(owner), "isEarly": .flag(isEarly), "ownerEmail": .view(ownerEmail), "done": .text(done),
      "problems": .view(
        ProblemSummary(
          notice: notice, ties.map(\.reason.control) + [email.control, document.control, ownerEmail.control])),
    ]
  }

  static var samples: [FamilyDeskPage] {
    [
      FamilyDeskPage(
        name: "Léo Moreau", back: "/patients/1",
        handover: "From 28 February 2034 on this record is their own.",
        ties: FamilyDeskRow.samples, add: "/patients/1/family/parents", done: "It is ended."),
      FamilyDeskPage(
        name: "محمد العربي", back: "/patients/2", handover: "Since 4 May 2026 this record is their own.",
        ties: [],
        owner: "/patients/2/family/owner",
        ownerEmail: Field("owner-email", "", label: "E-mail address", problem: "Please fill this in")),
      FamilyDeskPage(
        name: "Mia Moreau", back: "/patients/3", handover: "From 4 July 2026 on this record is their own.",
        ties: [], add: "/patients/3/family/parents", owner: "/patients/3/family/owner", isEarly: true),
    ]
  }
}

struct FamilyDeskRow: View {
  let name: String
  let what: String
  let since: String
  var until: String?
  /// What staff had seen; nil for what the family made.
  var document: String?
  /// How it ended.
  var ended: String?
  var endedReason: String?
  /// Where it is ended; nil when it is over.
  var end: String?
  var reason = Field("reason")

  var fields: Fields {
    [
      "familyName": .text(name), "what": .text(what), "sinceText": .text(since), "untilText": .text(until),
      "document": .text(document), "ended": .text(ended), "endedReason": .text(endedReason),
      "end": .text(end),
      "reason": .view(reason),
    ]
  }

  static let samples = [
    FamilyDeskRow(
      name: "Paul Moreau", what: "All that a parent may", since: "Since 4 May 2026",
      document: "Birth certificate",
      end: "/patients/1/family/1/ending",
      reason: Field("reason-1", "", label: "Reason, Paul Moreau", problem: "Please fill this in")),
    FamilyDeskRow(
      name: "Nguyễn Thị Minh Khai", what: "Book visits", since: "Since 4 May 2025", until: "Until 4 May 2026",
      ended: "Ended on 1 March 2026 by the clinic", endedReason: "The parents disagree; a court decides."),
  ]
}
