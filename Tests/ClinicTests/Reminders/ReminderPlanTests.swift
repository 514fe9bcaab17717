import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("Which reminders are due")
struct ReminderPlanTests {
  /// Monday 2 March 2026, 10:00 UTC.
  private let now = Date(timeIntervalSince1970: 1_772_445_600)
  private let hour = 3600.0
  private let day = 86_400.0

  private func reader(_ wanted: Set<Occasion> = [.week, .day]) throws -> ReminderReader {
    let quiet = QuietHours(
      from: try #require(TimeOfDay(hour: 21, minute: 0)), until: try #require(TimeOfDay(hour: 7, minute: 0)))
    return ReminderReader(
      account: nil, email: "pat@example.com", language: "en", wanted: wanted, quiet: quiet,
      zone: "Europe/London")
  }

  private func visit(in time: TimeInterval, agreed ago: TimeInterval = 30 * 86_400, done: Set<Occasion> = [])
    -> Remindable
  {
    Remindable(appointment: ID(UUID()), start: now + time, agreed: now - ago, done: done)
  }

  private func due(
    _ visits: [Remindable], wanted: Set<Occasion> = [.week, .day], isQuiet: Bool = false,
    after time: TimeInterval = 0
  ) throws -> [Occasion: Int] {
    let plans = ReminderPlan.due(visits, for: try reader(wanted), isQuiet: isQuiet, at: now + time)
    return Dictionary(uniqueKeysWithValues: plans.map { ($0.occasion, $0.visits.count) })
  }

  @Test("is seven days and one day before, not a second earlier, and once")
  func occasions() throws {
    let weekAhead = visit(in: 7 * day)
    #expect(try due([weekAhead], after: -1).isEmpty)
    #expect(try due([weekAhead]) == [.week: 1])
    #expect(try due([visit(in: 7 * day, done: [.week])]).isEmpty)
    let tomorrow = visit(in: day, done: [.week])
    #expect(try due([tomorrow], after: -1).isEmpty)
    #expect(try due([tomorrow]) == [.day: 1])
    #expect(try due([visit(in: day, done: [.week, .day])]).isEmpty)
  }

  @Test("is on the day itself for what was booked within the last day")
  func late() throws {
    let late = visit(in: 3 * hour, agreed: 5 * hour)
    #expect(try due([late], after: -1).isEmpty)
    #expect(try due([late]) == [.hours: 1])
    // Booked a day before, reminded by the letter of the day before.
    #expect(try due([visit(in: 3 * hour, agreed: 21 * hour)]).isEmpty)
    // Booked when the reminder was due already: fresh in mind.
    #expect(try due([visit(in: 2 * hour, agreed: 0)]).isEmpty)
  }

  @Test("is none of what was agreed later than it was due, such as a move")
  func fresh() throws {
    #expect(try due([visit(in: 6 * day, agreed: 3600)]).isEmpty)
    #expect(try due([visit(in: 20 * hour, agreed: 2 * hour)]).isEmpty)
  }

  @Test("waits for the end of quiet hours and of an outage, while it still makes sense")
  func waiting() throws {
    let soon = visit(in: day)
    #expect(try due([soon], isQuiet: true).isEmpty)
    #expect(try due([soon], after: 10 * hour) == [.day: 1])
    #expect(try due([soon], after: 21 * hour).isEmpty)
    // Servers that were off for five days remind of the week no more, once it is about tomorrow.
    #expect(try due([visit(in: 7 * day)], after: 6 * day) == [.day: 1])
  }

  @Test("is what the reader chose")
  func chosen() throws {
    let visits = [visit(in: 7 * day), visit(in: day), visit(in: 3 * hour, agreed: 5 * hour)]
    #expect(try due(visits, wanted: []).isEmpty)
    #expect(try due(visits, wanted: [.week]) == [.week: 1])
    #expect(try due(visits, wanted: [.day]) == [.day: 1, .hours: 1])
  }

  @Test("is one letter for several visits that are due within half a day")
  func together() throws {
    func far(_ time: TimeInterval) -> Remindable { visit(in: day + time, done: [.week]) }
    #expect(try due([far(0), far(11 * hour)]) == [.day: 2])
    #expect(try due([far(0), far(12 * hour), far(12 * hour + 1)]) == [.day: 2])
    #expect(try due([far(hour)]).isEmpty)
  }

  @Test("knows quiet hours over midnight, within a day, and none")
  func quietHours() throws {
    func time(_ hour: Int, _ minute: Int = 0) throws -> TimeOfDay {
      try #require(TimeOfDay(hour: hour, minute: minute))
    }
    let night = QuietHours(from: try time(21), until: try time(7))
    for (asked, isQuiet) in [(20, false), (21, true), (23, true), (0, true), (6, true), (7, false)] {
      #expect(night.contains(try time(asked)) == isQuiet, "\(asked)")
    }
    let noon = QuietHours(from: try time(12), until: try time(14))
    for (asked, isQuiet) in [(11, false), (12, true), (13, true), (14, false)] {
      #expect(noon.contains(try time(asked)) == isQuiet, "\(asked)")
    }
    #expect(!QuietHours(from: try time(8), until: try time(8)).contains(try time(8)))
  }
}
