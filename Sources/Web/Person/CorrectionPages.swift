internal import Pages

/// `GET /account/person/:id/correction` and a refused `POST`: another birth date is asked for.
struct CorrectionPage: Page {
  let name: String
  let back: Link
  let action: String
  let stored: String
  var birth = DateField("birth")
  var note = Field("note")
  /// What was asked for before, and what became of it.
  var before: String?
  var notice: String?

  static let template = "person/correction"

  var fields: Fields {
    [
      "name": .text(name), "back": .view(back), "action": .text(action), "stored": .text(stored),
      "birth": .view(birth), "note": .view(note), "before": .text(before),
      "problems": .view(ProblemSummary(notice: notice, [birth.control, note.control])),
    ]
  }

  static let samples = [
    CorrectionPage(
      name: "Paul Fletcher", back: Link(text: "About you", href: "/account/person"),
      action: "/account/person/1/correction", stored: "28 February 1990",
      before: "Another date of birth is asked for: 2 March 1990"),
    CorrectionPage(
      name: "محمد العربي", back: Link(text: "About you", href: "/account/person"),
      action: "/account/person/1/correction", stored: "1 January 1948",
      birth: DateField(
        "birth", day: "31", month: "2", year: "1948", label: "Date of birth", problem: "No such day"),
      note: Field("note", "ضغط", label: "Note", problem: "Too long")),
  ]
}

/// `GET /corrections`: birth dates that the clinic decides on.
struct CorrectionsPage: Page {
  let rows: [CorrectionRow]
  var done: String?
  var notice: String?

  static let template = "person/corrections"

  var fields: Fields {
    [
      "rows": .list(rows), "isEmpty": .flag(rows.isEmpty), "done": .text(done),
      "problems": .view(ProblemSummary(notice: notice, rows.map(\.answer.control))),
    ]
  }

  static let samples = [
    CorrectionsPage(rows: CorrectionRow.samples, done: "The record has the new date of birth."),
    CorrectionsPage(rows: [], notice: "Somebody else was quicker."),
  ]
}

struct CorrectionRow: View {
  let name: String
  let number: Int
  let href: String
  let stored: String
  let wanted: String
  let note: String
  let asked: String
  let action: String
  /// The day that is looked at.
  let seen: String
  let answer: Field

  var fields: Fields {
    [
      "name": .text(name), "number": .number(number), "href": .text(href), "stored": .text(stored),
      "wanted": .text(wanted), "note": .text(note), "asked": .text(asked), "action": .text(action),
      "seen": .text(seen), "answer": .view(answer),
    ]
  }

  static let samples = [
    CorrectionRow(
      name: "Paul Fletcher", number: 1042, href: "/patients/1", stored: "28 February 1990",
      wanted: "2 March 1990", note: "It is in my passport.", asked: "Tuesday 24 November 2026, 09:40",
      action: "/corrections/1/decision", seen: "1990-03-02",
      answer: Field("answer-1", "", label: "Answer to Paul Fletcher", problem: "Please fill this in"))
  ]
}
