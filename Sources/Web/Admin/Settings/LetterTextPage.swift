internal import Pages

/// `GET /admin/letter-texts`: the kinds of letters to which the clinic can add something.
struct LetterTextsPage: Page {
  let rows: [LetterTextRow]
  var isSaved = false

  static let template = "admin/letter-texts"

  var fields: Fields { ["rows": .list(rows), "isSaved": .flag(isSaved)] }

  static let samples = [LetterTextsPage(rows: LetterTextRow.samples, isSaved: true)]
}

struct LetterTextRow: View {
  let name: String
  let links: [LetterTextLink]

  var fields: Fields { ["name": .text(name), "links": .list(links)] }

  static let samples = [LetterTextRow(name: "An appointment was booked", links: LetterTextLink.samples)]
}

/// One kind of letter in one language.
struct LetterTextLink: View {
  let language: String
  /// What is written there; empty for nothing.
  let start: String
  let href: String

  var fields: Fields {
    ["ownName": .text(language), "start": .text(start), "isEmpty": .flag(start.isEmpty), "href": .text(href)]
  }

  static let samples = [
    LetterTextLink(language: "English", start: "Please bring your card.", href: "/admin/letter-texts/1/en"),
    LetterTextLink(language: "Français", start: "", href: "/admin/letter-texts/1/fr"),
  ]
}

/// `GET /admin/letter-texts/:kind/:language` and its form: the clinic's own words, and the letter with them.
struct LetterTextPage: Page {
  let name: String
  let language: String
  /// Of what stands in the letter.
  let code: String
  let action: String
  let note: Field
  /// What stood there when its author began.
  let seen: String
  /// What somebody else wrote meanwhile.
  var theirs: String?
  let subject: String
  let text: String
  /// What concerns no single field.
  var notice: String?

  static let template = "admin/letter-text"

  var fields: Fields {
    [
      "kindName": .text(name), "ownName": .text(language), "action": .text(action), "note": .view(note),
      "seen": .text(seen), "isConflict": .flag(theirs != nil), "theirs": .text(theirs),
      "subject": .text(subject), "letterLanguage": .text(code),
      "text": .text(text), "problems": .view(ProblemSummary(notice: notice, [note.control])),
    ]
  }

  static let samples = [
    LetterTextPage(
      name: "An appointment was booked", language: "English", code: "en", action: "/admin/letter-texts/1/en",
      note: Field("note", "Please bring your card."), seen: "", subject: "Your appointment",
      text: "Hello,\n\nPlease bring your card.\n\nRiverside Polyclinic"),
    LetterTextPage(
      name: "An appointment was booked", language: "English", code: "en", action: "/admin/letter-texts/1/en",
      note: Field("note", "Please bring your card.", label: "Your own words", problem: "Please write less"),
      seen: "", theirs: "Bring a mask.", subject: "Your appointment", text: "Hello",
      notice: "Changed meanwhile."),
  ]
}
