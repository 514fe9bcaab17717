internal import Pages

/// One control of a form: what was typed, and what is wrong with it.
struct Field: View {
  /// The control's name in the form and its id on the page.
  let name: String
  let value: String
  /// The text of its label, for the summary above the form; the form itself has it from the catalogue.
  let label: String?
  let problem: String?

  init(_ name: String, _ value: String = "", label: String? = nil, problem: String? = nil) {
    self.name = name
    self.value = value
    self.label = label
    self.problem = problem
  }

  var fields: Fields {
    ["name": .text(name), "value": .text(value), "problem": .text(problem)]
  }

  static let samples = [
    Field("email", "paul@example.com"),
    Field("email", "paul@", label: "E-mail address", problem: "Please enter an e-mail address"),
  ]
}
