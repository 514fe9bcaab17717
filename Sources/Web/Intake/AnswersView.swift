import CivilTime
import Clinic
import Pages

/// What was answered before a visit, for those who read it.
struct AnswersView: View {
  let rows: [AnswerRow]
  /// `Sent Tuesday 24 November 2026, 09:20`; nil before anything was answered.
  let state: String?
  /// It is not sent yet: answers may be half typed.
  let isBegun: Bool
  let hasQuestions: Bool

  var fields: Fields {
    [
      "rows": .list(rows), "hasRows": .flag(!rows.isEmpty), "state": .text(state), "isBegun": .flag(isBegun),
      "hasQuestions": .flag(hasQuestions),
    ]
  }

  static let samples = [
    AnswersView(
      rows: AnswerRow.samples, state: "Sent Tuesday 24 November 2026, 09:20", isBegun: false,
      hasQuestions: true),
    AnswersView(
      rows: [AnswerRow.samples[0]], state: "Begun Tuesday 24 November 2026, 09:20", isBegun: true,
      hasQuestions: true),
    AnswersView(rows: [], state: nil, isBegun: false, hasQuestions: false),
    AnswersView(rows: [], state: nil, isBegun: false, hasQuestions: true),
  ]
}

struct AnswerRow: View {
  let question: String
  /// With its unit; nil where nothing was answered.
  let answer: String?

  var fields: Fields { ["question": .text(question), "answer": .text(answer)] }

  static let samples = [
    AnswerRow(question: "What brings you?", answer: "A cough, since three weeks."),
    AnswerRow(question: "How much do you weigh?", answer: "72.50 kg"),
    AnswerRow(question: "Which medicines do you take?", answer: nil),
  ]
}

extension AnswersView {
  init(_ intake: Intake, _ answers: Answers, _ formats: Formats) {
    self.init(
      rows: intake.response == nil ? [] : AnswerRow.of(intake, answers, formats),
      state: intake.response.map {
        formats.words["intake.\($0.state.rawValue)", ["at": formats.longInstant($0.authored)]]
      },
      isBegun: intake.response?.state == .inProgress, hasQuestions: intake.questionnaire != nil)
  }

  /// What this file asks of the catalogues.
  static let keys = Intake.State.allCases.map { "intake.\($0.rawValue)" } + ["intake.yes", "intake.no"]
}

extension AnswerRow {
  fileprivate static func of(_ intake: Intake, _ answers: Answers, _ formats: Formats) -> [AnswerRow] {
    (intake.questionnaire?.asked(answers) ?? []).map { item in
      AnswerRow(question: item.text, answer: answers.texts[item.linkID].map { item.shown($0, formats) })
    }
  }
}

extension Questionnaire.Item {
  /// An answer to be read: days in words, a quantity with its unit; what is only half typed, as it was typed.
  func shown(_ text: String, _ formats: Formats) -> String {
    guard let answer = canonical(text) else { return text }
    switch kind {
    case .boolean: return formats.words["intake.\(answer)"]
    case .date: return Day(iso: answer).map(formats.date) ?? answer
    case .quantity: return "\(answer)\u{a0}\(unit)"
    case .string, .text, .choice, .integer, .decimal: return answer
    }
  }
}
