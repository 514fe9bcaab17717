internal import Pages

/// One control of a form: what was typed, and what is wrong with it.
struct Field: View {
  /// The control's name in the form and its id on the page.
  let name: String
  let value: String
  let problem: String?

  init(_ name: String, _ value: String = "", problem: String? = nil) {
    self.name = name
    self.value = value
    self.problem = problem
  }

  var fields: Fields {
    ["name": .text(name), "value": .text(value), "problem": .text(problem)]
  }

  static let samples = [
    Field("email", "paul@example.com"),
    Field("email", "paul@", problem: "Enter an e-mail address, such as name@example.com"),
  ]
}
