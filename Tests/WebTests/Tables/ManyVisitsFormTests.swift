import Clinic
import FoundationEssentials
import Shell
import Testing

@testable import Web

@Suite("What is to be done with visits out of a list")
struct ManyVisitsFormTests {
  private func form(_ fields: [(name: String, value: String)]) -> ManyVisitsForm {
    ManyVisitsForm(form: Form(filledWith: fields))
  }

  @Test(
    "goes by so many days and minutes, and no more",
    arguments: [
      ("days", "400", true), ("days", "401", false), ("days", "-400", true), ("days", "−401", false),
      ("minutes", "720", true), ("minutes", "721", false), ("minutes", "−720", true),
      ("minutes", "-721", false),
      ("days", "seven", false), ("days", "1.5", false), ("days", "999999", false),
    ])
  func limits(field: String, typed: String, isGood: Bool) {
    let (target, problems) = form([(field, typed)]).target()
    #expect((target != nil) == isGood && problems.map(\.field) == (isGood ? [] : [field]))
  }

  @Test("says where to, in one way only")
  func target() {
    #expect(form([]).target().target == nil && form([]).target().problems.isEmpty)
    #expect(form([("days", "7"), ("day", "2026-03-04")]).target().problems.map(\.field) == ["day"])
    #expect(form([("day", "2026-02-30")]).target().problems.map(\.field) == ["day"])
    #expect(form([("doctor", "x")]).target().problems.map(\.field) == ["doctor"])
    #expect(form([("day", "2026-03-04"), ("minutes", "30")]).target().target?.minutes == 30)
  }

  @Test("is for each that was chosen once, as many as a page has, and for none without a choice")
  func chosen() throws {
    let ids = (0...TableView.pageSize).map { _ in UUID().uuidString.lowercased() }
    let all = form((ids + ids + ["x"]).map { (name: "id", value: $0) })
    #expect(
      all.ids.count == TableView.pageSize
        && all.ids.map(\.description) == Array(ids.prefix(TableView.pageSize)))
    #expect(throws: Refusal.self) { try form([("seen", "x.1")]).seen }
    #expect(try form([("seen", "\(ids[0]).3")]).seen.map(\.sequence) == [3])
  }
}
