internal import Pages

/// `GET …/:id/needs` and the other sections of a person, and their refused forms.
struct PersonFormPage: Page {
  let name: String
  let heading: String
  let lead: String
  let action: String
  let back: Link
  let groups: [EntryGroupView]
  /// What the form was made of.
  var seen = ""
  /// Whether somebody else was quicker.
  var isConflict = false
  /// What concerns no single field.
  var notice: String?

  static let template = "person/form"

  var fields: Fields {
    [
      "name": .text(name), "heading": .text(heading), "lead": .text(lead), "action": .text(action),
      "back": .view(back), "groups": .list(groups), "seen": .text(seen), "isConflict": .flag(isConflict),
      "suggestions": .list([Suggestions]()),
      "problems": .view(ProblemSummary(notice: notice, groups.flatMap { $0.entryFields.map(\.control) })),
    ]
  }

  static let samples = [
    PersonFormPage(
      name: "Paul Fletcher", heading: "What you need at the clinic", lead: "So that we can prepare for you.",
      action: "/account/person/1/needs", back: Link(text: "About you", href: "/account/person"),
      groups: EntryGroupView.samples, seen: "needs:1a"),
    PersonFormPage(
      name: "محمد العربي", heading: "Insurance", lead: "Who pays.", action: "/patients/1/coverage",
      back: Link(text: "محمد العربي", href: "/patients/1"), groups: EntryGroupView.samples, isConflict: true,
      notice: "Somebody else was quicker."),
  ]
}

/// `GET …/:id/history`: what was changed, by whom and from where.
struct PersonHistoryPage: Page {
  let name: String
  let back: Link
  let changes: [PersonChangeRow]
  let zone: String
  let older: String?

  static let template = "person/history"

  var fields: Fields {
    [
      "name": .text(name), "back": .view(back), "changes": .list(changes), "isEmpty": .flag(changes.isEmpty),
      "zone": .text(zone), "older": .text(older),
    ]
  }

  static let samples = [
    PersonHistoryPage(
      name: "Paul Fletcher", back: Link(text: "About you", href: "/account/person"),
      changes: PersonChangeRow.samples, zone: "Europe/London", older: "/account/person/1/history?after=1"),
    PersonHistoryPage(
      name: "محمد العربي", back: Link(text: "محمد العربي", href: "/patients/1"), changes: [],
      zone: "Europe/London", older: nil),
  ]
}

struct PersonChangeRow: View {
  /// `Ben Carter`, and `Front desk`; nil for nobody who is known.
  let who: String?
  let origin: String
  let part: String
  let when: String
  let edits: [PersonEdit]

  var fields: Fields {
    [
      "who": .text(who), "origin": .text(origin), "part": .text(part), "when": .text(when),
      "edits": .list(edits),
    ]
  }

  static let samples = [
    PersonChangeRow(
      who: "Ben Carter", origin: "by the clinic", part: "Where you are reached",
      when: "Tuesday 24 November 2026, 09:40", edits: PersonEdit.samples),
    PersonChangeRow(
      who: nil, origin: "from a file", part: "Name", when: "Monday 23 November 2026, 16:30",
      edits: [PersonEdit(label: "Given name", before: "Pol", after: "Paul")]),
  ]
}

struct PersonEdit: View {
  let label: String
  let before: String
  let after: String

  var fields: Fields {
    [
      "label": .text(label), "before": .text(before), "after": .text(after),
      "wasEmpty": .flag(before.isEmpty), "isEmpty": .flag(after.isEmpty),
    ]
  }

  static let samples = [
    PersonEdit(label: "Phone", before: "+44 7700 900111", after: "+44 7700 900222"),
    PersonEdit(label: "Note", before: "", after: "ضغط الدم مرتفع"),
  ]
}
