internal import Pages

/// What is wrong with a form, above it, each line leading to its control (WCAG 2.2, 3.3.1).
struct ProblemSummary: View {
  /// What concerns no single control, such as a wrong password.
  let notice: String?
  let lines: [ProblemLine]

  /// Nil when nothing is wrong.
  ///
  /// - Parameter controls: in the order of the page.
  init?(notice: String? = nil, _ controls: [Control] = []) {
    self.notice = notice
    lines = controls.compactMap(ProblemLine.init)
    if notice == nil && lines.isEmpty { return nil }
  }

  var fields: Fields { ["notice": .text(notice), "lines": .list(lines), "hasLines": .flag(!lines.isEmpty)] }

  static var samples: [ProblemSummary] {
    [
      ProblemSummary(notice: "The e-mail address or the password is not right"),
      ProblemSummary(Field.samples.map(\.control)),
    ].compactMap(\.self)
  }
}

/// One line of a `ProblemSummary`.
struct ProblemLine: View {
  /// `#` and the id of the control.
  let anchor: String
  let label: String?
  let text: String

  var fields: Fields { ["anchor": .text(anchor), "label": .text(label), "text": .text(text)] }

  static let samples = [
    ProblemLine(anchor: "#email", label: "E-mail address", text: "Please enter an e-mail address")
  ]
}

extension ProblemLine {
  /// Nil for a control with which nothing is wrong.
  init?(_ control: Control) {
    guard let problem = control.problem else { return nil }
    self.init(anchor: "#" + control.id, label: control.label, text: problem)
  }
}
