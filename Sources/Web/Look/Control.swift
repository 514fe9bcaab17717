/// What the summary above a form needs to know of a control.
struct Control: Sendable {
  /// The id on the page to which the summary leads.
  let id: String
  let label: String?
  let problem: String?
}

extension Field {
  var control: Control { Control(id: name, label: label, problem: problem) }
}

extension DateField {
  var control: Control { Control(id: name + "Day", label: label, problem: problem) }
}

extension ChoiceField {
  var control: Control { Control(id: name, label: label, problem: problem) }
}

extension GenderField {
  var control: Control { Control(id: "gender", label: label, problem: problem) }
}
