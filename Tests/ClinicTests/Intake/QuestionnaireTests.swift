import CivilTime
import ClinicTesting
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("A question")
struct QuestionnaireTests {
  private func item(
    _ kind: Questionnaire.Item.Kind, _ number: Int = 1, required: Bool = false, options: [String] = [],
    when condition: Questionnaire.Condition? = nil
  ) -> Questionnaire.Item {
    Questionnaire.Item(
      linkID: number, text: "?", kind: kind, isRequired: required, unit: "", options: options,
      condition: condition)
  }

  private func asking(_ items: Questionnaire.Item...) -> Questionnaire {
    Questionnaire(id: .unstored, version: 1, items: items)
  }

  @Test(
    "keeps a decimal's digits as they were typed, within bounds",
    arguments: [
      ("72.50", "72.50"), ("72,50", "72.50"), ("007", "7"), ("-0.5", "-0.5"), ("−3", "-3"), ("-0", "0"),
      ("0.000001", "0.000001"), ("999999999", "999999999"), ("0.0000001", nil), ("1234567890", nil),
      ("7x", nil),
      ("1e3", nil), (".5", nil), ("5.", nil), ("1.2.3", nil), ("", nil), ("٣", "3"),
      ("−۷٢٫٥", "-72.5"), ("٣٬٠", nil), ("三", nil),
    ] as [(String, String?)])
  func decimals(typed: String, kept: String?) {
    #expect(item(.decimal).canonical(typed) == kept)
    #expect(item(.quantity).canonical(typed) == kept)
  }

  @Test(
    "takes what fits its type",
    arguments: [
      (.integer, "12", "12"), (.integer, "-12", "-12"), (.integer, "12.0", nil),
      (.integer, "1234567890", nil),
      (.boolean, "Yes", "yes"), (.boolean, "maybe", nil), (.choice, "meat", "Meat"), (.choice, "Fish", nil),
      (.date, "2028-02-29", "2028-02-29"), (.date, "2027-02-29", nil), (.date, "1849-12-31", nil),
      (.date, "1850-01-01", "1850-01-01"), (.date, "2199-12-31", "2199-12-31"), (.date, "2200-01-01", nil),
      (.date, "٢٠٢٨-٠٢-٢٩", "2028-02-29"), (.integer, "١٢", "12"),
      (.string, " a line ", "a line"), (.string, "two\nlines", nil), (.text, "two\r\nlines", "two\nlines"),
    ] as [(Questionnaire.Item.Kind, String, String?)])
  func types(kind: Questionnaire.Item.Kind, typed: String, kept: String?) {
    #expect(item(kind, options: ["Nothing", "Meat"]).canonical(typed) == kept)
  }

  @Test("takes so much and no more", arguments: [(Questionnaire.Item.Kind.string, 200), (.text, 2000)])
  func lengths(kind: Questionnaire.Item.Kind, most: Int) throws {
    let (fits, long) = (String(repeating: "é", count: most), String(repeating: "é", count: most + 1))
    let questions = asking(item(kind))
    #expect(try questions.draft(Answers([1: fits])).texts == [1: fits])
    #expect(try questions.complete(Answers([1: fits])).texts == [1: fits])
    let problem = Refusal.invalid([Problem("q1", "problem.too-long", ["limit": String(most)])])
    #expect(throws: problem) { try questions.draft(Answers([1: long])) }
    #expect(throws: problem) { try questions.complete(Answers([1: long])) }
  }

  @Test("is one of forty of a service at most", arguments: [(40, true), (41, false)])
  func many(count: Int, isTaken: Bool) throws {
    let rows = (1...count).map { [String($0), "Why?", "string", "no", "", "", "", ""] }
    let field = try #require(ServiceEntry.fields.first { $0.key == "questions" })
    var entry = ServiceEntry.blank
    let surroundings = Surroundings(currency: "GBP", today: .first)
    if isTaken {
      try field.write(.rows(rows), &entry, surroundings)
      #expect(entry.questions.count == 40)
    } else {
      let faults = #expect(throws: TextFaults.self) { try field.write(.rows(rows), &entry, surroundings) }
      #expect(faults?.all == [TextFault("problem.list-long", ["most": "40"])])
    }
  }

  @Test("is asked only if the one before was answered so, and what was answered otherwise is not kept")
  func conditions() throws {
    let questions = asking(
      item(.boolean, 1, required: true),
      item(.integer, 2, required: true, when: .init(question: 1, answer: "yes")),
      item(.string, 3, required: true, when: .init(question: 2, answer: "20")))
    let all = Answers([1: "yes", 2: "020", 3: "much"])
    #expect(try questions.complete(all).texts == [1: "yes", 2: "20", 3: "much"])
    let no = Answers([1: "no", 2: "20", 3: "much"])
    #expect(try questions.complete(no).texts == [1: "no"])
    #expect(try questions.draft(no).texts == [1: "no"])
    #expect(questions.asked(Answers([1: "yes", 2: "19"])).map(\.linkID) == [1, 2])
    #expect(throws: Refusal.invalid([Problem("q2", "problem.required")])) {
      try questions.complete(Answers([1: "yes"]))
    }
  }

  @Test("is kept half typed for later, and refused in its type when it is sent")
  func drafts() throws {
    let questions = asking(item(.integer, 1), item(.date, 2))
    let typed = Answers([1: "1x", 2: "2026-"])
    #expect(try questions.draft(typed) == typed)
    #expect(
      throws: Refusal.invalid([Problem("q1", "problem.answer-integer"), Problem("q2", "problem.answer-date")])
    ) { try questions.complete(typed) }
    #expect(try questions.complete(Answers([1: " ", 9: "nobody asked"])).texts == [:])
  }

  @Test("written by an administrator is one that can be answered")
  func rows() {
    func row(
      _ number: Int, _ type: Questionnaire.Item.Kind = .boolean, unit: String = "", options: String = "",
      when: Int? = nil, answer: String = ""
    ) -> QuestionRow {
      QuestionRow(
        number: number, text: "?", type: type, unit: unit, options: options, when: when, answer: answer)
    }
    #expect(row(1).faults.isEmpty && row(1, .quantity, unit: "mm[Hg]").faults.isEmpty)
    #expect(row(1, .quantity).faults.map(\.part) == ["unit"])
    #expect(row(1, .quantity, unit: "µg").faults.map(\.part) == ["unit"])
    #expect(row(1, .integer, unit: "kg").faults.map(\.part) == ["unit"])
    #expect(row(1, .choice, options: "One").faults.map(\.part) == ["options"])
    #expect(row(1, .choice, options: "One, Two").faults.isEmpty)
    #expect(
      row(2, when: 1).faults.map(\.part) == ["when"] && row(2, answer: "yes").faults.map(\.part) == ["when"])
    #expect(row(2, when: 2, answer: "yes").faults.map(\.part) == ["when"])
    #expect(QuestionRow.problems(of: [row(1), row(2, when: 1, answer: "yes")]).isEmpty)
    #expect(QuestionRow.problems(of: [row(1), row(1)]).map(\.message) == ["problem.question-twice"])
    #expect(
      QuestionRow.problems(of: [row(1), row(3, when: 2, answer: "yes")]).map(\.message) == [
        "problem.question-never"
      ])
    #expect(
      QuestionRow.problems(of: [row(1), row(2, when: 1, answer: "perhaps")]).map(\.message) == [
        "problem.question-never"
      ])
  }

  @Test("is saved in the order in which one page counts, and by whichever page was last")
  func savings() {
    let (one, other) = (UUID(), UUID())
    #expect(Intake.Response.isLater(1, of: one, than: nil))
    #expect(Intake.Response.isLater(2, of: one, than: (1, one)))
    #expect(
      !Intake.Response.isLater(1, of: one, than: (1, one))
        && !Intake.Response.isLater(1, of: one, than: (2, one)))
    #expect(Intake.Response.isLater(1, of: other, than: (5, one)))
  }
}
