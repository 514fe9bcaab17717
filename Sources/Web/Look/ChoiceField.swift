internal import Pages

/// A group of choices under one name.
struct ChoiceField: View {
  let name: String
  let choices: [Choice]
  let label: String?
  let problem: String?

  init(_ name: String, _ choices: [Choice], label: String? = nil, problem: String? = nil) {
    self.name = name
    self.choices = choices
    self.label = label
    self.problem = problem
  }

  var fields: Fields {
    ["name": .text(name), "choices": .list(choices), "problem": .text(problem)]
  }

  /// The same, called otherwise where mistakes are summed up.
  func labelled(_ label: String) -> ChoiceField {
    ChoiceField(name, choices, label: label, problem: problem)
  }

  static let samples = [ChoiceField("specialty", Choice.samples)]
}
