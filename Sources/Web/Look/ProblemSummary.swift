internal import Pages

/// What is wrong with a form, above it, each line leading to its control (WCAG 2.2, 3.3.1).
struct ProblemSummary: View {
  /// What concerns no single control, such as a wrong password.
  let notice: String?
  let lines: [ProblemLine]

  /// Nil when nothing is wrong.
  ///
  /// - Parameter controls: the id of each control and its problem, in the order of the page.
  init?(notice: String? = nil, _ controls: [(id: String, problem: String?)] = []) {
    self.notice = notice
    lines = controls.compactMap { control in
      control.problem.map { ProblemLine(anchor: "#" + control.id, text: $0) }
    }
    if notice == nil && lines.isEmpty { return nil }
  }

  var fields: Fields { ["notice": .text(notice), "lines": .list(lines)] }

  static var samples: [ProblemSummary] {
    [
      ProblemSummary(notice: "The e-mail address or the password is not right"),
      ProblemSummary([("email", "Enter your e-mail address"), ("code", "Enter the six digits")]),
    ].compactMap(\.self)
  }
}

/// One line of a `ProblemSummary`.
struct ProblemLine: View {
  /// `#` and the id of the control.
  let anchor: String
  let text: String

  var fields: Fields { ["anchor": .text(anchor), "text": .text(text)] }

  static let samples = [ProblemLine(anchor: "#email", text: "Enter your e-mail address")]
}

extension Field {
  var control: (id: String, problem: String?) { (name, problem) }
}

extension DateField {
  var control: (id: String, problem: String?) { (name + "Day", problem) }
}

extension ChoiceField {
  var control: (id: String, problem: String?) { (name, problem) }
}

extension GenderField {
  var control: (id: String, problem: String?) { ("gender", problem) }
}
