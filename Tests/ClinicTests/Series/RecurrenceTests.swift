import CivilTime
import Testing

@testable import Clinic

@Suite("A recurrence")
struct RecurrenceTests {
  private func day(_ text: String) -> Day { Day(iso: text)! }

  private func days(_ step: Recurrence.Step, _ end: Recurrence.End, after first: String) -> [String] {
    Recurrence(step, end).days(after: day(first)).map(\.description)
  }

  @Test("steps by weeks, over changes of the clocks and the end of the year")
  func weeks() {
    #expect(
      days(.weeks(1), .count(4), after: "2026-03-24") == ["2026-03-31", "2026-04-07", "2026-04-14"])
    #expect(days(.weeks(2), .count(3), after: "2026-12-22") == ["2027-01-05", "2027-01-19"])
    #expect(days(.weeks(26), .count(2), after: "2026-03-03") == ["2026-09-01"])
  }

  @Test("steps by months on the same weekday of the month")
  func months() {
    // The third Tuesday.
    #expect(
      days(.months, .count(4), after: "2026-11-17") == ["2026-12-15", "2027-01-19", "2027-02-16"])
    // The first, where a month begins with it and where it does not.
    #expect(days(.months, .count(3), after: "2026-09-01") == ["2026-10-06", "2026-11-03"])
    // A fifth Monday is the last one of every month.
    #expect(
      days(.months, .count(4), after: "2026-03-30") == ["2026-04-27", "2026-05-25", "2026-06-29"])
  }

  @Test("ends with a count, a day that is inclusive, and never beyond fifty-two")
  func ends() {
    #expect(days(.weeks(1), .count(1), after: "2026-03-03").isEmpty)
    #expect(days(.weeks(1), .day(day("2026-03-17")), after: "2026-03-03").count == 2)
    #expect(days(.weeks(1), .day(day("2026-03-16")), after: "2026-03-03").count == 1)
    #expect(days(.weeks(1), .day(day("2030-01-01")), after: "2026-03-03").count == 51)
    #expect(days(.weeks(1), .count(100), after: "2026-03-03").count == 51)
    #expect(days(.months, .day(day("9999-12-31")), after: "2026-03-03").count == 51)
    #expect(days(.months, .count(3), after: "9999-11-02").count == 1)
  }
}
