internal import Pages

/// Options of one sort, below a heading of their own.
struct ChoiceGroup: View {
  let label: String
  let choices: [Choice]

  var fields: Fields { ["label": .text(label), "choices": .list(choices)] }

  static let samples = [
    ChoiceGroup(label: "Doctors", choices: Choice.samples),
    ChoiceGroup(label: "Rooms", choices: [Choice("1", "Room 1")]),
  ]
}
