internal import Pages

/// `GET /admin/services/new`, `GET /admin/services/:id` and their refused forms: one entry of what the clinic keeps.
struct EntryPage: Page {
  /// `Services`, and where they are listed.
  let noun: Link
  /// The entry's, or `New service`.
  let heading: String
  let action: String
  let groups: [EntryGroupView]
  /// Makes sending the form of a new one twice add one.
  var key: String?
  /// What the form was made of.
  var seen = ""
  /// What is there already, of what can be typed.
  var suggestions: [Suggestions] = []
  var portrait: PortraitField?
  /// Who changed it last, and when.
  var lastChange: String?
  /// What was just done.
  var done: String?
  /// Nil where there is nothing to retire: of a new one.
  var retiring: EntryRetiring?
  /// Appointments ahead that lie outside of the hours by now.
  var outside: VisitsOutside?
  /// Whether somebody else was quicker.
  var isConflict = false
  /// What concerns no single field.
  var notice: String?

  static let template = "catalogue/entry"

  private var problems: ProblemSummary? {
    ProblemSummary(
      notice: notice,
      groups.flatMap { $0.entryFields.map(\.control) }
        + [Control(id: "photo", label: portrait?.label, problem: portrait?.problem)])
  }

  var fields: Fields {
    [
      "noun": .view(noun), "heading": .text(heading), "action": .text(action), "groups": .list(groups),
      "key": .text(key), "seen": .text(seen), "suggestions": .list(suggestions), "portrait": .view(portrait),
      "lastChange": .text(lastChange), "done": .text(done), "retiring": .view(retiring),
      "outside": .view(outside), "isConflict": .flag(isConflict), "problems": .view(problems),
    ]
  }

  static let samples = [
    EntryPage(
      noun: Link(text: "Services", href: "/admin/services"), heading: "First consultation",
      action: "/admin/services/1", groups: EntryGroupView.samples, seen: "name:1a",
      suggestions: Suggestions.samples, lastChange: "Dana Whitfield, Tuesday 24 November 2026, 09:40",
      done: "Saved.", retiring: EntryRetiring.samples[0],
      outside: VisitsOutside.samples[0]),
    EntryPage(
      noun: Link(text: "Doctors", href: "/admin/practitioners"), heading: "New doctor",
      action: "/admin/practitioners", groups: EntryGroupView.samples, key: "1", suggestions: [],
      portrait: PortraitField.samples[0]),
    EntryPage(
      noun: Link(text: "Doctors", href: "/admin/practitioners"), heading: "Dr Amira Haddad",
      action: "/admin/practitioners/1", groups: EntryGroupView.samples, portrait: PortraitField.samples[1],
      retiring: EntryRetiring.samples[1], isConflict: true, notice: "Somebody else was quicker."),
  ]
}

/// Appointments that lie outside of the hours.
struct VisitsOutside: View {
  let text: String
  /// Each with its time and service; the first few.
  let visits: [Line]

  var fields: Fields { ["text": .text(text), "visits": .list(visits)] }

  static let samples = [
    VisitsOutside(
      text: "2 appointments ahead lie outside of the hours.",
      visits: [
        Line("Tuesday 24 November 2026, 09:40: First consultation"),
        Line("Tuesday 24 November 2026, 10:00: First consultation"),
      ])
  ]
}

/// Fields below a heading.
struct EntryGroupView: View {
  let heading: String
  let entryFields: [EntryFieldView]

  var fields: Fields { ["groupHeading": .text(heading), "entryFields": .list(entryFields)] }

  static let samples = [EntryGroupView(heading: "What it is", entryFields: EntryFieldView.samples)]
}

/// Words that can be typed, for a `datalist`.
struct Suggestions: View {
  let id: String
  let words: [Choice]

  var fields: Fields { ["id": .text(id), "words": .list(words)] }

  static let samples = [Suggestions(id: "device-kind", words: [Choice("laser", "laser")])]
}

/// A doctor's picture. A browser can't be handed its file back: after a refusal it has to be chosen again.
struct PortraitField: View {
  let face: Face
  let label: String
  /// Whether there is one that could be taken away.
  let canBeRemoved: Bool
  var problem: String?

  var fields: Fields {
    [
      "name": .text("photo"), "face": .view(face), "label": .text(label),
      "canBeRemoved": .flag(canBeRemoved), "problem": .text(problem),
    ]
  }

  static let samples = [
    PortraitField(
      face: Face(picture: nil, initials: "?"), label: "Photo", canBeRemoved: false,
      problem: "The photo must be a JPEG, PNG or WebP picture"),
    PortraitField(face: Face.samples[0], label: "Photo", canBeRemoved: true),
  ]
}

/// Taking an entry out of use, or bringing it back.
struct EntryRetiring: View {
  let isActive: Bool
  /// Where it is said first what that affects.
  let retirement: String
  let comeback: String
  /// Whether it can be retired at all; what can't, is taken away.
  let isRetirable: Bool

  var fields: Fields {
    [
      "isActive": .flag(isActive), "retirement": .text(retirement), "comeback": .text(comeback),
      "isRetirable": .flag(isRetirable),
    ]
  }

  static let samples = [
    EntryRetiring(
      isActive: true, retirement: "/admin/services/1/retirement", comeback: "/admin/services/1/comeback",
      isRetirable: true),
    EntryRetiring(
      isActive: false, retirement: "/admin/services/1/retirement", comeback: "/admin/services/1/comeback",
      isRetirable: true),
  ]
}
