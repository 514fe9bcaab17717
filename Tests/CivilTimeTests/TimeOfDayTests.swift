import CivilTime
import Testing

@Suite("A time of day")
struct TimeOfDayTests {
  @Test(
    "is read from ISO text and written back", arguments: ["00:00", "09:30", "23:59", "23:59:59", "24:00"])
  func iso(text: String) {
    #expect(TimeOfDay(iso: text)?.description == text)
  }

  @Test(
    "is not read from anything else",
    arguments: [
      "", "9:30", "09:3", "24:01", "24:00:01", "23:60", "23:59:60", "25:00", "-1:00", "09:30:", "09:30:00.5",
      "0930", "09:30 ",
    ])
  func notISO(text: String) {
    #expect(TimeOfDay(iso: text) == nil)
  }

  @Test("has parts")
  func parts() throws {
    let time = try #require(TimeOfDay(hour: 17, minute: 45, second: 9))
    #expect((time.hour, time.minute, time.second) == (17, 45, 9))
    #expect(time.minutesSinceMidnight == 1065)
    #expect(TimeOfDay(minutesSinceMidnight: 1440) == .endOfDay)
    #expect(TimeOfDay(minutesSinceMidnight: 1441) == nil)
    #expect(TimeOfDay(minutesSinceMidnight: -1) == nil)
  }

  @Test("keeps midnight as an end behind every other time")
  func order() throws {
    #expect(try #require(TimeOfDay(iso: "18:00")) < .endOfDay)
    #expect(TimeOfDay.midnight < .endOfDay)
  }

  @Test("does not step into another day")
  func steps() throws {
    let time = try #require(TimeOfDay(iso: "23:30"))
    #expect(time.adding(minutes: 30) == .endOfDay)
    #expect(time.adding(minutes: 31) == nil)
    #expect(time.adding(minutes: -1410) == .midnight)
    #expect(time.adding(minutes: -1411) == nil)
    #expect(time.adding(minutes: .max) == nil)
  }
}

@Suite("A local date and time")
struct LocalDateTimeTests {
  @Test("is read from ISO text and written back")
  func iso() {
    #expect(LocalDateTime(iso: "2026-11-21T09:30")?.description == "2026-11-21T09:30")
    #expect(LocalDateTime(iso: "2026-11-21 09:30") == nil)
    #expect(LocalDateTime(iso: "2026-11-21T09:30Z") == nil)
    #expect(LocalDateTime(iso: "2026-11-21") == nil)
  }

  @Test("knows 24:00 as 00:00 of the next day")
  func endOfDay() {
    #expect(LocalDateTime(iso: "2026-12-31T24:00") == LocalDateTime(iso: "2027-01-01T00:00"))
    #expect(LocalDateTime(iso: "9999-12-31T24:00")?.description == "9999-12-31T24:00")
  }
}
