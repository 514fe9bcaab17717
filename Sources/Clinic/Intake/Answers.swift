/// What somebody answered, by the `linkId` of the question (FHIR R4 QuestionnaireResponse.item.answer).
public struct Answers: Hashable, Sendable {
  public var texts: [Int: String]

  public init(_ texts: [Int: String] = [:]) {
    self.texts = texts
  }
}

extension Questionnaire {
  /// The questions that are asked, given what was answered: those of whose condition the answer is another are not, nor is
  /// what depends on them.
  public func asked(_ answers: Answers) -> [Item] {
    var asked: [Item] = []
    for item in items {
      if let condition = item.condition {
        guard let before = asked.first(where: { $0.linkID == condition.question }),
          let given = answers.texts[before.linkID],
          before.canonical(given) == before.canonical(condition.answer)
        else { continue }
      }
      asked.append(item)
    }
    return asked
  }

  /// What is kept of what was typed so far: as it stands there, for it may not be whole yet, but only where it is asked.
  ///
  /// - Throws: `Refusal.invalid` for what is longer than can be.
  public func draft(_ typed: Answers) throws(Refusal) -> Answers {
    var (kept, problems) = (Answers(), [Problem]())
    for item in asked(typed) {
      guard let text = typed.texts[item.linkID], !text.trimmed.isEmpty else { continue }
      if text.unicodeScalars.count > item.longest {
        problems.append(Problem(item.field, "problem.too-long", ["limit": String(item.longest)]))
      }
      kept.texts[item.linkID] = text
    }
    if !problems.isEmpty { throw .invalid(problems) }
    return kept
  }

  /// What is sent: every question that is asked and has to be answered is, each in its type.
  ///
  /// - Throws: `Refusal.invalid`, with the question's control.
  public func complete(_ typed: Answers) throws(Refusal) -> Answers {
    var (kept, problems) = (Answers(), [Problem]())
    for item in asked(typed) {
      let text = typed.texts[item.linkID]?.trimmed ?? ""
      if text.isEmpty {
        if item.isRequired { problems.append(Problem(item.field, "problem.required")) }
      } else if text.unicodeScalars.count > item.longest {
        problems.append(Problem(item.field, "problem.too-long", ["limit": String(item.longest)]))
      } else if let answer = item.canonical(text) {
        kept.texts[item.linkID] = answer
      } else {
        problems.append(Problem(item.field, "problem.answer-\(item.kind.rawValue)"))
      }
    }
    if !problems.isEmpty { throw .invalid(problems) }
    return kept
  }
}
