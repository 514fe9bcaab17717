internal import Pages

/// `GET /records/:id/notes`: what was written of a patient, and what can be begun.
struct NotesPage: Page {
  let name: String
  let number: Int
  let record: String
  let notes: [NoteRow]
  /// Of the form.
  let action: String
  let key: String
  let what: ChoiceField
  let visits: ChoiceField
  var notice: String?

  static let template = "notes/list"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, [what.control, visits.control])), "name": .text(name),
      "number": .number(number), "recordHref": .text(record), "notes": .list(notes),
      "hasNotes": .flag(!notes.isEmpty), "action": .text(action), "key": .text(key), "what": .view(what),
      "visits": .view(visits),
    ]
  }

  static let samples = [
    NotesPage(
      name: "Paul Moreau", number: 1042, record: "/records/1", notes: NoteRow.samples,
      action: "/records/1/notes", key: "key",
      what: ChoiceField(
        "what", [Choice("1", "Consultation", chosen: true), Choice("prescription", "Prescription")]),
      visits: ChoiceField(
        "visit",
        [Choice("1", "First consultation, Tuesday 24 November 2026, 09:20"), Choice("phone", "By telephone")])
    ),
    NotesPage(
      name: "محمد العربي", number: 1043, record: "/records/2", notes: [], action: "/records/2/notes",
      key: "key",
      what: ChoiceField("what", [Choice("note", "Note")], label: "What", problem: "Please choose"),
      visits: ChoiceField("visit", [Choice("phone", "By telephone")])),
  ]
}

struct NoteRow: View {
  let title: String
  let href: String
  let kind: String
  let author: String
  let when: String
  let status: Badge?
  /// Whose it is; nil where the page says so.
  var whose: String?

  var fields: Fields {
    [
      "title": .text(title), "href": .text(href), "kind": .text(kind), "author": .text(author),
      "when": .text(when), "status": .view(status), "whose": .text(whose),
    ]
  }

  static let samples = [
    NoteRow(
      title: "Consultation", href: "/notes/1", kind: "Note of a visit", author: "Dr Amira Haddad",
      when: "Tuesday 24 November 2026, 09:40", status: Badge("Draft", .warn)),
    NoteRow(
      title: "Prescription", href: "/notes/2", kind: "Prescription", author: "Dr Jonas Lindqvist",
      when: "Monday 2 November 2026, 10:10", status: Badge("Signed", .good), whose: "Léo"),
  ]
}

/// `GET /health/notes`: what was released to a patient, and of their children.
struct OwnNotesPage: Page {
  let notes: [NoteRow]

  static let template = "notes/own-list"

  var fields: Fields { ["notes": .list(notes), "hasNotes": .flag(!notes.isEmpty)] }

  static let samples = [OwnNotesPage(notes: NoteRow.samples), OwnNotesPage(notes: [])]
}

/// `GET /health/notes/:id`: one of them.
struct OwnNotePage: Page {
  let content: NoteContent
  let addenda: [NoteContent]
  /// The child whose it is; nil for one's own.
  let child: String?
  let file: String

  static let template = "notes/own"

  var fields: Fields {
    [
      "content": .view(content), "addenda": .list(addenda), "child": .text(child), "fileHref": .text(file),
      "heading": .text(content.title),
    ]
  }

  static let samples = NoteContent.samples.map {
    OwnNotePage(
      content: $0, addenda: [NoteContent.samples[0]], child: "Léo", file: "/health/notes/1/note.pdf")
  }
}

/// What was signed, on paper.
struct NotePrint: Page {
  let content: NoteContent
  let addenda: [NoteContent]
  let patient: String
  let birthDate: String
  /// Of what was signed.
  let digest: String

  static let template = "print/note"

  var fields: Fields {
    [
      "content": .view(content), "addenda": .list(addenda), "patient": .text(patient),
      "birthDate": .text(birthDate), "digest": .text(digest), "heading": .text(content.title),
    ]
  }

  static let samples = NoteContent.samples.map {
    NotePrint(
      content: $0, addenda: [], patient: "محمد العربي", birthDate: "1 January 1948",
      digest: String(repeating: "0a", count: 32))
  }
}
