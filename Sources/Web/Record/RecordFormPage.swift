internal import Pages

/// `GET /records/:id/allergies` and the other forms of a patient's record, and their refused forms.
struct RecordFormPage: Page {
  let head: RecordHead
  let heading: String
  let lead: String
  let action: String
  /// Of this form: sent twice it is one entry.
  let key: String
  /// Of what is changed; nil for something new.
  let thread: String?
  /// What the patient is allergic to; empty for nothing.
  let allergies: String
  let groups: [EntryGroupView]
  /// What the form was made of.
  var seen = ""
  /// Whether what stood there was never so.
  var corrects = false
  /// Why in spite of an allergy; nil where nobody has to say.
  var despite: Field?
  /// What unusual values somebody is asked about, and in words; nil where none are.
  var sure: String?
  var isConflict = false
  var notice: String?

  static let template = "record/form"

  var fields: Fields {
    let controls = groups.flatMap { $0.entryFields.map(\.control) } + [despite?.control].compactMap(\.self)
    let asked = sure.map { _ in [Control(id: "sure", label: nil, problem: sureProblem)] } ?? []
    return [
      "head": .view(head), "heading": .text(heading), "lead": .text(lead), "action": .text(action),
      "key": .text(key), "thread": .text(thread), "allergies": .text(allergies), "groups": .list(groups),
      "seen": .text(seen), "corrects": .flag(corrects), "despite": .view(despite), "sure": .text(sure),
      "sureProblem": .text(sureProblem), "isConflict": .flag(isConflict),
      "suggestions": .list([Suggestions]()),
      "problems": .view(ProblemSummary(notice: notice, controls + asked)),
    ]
  }

  /// In words.
  var sureProblem: String?

  static let samples = [
    RecordFormPage(
      head: RecordHead.samples[0], heading: "Add a medication", lead: "What somebody takes.",
      action: "/records/1/medications", key: "key", thread: nil, allergies: "Penicillin",
      groups: EntryGroupView.samples,
      despite: Field(
        "despite", "", label: "Why it is given all the same", problem: "Penicillin speaks against it")),
    RecordFormPage(
      head: RecordHead.samples[1], heading: "Vital signs", lead: "What is empty was not measured.",
      action: "/records/2/vitals", key: "key", thread: nil, allergies: "", groups: EntryGroupView.samples,
      sure: "heart=250", sureProblem: "Please say that these values are right"),
    RecordFormPage(
      head: RecordHead.samples[0], heading: "Change a condition", lead: "", action: "/records/1/conditions",
      key: "key", thread: "1", allergies: "", groups: EntryGroupView.samples, seen: "text:1a", corrects: true,
      isConflict: true, notice: "Somebody else was quicker."),
  ]
}
