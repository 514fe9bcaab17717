import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

/// The numbers are those of the rules in docs/scheduling.md.
@Suite("The hours of a schedule")
struct ScheduleHoursTests {
  // 2026-03-02 is a Monday; London puts its clocks forward on 29 March and back on 25 October.

  @Test("1: offers weekly hours from their first day to their last")
  func weekly() throws {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "10:50", from: "2026-03-02", until: "2026-03-09")
    #expect(try rota.times(on: "2026-02-23") == [])
    #expect(try rota.times(on: "2026-03-02") == ["09:00 GMT", "09:30 GMT", "10:00 GMT"])
    #expect(try rota.times(on: "2026-03-03") == [])
    #expect(try rota.times(on: "2026-03-09").count == 3)
    #expect(try rota.times(on: "2026-03-16") == [])
  }

  @Test("1: offers hours for some services to no other")
  func services() throws {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "09:30", for: [ID(UUID())])
    try rota.weekly(.monday, "14:00", "14:30", for: [rota.service, ID(UUID())])
    #expect(try rota.times(on: "2026-03-02") == ["14:00 GMT"])
  }

  @Test("2: adds the hours of a day to the weekly ones, or puts them in their place")
  func dated() throws {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "09:30")
    try rota.dated("2026-03-02", "18:00", "18:30", replaces: false)
    #expect(try rota.times(on: "2026-03-02") == ["09:00 GMT", "18:00 GMT"])
    try rota.dated("2026-03-02", "12:00", "12:30", replaces: true)
    #expect(try rota.times(on: "2026-03-02") == ["12:00 GMT", "18:00 GMT"])
    #expect(try rota.times(on: "2026-03-09") == ["09:00 GMT"])
  }

  @Test("3: keeps holidays free of weekly hours, and not of those that were written for the day")
  func holidays() throws {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "09:30")
    try rota.holiday("2026-03-02")
    #expect(try rota.times(on: "2026-03-02") == [])
    #expect(try rota.times(on: "2026-03-09").count == 1)
    try rota.dated("2026-03-02", "12:00", "12:30", replaces: false)
    #expect(try rota.times(on: "2026-03-02") == ["12:00 GMT"])
  }

  @Test("4: skips the hour that the clocks skip")
  func springForward() throws {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.sunday, "00:30", "03:00")
    #expect(try rota.times(on: "2026-03-29") == ["00:30 GMT", "02:00 BST", "02:30 BST"])
    rota = try Rota(minutes: 30)
    try rota.weekly(.sunday, "01:15", "03:00")
    #expect(try rota.times(on: "2026-03-29") == ["02:00 BST", "02:30 BST"])
  }

  @Test("4: offers the hour that comes twice both times, and says which is which")
  func fallBack() throws {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.sunday, "01:00", "02:30")
    #expect(
      try rota.times(on: "2026-10-25")
        == ["01:00 BST", "01:30 BST", "01:00 GMT", "01:30 GMT", "02:00 GMT"])
    // Hours that close within the repeated one are two windows.
    rota = try Rota(minutes: 30)
    try rota.weekly(.sunday, "00:30", "01:30")
    #expect(try rota.times(on: "2026-10-25") == ["00:30 BST", "01:00 BST", "01:00 GMT"])
  }

  @Test("4: keeps nine o'clock at nine o'clock on both sides of a change")
  func nineIsNine() throws {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "09:30")
    #expect(try rota.times(on: "2026-03-23") == ["09:00 GMT"])
    #expect(try rota.times(on: "2026-03-30") == ["09:00 BST"])
  }

  @Test("5: offers nothing while the place is closed")
  func openings() throws {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "12:00")
    try rota.weekly(.tuesday, "09:00", "10:00")
    try rota.open(rota.room.uuid, .monday, "09:30", "10:30")
    #expect(try rota.times(on: "2026-03-02") == ["09:30 GMT", "10:00 GMT"])
    #expect(try rota.times(on: "2026-03-03") == [])
  }

  @Test("6: leaves out whole days, parts of days and what comes every week")
  func absences() throws {
    var rota = try Rota(minutes: 30)
    for weekday in Weekday.allCases { try rota.weekly(weekday, "09:00", "11:00") }
    try rota.away(rota.doctor.uuid, "2026-03-02", "2026-03-03")
    try rota.away(rota.room.uuid, "2026-03-04", "2026-03-04", "09:20", "10:10")
    try rota.away(rota.doctor.uuid, "2026-03-04", "2026-03-31", on: [.thursday], "10:00", "11:00")
    #expect(try rota.times(on: "2026-03-01").count == 4)
    #expect(try rota.times(on: "2026-03-02") == [])
    #expect(try rota.times(on: "2026-03-03") == [])
    #expect(try rota.times(on: "2026-03-04") == ["10:30 GMT"])
    #expect(try rota.times(on: "2026-03-05") == ["09:00 GMT", "09:30 GMT"])
    #expect(try rota.times(on: "2026-03-12") == ["09:00 GMT", "09:30 GMT"])
    #expect(try rota.times(on: "2026-04-02").count == 4)
  }

  @Test("7: lets a visit begin in one window and end in the next, across midnight too, in one room")
  func joined() throws {
    var rota = try Rota(minutes: 40)
    try rota.weekly(.monday, "11:00", "12:00")
    try rota.weekly(.monday, "12:00", "12:30")
    try rota.weekly(.monday, "23:00", "24:00")
    try rota.weekly(.tuesday, "00:00", "00:30")
    #expect(try rota.times(on: "2026-03-02") == ["11:00 GMT", "11:40 GMT", "23:00 GMT", "23:40 GMT"])
    rota = try Rota(minutes: 40)
    try rota.weekly(.monday, "11:00", "12:00")
    try rota.weekly(.monday, "12:00", "12:30", in: ID(UUID()))
    #expect(try rota.times(on: "2026-03-02") == ["11:00 GMT"])
  }
}
