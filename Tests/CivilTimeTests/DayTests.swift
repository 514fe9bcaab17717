import CivilTime
import Testing

@Suite("A day")
struct DayTests {
  @Test("goes through year, month and day and back, over the whole calendar")
  func everyDay() throws {
    var (year, month, date) = (1, 1, 1)
    var weekday = Weekday.monday
    for number in Int(Day.first.daysSinceEpoch)...Int(Day.last.daysSinceEpoch) {
      let day = try #require(Day(daysSinceEpoch: number))
      guard day.components == (year, month, date), day.weekday == weekday,
        Day(year: year, month: month, day: date) == day
      else {
        Issue.record("\(number) is \(day), not \(year)-\(month)-\(date)")
        return
      }
      weekday = weekday == .sunday ? .monday : Weekday.allCases[weekday.rawValue]
      date += 1
      if date > lengthOfMonth(month, year) { (month, date) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
    #expect(year == 10_000)
  }

  private func lengthOfMonth(_ month: Int, _ year: Int) -> Int {
    let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  @Test("has known weekdays")
  func weekdays() {
    #expect(Day(iso: "1970-01-01")?.weekday == .thursday)
    #expect(Day(iso: "2000-02-29")?.weekday == .tuesday)
    #expect(Day(iso: "2026-11-21")?.weekday == .saturday)
  }

  @Test(
    "is read from ISO text and written back",
    arguments: ["0001-01-01", "1999-12-31", "2024-02-29", "9999-12-31"])
  func iso(text: String) {
    #expect(Day(iso: text)?.description == text)
  }

  @Test(
    "is not read from anything else",
    arguments: [
      "", "2026", "2026-1-01", "2026-02-29", "2026-00-10", "2026-13-01", "2026-04-31", "2026-04-00",
      "0000-01-01", "10000-01-01", "+2026-01-01", "2026-01-01 ", " 2026-01-01", "2026/01/01",
      "2026-01-01T00:00",
      "٢٠٢٦-٠١-٠١", "2026-0１-01",
      "2026-+1-01", "20260101",
    ])
  func notISO(text: String) {
    #expect(Day(iso: text) == nil)
  }

  @Test("stays within the calendar")
  func bounds() {
    #expect(Day.first.description == "0001-01-01")
    #expect(Day.last.description == "9999-12-31")
    #expect(Day(daysSinceEpoch: Int(Day.first.daysSinceEpoch) - 1) == nil)
    #expect(Day(daysSinceEpoch: Int(Day.last.daysSinceEpoch) + 1) == nil)
    #expect(Day.last.adding(days: 1) == .last)
    #expect(Day.first.adding(days: .min) == .first)
    #expect(Day.last.adding(days: .max) == .last)
  }

  @Test("steps and counts over leap days")
  func steps() throws {
    let day = try #require(Day(iso: "2024-02-28"))
    #expect(day.adding(days: 2).description == "2024-03-01")
    #expect(day.adding(days: -59).description == "2023-12-31")
    #expect(day.days(until: day.adding(days: 366)) == 366)
    #expect(day.lengthOfMonth == 29)
    #expect(day.startOfMonth.description == "2024-02-01")
    #expect(day.startOfWeek.description == "2024-02-26")
  }

  @Test(
    "counts an age",
    arguments: [
      ("2000-02-29", "2001-02-28", 0), ("2000-02-29", "2001-03-01", 1), ("2000-02-29", "2004-02-29", 4),
      ("1980-06-15", "2026-06-14", 45), ("1980-06-15", "2026-06-15", 46), ("2026-06-15", "1980-06-15", -46),
    ])
  func age(born: String, today: String, years: Int) throws {
    #expect(try #require(Day(iso: born)).years(until: try #require(Day(iso: today))) == years)
  }
}
