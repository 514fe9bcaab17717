internal import Pages

/// `GET /admin/patients/:id/merge`: who may be the same person.
struct MergeSearchPage: Page {
  let name: String
  let number: Int
  let here: String
  let back: String
  let words: String
  let hasSearched: Bool
  let found: [MergeCandidate]

  static let template = "admin/merge-search"

  var fields: Fields {
    [
      "name": .text(name), "number": .number(number), "here": .text(here), "back": .text(back),
      "words": .text(words), "found": .list(found), "isEmpty": .flag(hasSearched && found.isEmpty),
      "hasFound": .flag(!found.isEmpty),
    ]
  }

  static let samples = [
    MergeSearchPage(
      name: "Paul Moreau", number: 1042, here: "/admin/patients/1/merge", back: "/admin/patients/1",
      words: "Moreau", hasSearched: true, found: MergeCandidate.samples),
    MergeSearchPage(
      name: "Paul Moreau", number: 1042, here: "/admin/patients/1/merge", back: "/admin/patients/1",
      words: "Nobody", hasSearched: true, found: []),
  ]
}

struct MergeCandidate: View {
  let name: String
  let facts: String
  let href: String

  var fields: Fields { ["name": .text(name), "facts": .text(facts), "href": .text(href)] }

  static let samples = [
    MergeCandidate(
      name: "Paul Morau", facts: "28 February 1990, 1050", href: "/admin/patients/1/merge?with=2")
  ]
}

/// `GET /admin/patients/:id/merge?with=…` and a refused `POST`: both records side by side.
struct MergePage: Page {
  /// The numbers of the records.
  let kept: Int
  let gone: Int
  let here: String
  /// The id of the record that goes.
  let with: String
  /// The same the other way round.
  let swapped: String
  let back: String
  let rows: [MergeRow]
  let account: MergeRow
  let hasTwoAccounts: Bool
  let goes: [Line]
  let overlaps: [Line]
  let seen: String
  let key: String
  var notice: String?

  static let template = "admin/merge"

  var fields: Fields {
    [
      "kept": .number(kept), "gone": .number(gone), "here": .text(here), "with": .text(with),
      "swapped": .text(swapped), "back": .text(back), "rows": .list(rows), "account": .view(account),
      "hasTwoAccounts": .flag(hasTwoAccounts), "goes": .list(goes), "overlaps": .list(overlaps),
      "hasOverlaps": .flag(!overlaps.isEmpty), "seen": .text(seen), "key": .text(key),
      "problems": .view(ProblemSummary(notice: notice, [])),
    ]
  }

  static let samples = [
    MergePage(
      kept: 1042, gone: 1050, here: "/admin/patients/1/merge", with: "2",
      swapped: "/admin/patients/2/merge?with=1",
      back: "/admin/patients/1", rows: MergeRow.samples, account: MergeRow.samples[0], hasTwoAccounts: true,
      goes: [Line("3 appointments, 1 of them ahead")], overlaps: [], seen: "1.2", key: "1"),
    MergePage(
      kept: 1042, gone: 1050, here: "/admin/patients/1/merge", with: "2",
      swapped: "/admin/patients/2/merge?with=1",
      back: "/admin/patients/1", rows: MergeRow.samples, account: MergeRow.samples[1], hasTwoAccounts: false,
      goes: [], overlaps: [Line("Tuesday 24 November 2026, 09:20")], seen: "1.2", key: "1",
      notice: "Both have a visit at the same time."),
  ]
}

/// What both records say of one thing.
struct MergeRow: View {
  let name: String
  let label: String
  let kept: String
  let gone: String
  let takesGone: Bool

  /// What only the other says is offered first.
  init(_ name: String, label: String, _ kept: String, _ gone: String, takesGone: Bool) {
    self.name = name
    self.label = label
    self.kept = kept
    self.gone = gone
    self.takesGone = takesGone || (kept.isEmpty && !gone.isEmpty)
  }

  var fields: Fields {
    [
      "name": .text(name), "label": .text(label), "keptText": .text(kept), "goneText": .text(gone),
      "isKeptEmpty": .flag(kept.isEmpty), "isGoneEmpty": .flag(gone.isEmpty), "takesGone": .flag(takesGone),
      "isSame": .flag(kept == gone),
    ]
  }

  static let samples = [
    MergeRow("phone", label: "Phone", "+44 7700 900111", "+44 7700 900222", takesGone: false),
    MergeRow("email", label: "E-mail", "", "paul@example.org", takesGone: false),
    MergeRow("gender", label: "Gender", "Male", "Male", takesGone: false),
  ]
}

/// `GET /admin/patients/:id/merges`: what was put together with a record, and can be taken apart.
struct MergesPage: Page {
  let name: String
  let back: String
  let rows: [MergeLine]
  var done: String?
  var notice: String?

  static let template = "admin/merges"

  var fields: Fields {
    [
      "name": .text(name), "back": .text(back), "rows": .list(rows), "isEmpty": .flag(rows.isEmpty),
      "done": .text(done), "problems": .view(ProblemSummary(notice: notice, [])),
    ]
  }

  static let samples = [
    MergesPage(
      name: "Paul Moreau", back: "/admin/patients/1", rows: MergeLine.samples, done: "Both are one now."),
    MergesPage(name: "Paul Moreau", back: "/admin/patients/1", rows: [], notice: "It has changed."),
  ]
}

struct MergeLine: View {
  let text: String
  let undone: String?
  let undo: String?

  var fields: Fields { ["text": .text(text), "undone": .text(undone), "undo": .text(undo)] }

  static let samples = [
    MergeLine(
      text:
        "Record 1050 (Paul Morau) went over to this one, by Dana Whitfield, Tuesday 24 November 2026, 09:20",
      undone: nil, undo: "/admin/patients/1/merges/1/undoing"),
    MergeLine(text: "Record 1051 went over to this one", undone: "undone Tuesday", undo: nil),
  ]
}
