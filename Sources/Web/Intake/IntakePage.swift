internal import Pages

/// `GET /appointments/:id/questionnaire` and a refused `POST`: the clinic's questions before a visit.
struct IntakePage: Page {
  let service: String
  let doctor: String
  let when: String
  /// The child that it is for; nil for one's own.
  let child: String?
  let questions: [QuestionView]
  let action: String
  let page: String
  let saving: Int
  /// `Sent Tuesday 24 November 2026, 09:20`; nil before anything was answered.
  let state: String?
  let wasSent: Bool
  let isSaved: Bool
  /// Nothing can be answered any more.
  let answers: AnswersView?
  let appointment: String
  var notice: String?

  static let template = "intake/questionnaire"

  var fields: Fields {
    [
      "problems": .view(ProblemSummary(notice: notice, questions.map(\.control))), "service": .text(service),
      "doctor": .text(doctor), "when": .text(when), "child": .text(child), "questions": .list(questions),
      "action": .text(action), "page": .text(page), "saving": .number(saving), "state": .text(state),
      "wasSent": .flag(wasSent), "isSaved": .flag(isSaved), "answers": .view(answers),
      "appointmentHref": .text(appointment),
    ]
  }

  static let samples = [
    sample(QuestionView.samples), sample(QuestionView.wrongSamples, notice: "Somebody was quicker."),
    sample(QuestionView.samples, state: "Sent Tuesday 24 November 2026, 09:20", wasSent: true),
    sample([], answers: AnswersView.samples[0]),
  ]

  private static func sample(
    _ questions: [QuestionView], state: String? = nil, wasSent: Bool = false, answers: AnswersView? = nil,
    notice: String? = nil
  ) -> IntakePage {
    IntakePage(
      service: "Diet counselling", doctor: "Dr Amira Haddad",
      when: "Tuesday 24 November 2026, 09:20, London time (GMT)", child: nil, questions: questions,
      action: "/appointments/1/questionnaire", page: "1", saving: 1, state: state, wasSent: wasSent,
      isSaved: state != nil, answers: answers, appointment: "/appointments/1", notice: notice)
  }
}

/// One question with its control.
struct QuestionView: View {
  enum Kind: Sendable { case line, lines, choice, number, decimal, date }

  let name: String
  let text: String
  let kind: Kind
  let isRequired: Bool
  let value: String
  var unit = ""
  var choices: [Choice] = []
  let limit: Int
  /// `Only if you answered “Yes” to “Do you smoke?”`; nil for what is always asked.
  var condition: String?
  /// The control it depends on, and the answer to it, for the script.
  var dependsOn: String?
  var expected: String?
  var problem: String?

  var control: Control { Control(id: name, label: text, problem: problem) }

  var fields: Fields {
    [
      "name": .text(name), "text": .text(text), "isLine": .flag(kind == .line),
      "isLines": .flag(kind == .lines),
      "isChoice": .flag(kind == .choice), "isNumber": .flag(kind == .number),
      "isDecimal": .flag(kind == .decimal), "isDate": .flag(kind == .date), "isRequired": .flag(isRequired),
      "value": .text(value), "unit": .text(unit), "choices": .list(choices), "limit": .number(limit),
      "condition": .text(condition), "dependsOn": .text(dependsOn), "expected": .text(expected),
      "problem": .text(problem),
    ]
  }

  static let samples = [
    QuestionView(
      name: "q1", text: "What brings you?", kind: .lines, isRequired: true, value: "A cough", limit: 2000),
    QuestionView(
      name: "q2", text: "Do you smoke?", kind: .choice, isRequired: true, value: "yes",
      choices: [Choice("yes", "Yes", chosen: true), Choice("no", "No")], limit: 30),
    QuestionView(
      name: "q3", text: "How many a day?", kind: .number, isRequired: false, value: "12", limit: 30,
      condition: "Only if you answered “Yes” to “Do you smoke?”", dependsOn: "q2", expected: "yes"),
    QuestionView(
      name: "q4", text: "How much do you weigh?", kind: .decimal, isRequired: false, value: "72.50",
      unit: "kg",
      limit: 30),
    QuestionView(
      name: "q5", text: "Since when?", kind: .date, isRequired: false, value: "2026-11-01", limit: 30),
    QuestionView(name: "q6", text: "Your pharmacy", kind: .line, isRequired: false, value: "", limit: 200),
  ]
  static let wrongSamples = [
    QuestionView(
      name: "q1", text: "What brings you?", kind: .lines, isRequired: true, value: "", limit: 2000,
      problem: "Please fill this in"),
    QuestionView(
      name: "q4", text: "How much do you weigh?", kind: .decimal, isRequired: false, value: "much",
      unit: "kg",
      limit: 30, problem: "Please enter a number such as 72.5"),
  ]
}
