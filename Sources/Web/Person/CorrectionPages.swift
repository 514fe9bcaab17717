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

/// `GET /account/person/:id/doubt` and a refused `POST`: something in the record is wrong.
struct DoubtPage: Page {
  let name: String
  let back: Link
  let action: String
  var about = ChoiceField("about", [])
  var note = Field("note")
  /// What was said before, and what the clinic answered.
  var before: [Line] = []
  var done: String?
  var notice: String?

  static let template = "person/doubt"

  var fields: Fields {
    [
      "name": .text(name), "back": .view(back), "action": .text(action), "about": .view(about),
      "note": .view(note),
      "before": .list(before), "hasBefore": .flag(!before.isEmpty), "done": .text(done),
      "problems": .view(ProblemSummary(notice: notice, [about.control, note.control])),
    ]
  }

  static let samples = [
    DoubtPage(
      name: "Paul Fletcher", back: Link(text: "About you", href: "/account/person"),
      action: "/account/person/1/doubt",
      about: ChoiceField("about", Choice.samples, label: "What it is about"),
      before: [Line("An allergy, 24 November 2026: with the clinic")], done: "The clinic has your words."),
    DoubtPage(
      name: "محمد العربي", back: Link(text: "About you", href: "/account/person"),
      action: "/account/person/1/doubt",
      about: ChoiceField("about", Choice.samples, label: "What it is about", problem: "Please choose"),
      note: Field("note", "ضغط", label: "What is wrong", problem: "Too long")),
  ]
}

/// `GET /corrections`: birth dates and other things in records that the clinic decides on.
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
  /// Another birth date; nil where something else is wrong.
  let wanted: String?
  /// What is wrong, where it is not the birth date.
  var about: String?
  let note: String
  let asked: String
  let action: String
  /// The day that is looked at.
  let seen: String
  let answer: Field

  var fields: Fields {
    [
      "name": .text(name), "number": .number(number), "href": .text(href), "stored": .text(stored),
      "wanted": .text(wanted), "about": .text(about), "note": .text(note), "asked": .text(asked),
      "action": .text(action),
      "seen": .text(seen), "answer": .view(answer),
    ]
  }

  static let samples = [
    CorrectionRow(
      name: "Paul Fletcher", number: 1042, href: "/patients/1", stored: "28 February 1990",
      wanted: "2 March 1990", note: "It is in my passport.", asked: "Tuesday 24 November 2026, 09:40",
      action: "/corrections/1/decision", seen: "1990-03-02",
      answer: Field("answer-1", "", label: "Answer to Paul Fletcher", problem: "Please fill this in")),
    CorrectionRow(
      name: "Zoë Castillo", number: 1043, href: "/patients/2", stored: "1 May 1985", wanted: nil,
      about: "An allergy", note: "I was never allergic to penicillin.",
      asked: "Tuesday 24 November 2026, 09:45",
      action: "/corrections/2/decision", seen: "", answer: Field("answer-2")),
  ]
}
