import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

/// The numbers are those of the rules in docs/scheduling.md.
@Suite("The visits of a schedule")
struct ScheduleVisitTests {
  @Test("8: gives a first visit the time that it needs")
  func firstVisit() throws {
    var rota = try Rota(minutes: 20)
    rota.rules.firstVisitMinutes = 40
    try rota.weekly(.monday, "09:00", "10:00")
    #expect(try rota.times(on: "2026-03-02").count == 3)
    #expect(try rota.times(on: "2026-03-02", isFirstVisit: true) == ["09:00 GMT"])
  }

  @Test("9: steps by the grid, or packs times behind what is busy")
  func grid() throws {
    var rota = try Rota(minutes: 30)
    rota.rules.gridMinutes = 15
    try rota.weekly(.monday, "09:00", "10:00")
    #expect(try rota.times(on: "2026-03-02") == ["09:00 GMT", "09:15 GMT", "09:30 GMT"])
    rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "11:00")
    try rota.busy(rota.doctor.uuid, "2026-03-02", "09:00", "09:10")
    #expect(try rota.times(on: "2026-03-02") == ["09:30 GMT", "10:00 GMT", "10:30 GMT"])
    rota.rules.isPacked = true
    rota.rules.bufferBeforeMinutes = 5
    #expect(try rota.times(on: "2026-03-02") == ["09:15 GMT", "09:45 GMT", "10:15 GMT"])
    try rota.away(rota.doctor.uuid, "2026-03-02", "2026-03-02", "09:50", "10:05")
    #expect(try rota.times(on: "2026-03-02") == ["09:15 GMT", "10:05 GMT"])
  }

  @Test("9: offers a time of two rooms once, in the one that is free")
  func twoRooms() throws {
    var rota = try Rota(minutes: 30)
    let other = ID<Location>(UUID())
    try rota.weekly(.monday, "09:00", "09:30")
    try rota.weekly(.monday, "09:00", "09:30", in: other)
    #expect(try rota.times(on: "2026-03-02") == ["09:00 GMT"])
    try rota.busy(rota.room.uuid, "2026-03-02", "09:00", "09:30")
    let day = try rota.day("2026-03-02")
    #expect(rota.search.slots(on: day...day).map(\.location) == [other])
  }

  @Test("12: leaves out what doctor or room are busy with, and keeps what only touches it")
  func busy() throws {
    for resource in [\Rota.doctor.uuid, \Rota.room.uuid] {
      var rota = try Rota(minutes: 30)
      try rota.weekly(.monday, "09:00", "11:00")
      try rota.busy(rota[keyPath: resource], "2026-03-02", "09:30", "10:00")
      #expect(try rota.times(on: "2026-03-02") == ["09:00 GMT", "10:00 GMT", "10:30 GMT"])
    }
    var rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "10:00")
    try rota.busy(UUID(), "2026-03-02", "09:00", "10:00")
    #expect(try rota.times(on: "2026-03-02").count == 2)
  }

  @Test("11: keeps buffers between visits, which may lie outside of the hours")
  func buffers() throws {
    var rota = try Rota(minutes: 30)
    (rota.rules.bufferBeforeMinutes, rota.rules.bufferAfterMinutes) = (10, 5)
    try rota.weekly(.monday, "09:00", "11:00")
    #expect(try rota.times(on: "2026-03-02").count == 4)
    try rota.busy(rota.doctor.uuid, "2026-03-02", "10:00", "10:20")
    #expect(try rota.times(on: "2026-03-02") == ["09:00 GMT", "10:30 GMT"])
    let day = try rota.day("2026-03-02")
    let slot = try #require(rota.search.slots(on: day...day).first)
    #expect(slot.needs.map(\.from) == [-600, -600] && slot.needs.map(\.until) == [2100, 2100])
  }

  @Test("10, 12: reserves each resource for its phase, any that is free, and none twice")
  func phases() throws {
    // Nurse 0-15, doctor 15-30, a room for ultrasound 0-45, one of two devices 10-40.
    var rota = try Rota(minutes: 45)
    let (nurse, otherNurse) = (ID<Practitioner>(UUID()), ID<Practitioner>(UUID()))
    let (ultrasound, device, spare) = (UUID(), UUID(), UUID())
    rota.rules.requirements = [
      Requirement(.anyOf(Pool(.staff, "nurse")), from: 0, until: 15),
      Requirement(.practitioner, from: 15, until: 30),
      Requirement(.anyOf(Pool(.location, "ultrasound"))),
      Requirement(.anyOf(Pool(.device, "probe")), from: 10, until: 40),
      Requirement(.room, from: 50, until: 60),  // begins after the end: falls away
    ]
    rota.schedule.pools = [
      Pool(.staff, "nurse"): [nurse.uuid, otherNurse.uuid], Pool(.location, "ultrasound"): [ultrasound],
      Pool(.device, "probe"): [device, spare],
    ]
    try rota.weekly(.monday, "09:00", "11:15")
    try rota.weekly(.monday, "08:00", "09:50", of: nurse)
    try rota.weekly(.monday, "10:30", "12:00", of: otherNurse)
    // 09:45 needs a nurse until 10:00, and there is none.
    #expect(try rota.times(on: "2026-03-02") == ["09:00 GMT", "10:30 GMT"])
    let day = try rota.day("2026-03-02")
    let slot = try #require(rota.search.slots(on: day...day).first)
    #expect(
      slot.needs == [
        Slot.Need(.anyOf(.staff, [nurse.uuid]), from: 0, until: 900),
        Slot.Need(.practitioner, from: 900, until: 1800),
        Slot.Need(.anyOf(.location, [ultrasound]), from: 0, until: 2700),
        Slot.Need(.anyOf(.device, [device, spare]), from: 600, until: 2400),
      ])
    // The doctor is busy outside of their phase only, one device is out, the nurse is away in the second visit.
    try rota.busy(rota.doctor.uuid, "2026-03-02", "09:00", "09:15")
    try rota.away(device, "2026-03-02", "2026-03-02")
    try rota.away(otherNurse.uuid, "2026-03-02", "2026-03-02", "10:40", "10:50")
    #expect(try rota.times(on: "2026-03-02") == ["09:00 GMT"])
    try rota.busy(spare, "2026-03-02", "09:39", "09:41")
    #expect(try rota.times(on: "2026-03-02") == [])
  }

  @Test("12: needs two of a kind for two at once, and one for one after the other")
  func twoOfAKind() throws {
    var rota = try Rota(minutes: 30)
    let (one, other) = (UUID(), UUID())
    let probe = Pool(.device, "probe")
    rota.rules.requirements = [
      Requirement(.practitioner), Requirement(.anyOf(probe), from: 0, until: 20),
      Requirement(.anyOf(probe), from: 10, until: 30),
    ]
    rota.schedule.pools = [probe: [one]]
    try rota.weekly(.monday, "09:00", "09:30")
    #expect(try rota.times(on: "2026-03-02") == [])
    rota.schedule.pools = [probe: [one, other]]
    #expect(try rota.times(on: "2026-03-02").count == 1)
    // The first that comes to mind is not the one that works for both.
    try rota.busy(other, "2026-03-02", "09:20", "09:30")
    #expect(try rota.times(on: "2026-03-02").count == 1)
    rota.schedule.pools = [probe: [one]]
    rota.rules.requirements[2] = Requirement(.anyOf(probe), from: 20, until: 30)
    #expect(try rota.times(on: "2026-03-02").count == 1)
  }

  @Test("13: offers a group visit until its places are used up")
  func groups() throws {
    var rota = try Rota(minutes: 60)
    rota.rules.capacity = 3
    let session = UUID()
    try rota.weekly(.monday, "09:00", "11:00")
    let day = try rota.day("2026-03-02")
    #expect(rota.search.slots(on: day...day).map(\.places) == [3, 3])
    for places in [2, 1] {
      for resource in [rota.doctor.uuid, rota.room.uuid] {
        try rota.busy(
          resource, "2026-03-02", "09:00", "10:00", service: rota.service, session: session, seats: 3)
      }
      #expect(rota.search.slots(on: day...day).map(\.places) == [places, 3])
    }
    try rota.busy(
      rota.doctor.uuid, "2026-03-02", "09:00", "10:00", service: rota.service, session: session, seats: 3)
    #expect(try rota.times(on: "2026-03-02") == ["10:00 GMT"])
    // Another service's group in the room is in the way.
    try rota.busy(rota.room.uuid, "2026-03-02", "10:00", "11:00", seats: 3)
    #expect(try rota.times(on: "2026-03-02") == [])
  }

  @Test("14: offers nothing that has begun, comes too soon or lies beyond the horizon")
  func notice() throws {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "10:00")
    let nine = Date(timeIntervalSince1970: TimeInterval(try rota.instant("2026-03-02", "09:00")))
    rota.now = nine - 1
    #expect(try rota.times(on: "2026-03-02") == ["09:00 GMT", "09:30 GMT"])
    rota.now = nine
    #expect(try rota.times(on: "2026-03-02") == ["09:30 GMT"])
    rota.rules.noticeMinutes = 30
    #expect(try rota.times(on: "2026-03-02") == ["09:30 GMT"])
    rota.now = nine + 0.5
    #expect(try rota.times(on: "2026-03-02") == [])
    rota.rules.noticeMinutes = 0
    (rota.now, rota.rules.horizonDays) = (nine - 7 * 86_400, 7)
    #expect(try rota.times(on: "2026-03-02").count == 2)
    rota.rules.horizonDays = 6
    #expect(try rota.times(on: "2026-03-02") == [])
  }

  @Test("14: counts working days without holidays and days on which everything is closed")
  func workingDays() throws {
    var rota = try Rota(minutes: 30)
    rota.rules.horizonInWorkingDays = true
    let service = { HealthcareService(rota.rules) }
    let friday = try rota.day("2026-03-06")
    rota.rules.horizonDays = 1
    #expect(rota.schedule.horizon(of: service(), from: friday).description == "2026-03-09")
    rota.rules.horizonDays = 3
    try rota.holiday("2026-03-09")
    #expect(rota.schedule.horizon(of: service(), from: friday).description == "2026-03-12")
    try rota.open(rota.room.uuid, .saturday, "09:00", "12:00")
    try rota.open(rota.room.uuid, .sunday, "09:00", "12:00")
    #expect(rota.schedule.horizon(of: service(), from: friday).description == "2026-03-14")
  }

  @Test("15: offers no more on a day than may be")
  func mostPerDay() throws {
    var rota = try Rota(minutes: 30)
    rota.rules.mostPerDay = 2
    try rota.weekly(.monday, "09:00", "11:00")
    try rota.busy(rota.doctor.uuid, "2026-03-02", "09:00", "09:30", service: rota.service)
    try rota.busy(rota.doctor.uuid, "2026-03-02", "09:30", "10:00", service: ID(UUID()))
    #expect(try rota.times(on: "2026-03-02") == ["10:00 GMT", "10:30 GMT"])
    try rota.busy(rota.doctor.uuid, "2026-03-02", "10:00", "10:30", service: rota.service)
    #expect(try rota.times(on: "2026-03-02") == [])
    #expect(try rota.times(on: "2026-03-09").count == 4)
  }

  @Test("finds the next times across empty weeks, and none beyond what was loaded")
  func next() throws {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "10:00")
    try rota.away(rota.doctor.uuid, "2026-01-01", "2026-03-02")
    let found = rota.search.next(3).map { rota.zone.local($0.during.lowerBound).description }
    #expect(found == ["2026-03-09T09:00", "2026-03-09T09:30", "2026-03-16T09:00"])
    let half = Date(timeIntervalSince1970: TimeInterval(try rota.instant("2026-03-09", "09:30")))
    rota.schedule.loaded = rota.now..<half
    #expect(rota.search.next(3).count == 1)
  }
}
