public import FoundationEssentials
internal import Postgres

/// A question of a service's questionnaire as administrators write it: FHIR R4 Questionnaire.item, without groups.
public struct QuestionRow: EntryRow {
  public var stored: UUID? { nil }
  /// Its place and its `linkId`.
  var number = 0
  var text = ""
  var type = Questionnaire.Item.Kind.string
  var isRequired = false
  /// A UCUM code, of a quantity.
  var unit = ""
  /// Of a choice, with commas between.
  var options = ""
  /// It is asked only if this question before it was answered so.
  var when: Int?
  var answer = ""

  public static let blank = QuestionRow()
  public static let fields: [EntryField<QuestionRow>] = [
    EntryField("number", \.number, .number(in: 1...999)),
    EntryField("text", \.text, .title(atMost: 200)),
    EntryField("type", \.type, .oneOf(words: "question")),
    EntryField("required", \.isRequired, .yesNo),
    EntryField("unit", \.unit, .title(atMost: 20, required: false)),
    EntryField("options", \.options, .title(atMost: 400, required: false)),
    EntryField("when", \.when, .optional(.number(in: 1...999))),
    EntryField("answer", \.answer, .title(atMost: 100, required: false)),
  ]
  public var order: String { String(1000 + number) }

  public var faults: [(part: String, fault: TextFault)] {
    var faults: [(String, TextFault)] = []
    if type == .choice, item.options.count < 2 {
      faults.append(("options", TextFault("problem.question-options")))
    }
    if type != .choice, !options.isEmpty {
      faults.append(("options", TextFault("problem.question-no-options")))
    }
    // UCUM section 2.1: codes are of the printable characters of ASCII.
    if type == .quantity, unit.isEmpty || !unit.utf8.allSatisfy({ (33...126).contains($0) }) {
      faults.append(("unit", TextFault("problem.question-unit")))
    }
    if type != .quantity, !unit.isEmpty { faults.append(("unit", TextFault("problem.question-no-unit"))) }
    if (when == nil) != answer.isEmpty { faults.append(("when", TextFault("problem.question-when"))) }
    if let when, when >= number { faults.append(("when", TextFault("problem.question-before"))) }
    return faults
  }

  var item: Questionnaire.Item {
    Questionnaire.Item(
      linkID: number, text: text, kind: type, isRequired: isRequired, unit: unit,
      options: options.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty },
      condition: when.map { Questionnaire.Condition(question: $0, answer: answer) })
  }
}

extension QuestionRow {
  /// What no single question can tell: two of one number, or a condition that can never hold.
  static func problems(of rows: [QuestionRow]) -> [Problem] {
    let items = Dictionary(rows.map { ($0.number, $0.item) }) { first, _ in first }
    if items.count < rows.count { return [Problem("questions", "problem.question-twice")] }
    for row in rows {
      guard let when = row.when else { continue }
      guard let asked = items[when], asked.canonical(row.answer) != nil else {
        return [Problem("questions", "problem.question-never", ["number": String(row.number)])]
      }
    }
    return []
  }

  static func areSame(_ old: [QuestionRow], _ new: [QuestionRow], _ surroundings: Surroundings) -> Bool {
    old.map { $0.texts(in: surroundings) } == new.map { $0.texts(in: surroundings) }
  }

  /// The next version of a service's questions; one without any asks nothing more.
  static func publishing(
    _ rows: [QuestionRow], of service: ID<HealthcareService>, _ writing: Writing
  ) -> [SQL] {
    let id = writing.newID()
    return [
      """
      INSERT INTO questionnaire (id, service_id, version, at)
      SELECT \(id), \(service),
             1 + coalesce((SELECT max(q.version) FROM questionnaire q WHERE q.service_id = \(service)), 0), \(writing.now)
      """
    ]
      + rows.map { row in
        """
        INSERT INTO questionnaire_item (questionnaire_id, link_id, text, type, required, unit, options, enable_when,
                                        enable_answer)
        VALUES (\(id), \(Int32(row.number)), \(row.text), \(row.type.rawValue), \(row.isRequired), \(row.unit),
                \(row.options), \(row.when.map { Int32($0) }), \(row.canonicalAnswer(among: rows)))
        """
      }
  }

  /// As answers are kept, which are compared letter by letter.
  private func canonicalAnswer(among rows: [QuestionRow]) -> String {
    rows.first { $0.number == when }?.item.canonical(answer) ?? answer
  }

  init(stored row: [String]) throws {
    guard row.count == 8, let number = Int(row[0]), let type = Questionnaire.Item.Kind(rawValue: row[2])
    else {
      throw StoredValueFault(column: "questionnaire_item")
    }
    self.init(
      number: number, text: row[1], type: type, isRequired: row[3] == "true", unit: row[4], options: row[5],
      when: Int(row[6]), answer: row[7])
  }
}
