internal import Pages

/// `GET /note-templates`: how notes and letters begin.
struct NoteTemplatesPage: Page {
  let templates: [NoteTemplateRow]

  static let template = "notes/templates"

  var fields: Fields { ["templates": .list(templates), "hasTemplates": .flag(!templates.isEmpty)] }

  static let samples = [
    NoteTemplatesPage(templates: NoteTemplateRow.samples), NoteTemplatesPage(templates: []),
  ]
}

struct NoteTemplateRow: View {
  let title: String
  let href: String
  /// `Note of a visit · First consultation`
  let what: String
  let sections: String
  let retired: Badge?

  var fields: Fields {
    [
      "title": .text(title), "href": .text(href), "what": .text(what), "sections": .text(sections),
      "retired": .view(retired),
    ]
  }

  static let samples = [
    NoteTemplateRow(
      title: "Consultation", href: "/note-templates/1", what: "Note of a visit · First consultation",
      sections: "Complaint, Findings, Plan", retired: nil),
    NoteTemplateRow(
      title: "Referral", href: "/note-templates/2", what: "Referral", sections: "To, Question",
      retired: Badge("Out of use", .quiet)),
  ]
}

/// `GET /note-templates/:id`, `GET /note-templates/new` and their refused forms.
struct NoteTemplatePage: Page {
  /// The template's, or that it is a new one.
  let heading: String
  let action: String
  let title: Field
  let kind: ChoiceField
  let service: ChoiceField
  let release: ChoiceField
  let days: Field
  let sections: [TemplateSectionFields]
  /// Nil for a new one.
  let revision: String?
  /// Of a new one.
  let key: String?
  /// Where it is taken out of use, or back; nil for a new one.
  let retirement: String?
  let isRetired: Bool
  var isSaved = false
  var notice: String?

  static let template = "notes/template"

  private var problems: ProblemSummary? {
    ProblemSummary(
      notice: notice,
      [title.control, kind.control, service.control, release.control, days.control]
        + sections.flatMap { [$0.title.control, $0.prompt.control] })
  }

  var fields: Fields {
    [
      "problems": .view(problems), "heading": .text(heading), "action": .text(action),
      "titleField": .view(title),
      "kind": .view(kind), "service": .view(service), "release": .view(release), "days": .view(days),
      "sections": .list(sections), "revision": .text(revision), "key": .text(key),
      "retirement": .text(retirement), "isRetired": .flag(isRetired), "isSaved": .flag(isSaved),
    ]
  }

  static let samples = [
    NoteTemplatePage(
      heading: "Consultation", action: "/note-templates/1", title: Field("title", "Consultation"),
      kind: ChoiceField(
        "kind", [Choice("note", "Note of a visit", chosen: true), Choice("letter", "Letter")]),
      service: ChoiceField("service", Choice.samples),
      release: ChoiceField(
        "release", [Choice("at-once", "At once"), Choice("by-hand", "Not yet", chosen: true)]),
      days: Field("days"), sections: TemplateSectionFields.samples, revision: "2", key: nil,
      retirement: "/note-templates/1/retirement", isRetired: false, isSaved: true),
    NoteTemplatePage(
      heading: "New template", action: "/note-templates",
      title: Field("title", label: "Title", problem: "Please fill this in"),
      kind: ChoiceField("kind", [Choice("note", "Note of a visit")]),
      service: ChoiceField("service", Choice.samples),
      release: ChoiceField("release", [Choice("at-once", "At once")]),
      days: Field("days", "900", label: "Days", problem: "Please enter a number from 1 to 90"),
      sections: TemplateSectionFields.samples, revision: nil, key: "key", retirement: nil, isRetired: false,
      notice: "Somebody else has changed it."),
  ]
}

/// A heading of a template, and what to write below it.
struct TemplateSectionFields: View {
  let number: Int
  let title: Field
  let prompt: Field

  var fields: Fields { ["place": .number(number), "titleField": .view(title), "prompt": .view(prompt)] }

  static let samples = [
    TemplateSectionFields(
      number: 1, title: Field("t1", "Findings"), prompt: Field("p1", "What was seen and measured")),
    TemplateSectionFields(number: 2, title: Field("t2"), prompt: Field("p2")),
  ]
}
