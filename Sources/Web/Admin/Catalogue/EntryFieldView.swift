internal import Pages

/// One field of an entry's form, with what is wrong with it and what somebody else made of it meanwhile.
struct EntryFieldView: View {
  let name: String
  let label: String
  var hint: String?
  var problem: String?
  /// Which control the summary above the form leads to, where it is one of a row.
  var wrong: (id: String, label: String)?
  var isOptional = false
  /// Nil for boxes and rows.
  var input: EntryInput?
  /// A single box that is ticked.
  var box: EntryInput?
  /// Boxes of which several are ticked; nil for other fields.
  var boxes: EntryBoxes?
  var rows: EntryRows?
  var theirs: TheirVersion?

  var control: Control {
    Control(
      id: wrong?.id ?? name, label: wrong.map { "\(label), \($0.label)" } ?? label, problem: problem)
  }

  var fields: Fields {
    [
      "name": .text(name), "label": .text(label), "hint": .text(hint), "problem": .text(problem),
      "isOptional": .flag(isOptional), "input": .view(input), "box": .view(box), "boxes": .view(boxes),
      "rows": .view(rows), "theirs": .view(theirs),
    ]
  }

  static let samples =
    EntryInput.samples.map { input in
      EntryFieldView(
        name: input.id, label: input.label,
        hint: input.describedBy == "description-hint" ? "Patients read it." : nil,
        problem: input.isWrong ? "Please enter a whole number" : nil, isOptional: input.isOptional,
        input: input.kind == .box ? nil : input, box: input.kind == .box ? input : nil)
    } + [
      EntryFieldView(
        name: "services", label: "Services", boxes: EntryBoxes(choices: Choice.samples),
        theirs: TheirVersion(text: "First consultation; Electrocardiogram (ECG)", canBeTaken: true)),
      EntryFieldView(
        name: "hours", label: "Weekly hours", problem: "The end must lie after the beginning",
        wrong: ("hours.0.until", "Until"), rows: EntryRows.samples[0],
        theirs: TheirVersion(text: "Monday | 09:00 | 12:00 | Room 1", canBeTaken: false)),
    ]
}

/// The boxes of a field.
struct EntryBoxes: View {
  let choices: [Choice]

  var fields: Fields { ["choices": .list(choices), "isEmpty": .flag(choices.isEmpty)] }

  static let samples = [EntryBoxes(choices: Choice.samples), EntryBoxes(choices: [])]
}

/// What somebody else has saved in a field meanwhile.
struct TheirVersion: View {
  let text: String
  /// Whether the person has changed the field, too, so that there is something to choose.
  let canBeTaken: Bool

  var fields: Fields {
    ["text": .text(text), "isEmpty": .flag(text.isEmpty), "canBeTaken": .flag(canBeTaken)]
  }

  static let samples = [
    TheirVersion(text: "45.00", canBeTaken: true), TheirVersion(text: "", canBeTaken: false),
  ]
}

/// The rows of a field. Those that can be filled in beside those that are there are kept out of the way.
struct EntryRows: View {
  let count: Int
  let rows: [EntryRowView]
  let more: [EntryRowView]

  var fields: Fields {
    ["count": .number(count), "rows": .list(rows), "more": .list(more), "hasMore": .flag(!more.isEmpty)]
  }

  static let samples = [
    EntryRows(count: 2, rows: EntryRowView.samples, more: [EntryRowView.samples[1]]),
    EntryRows(count: 0, rows: [], more: []),
  ]
}

/// One row.
struct EntryRowView: View {
  /// `hours.0`
  let id: String
  /// `Row 1`
  let label: String
  let inputs: [EntryInput]
  var problem: String?
  /// Whether it is there already, and can be taken away.
  var canBeRemoved = false

  var fields: Fields {
    [
      "id": .text(id), "name": .text(id), "label": .text(label), "inputs": .list(inputs),
      "problem": .text(problem), "canBeRemoved": .flag(canBeRemoved),
    ]
  }

  static let samples = [
    EntryRowView(
      id: "hours.0", label: "Weekly hours, row 1",
      inputs: [
        EntryInput(
          id: "hours.0.weekday", label: "Weekday", value: "Monday", kind: .select, choices: Choice.samples),
        EntryInput(id: "hours.0.from", label: "From", value: "09:00", kind: .time),
        EntryInput(
          id: "hours.0.until", label: "Until", value: "08:00", kind: .time, describedBy: "hours.0-problem",
          isWrong: true),
        EntryInput(id: "hours.0.replaces", label: "In place of the weekly hours", value: "yes", kind: .box),
      ],
      problem: "The end must lie after the beginning", canBeRemoved: true),
    EntryRowView(
      id: "hours.1", label: "Weekly hours, row 2",
      inputs: [EntryInput(id: "hours.1.from", label: "From", value: "", kind: .time)]),
  ]
}
