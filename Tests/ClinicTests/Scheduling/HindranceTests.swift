import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

@Suite("Why a time is not offered")
struct HindranceTests {
  private func hindrances(_ rota: Rota, _ day: String, _ time: String) throws -> [Hindrance] {
    rota.search.hindrances(at: Date(timeIntervalSince1970: TimeInterval(try rota.instant(day, time))))
  }

  private func rota() throws -> Rota {
    var rota = try Rota(minutes: 30)
    try rota.weekly(.monday, "09:00", "12:00")
    return rota
  }

  @Test("is nothing for a time that is")
  func offered() throws {
    #expect(try hindrances(rota(), "2026-03-02", "09:30") == [])
  }

  @Test("is the hours: none, others, those of the day, a holiday")
  func hours() throws {
    var rota = try rota()
    #expect(try hindrances(rota, "2026-03-03", "09:30") == [.outsideHours([])])
    let span =
      try Date(
        seconds: rota.instant("2026-03-02", "09:00"))..<Date(seconds: rota.instant("2026-03-02", "12:00"))
    #expect(try hindrances(rota, "2026-03-02", "13:00") == [.outsideHours([span])])
    #expect(try hindrances(rota, "2026-03-02", "11:45").contains(.runsOver(span.upperBound)))
    try rota.weekly(.monday, "13:00", "14:00", for: [ID(UUID())])
    let other = try #require(rota.schedule.weekly[rota.doctor]?.last)
    #expect(try hindrances(rota, "2026-03-02", "13:00") == [.hoursForOthers(other)])
    try rota.holiday("2026-03-09")
    #expect(
      try hindrances(rota, "2026-03-09", "09:00") == [
        .holiday(Holiday(day: rota.day("2026-03-09"), name: "Holiday"))
      ])
    try rota.dated("2026-03-16", "15:00", "16:00", replaces: true)
    let dated = try #require(rota.schedule.dated[rota.doctor])
    #expect(try hindrances(rota, "2026-03-16", "09:00") == [.otherHours(dated)])
  }

  @Test("is every reason at once")
  func all() throws {
    var rota = try rota()
    rota.rules.mostPerDay = 1
    rota.now = Date(timeIntervalSince1970: TimeInterval(try rota.instant("2026-03-02", "09:00")))
    rota.rules.noticeMinutes = 600
    try rota.away(rota.doctor.uuid, "2026-03-02", "2026-03-02", "10:00", "11:00")
    try rota.away(rota.room.uuid, "2026-03-01", "2026-03-04")
    try rota.open(rota.room.uuid, .monday, "09:00", "10:00")
    try rota.busy(rota.doctor.uuid, "2026-03-02", "10:00", "10:20", service: rota.service)
    let found = try hindrances(rota, "2026-03-02", "10:10")
    let absences = rota.schedule.absences
    let taken = try #require(rota.schedule.busy[rota.doctor.uuid]?.first)
    #expect(
      found == [
        .tooSoon(600), .absence(absences[rota.doctor.uuid]![0], of: rota.doctor.uuid),
        .absence(absences[rota.room.uuid]![0], of: rota.room.uuid),
        .closed(rota.room, rota.schedule.openings[rota.room.uuid]!),
        .offGrid([
          Date(seconds: try rota.instant("2026-03-02", "10:00")),
          Date(seconds: try rota.instant("2026-03-02", "10:30")),
        ]),
        .occupied(
          rota.doctor.uuid, Date(seconds: taken.during.lowerBound)..<Date(seconds: taken.during.upperBound),
          record: taken.session, isHeld: false),
        .dayFull(1),
      ])
    #expect(try hindrances(rota, "2026-03-02", "08:00").first == .past)
    rota.rules.horizonDays = 1
    #expect(try hindrances(rota, "2026-03-09", "09:00").contains(.beyondHorizon(rota.day("2026-03-03"))))
  }

  @Test("tells of each that could help what keeps it")
  func pools() throws {
    var rota = try rota()
    let (nurse, probe, spare) = (ID<Practitioner>(UUID()), UUID(), UUID())
    let (nurses, probes) = (Pool(.staff, "nurse"), Pool(.device, "probe"))
    rota.rules.requirements = [
      Requirement(.practitioner), Requirement(.anyOf(nurses)), Requirement(.anyOf(probes)),
    ]
    rota.schedule.pools = [nurses: [nurse.uuid], probes: [probe, spare]]
    try rota.away(probe, "2026-03-02", "2026-03-02")
    try rota.busy(spare, "2026-03-02", "09:00", "09:30")
    let found = try hindrances(rota, "2026-03-02", "09:00")
    let busy = try #require(rota.schedule.busy[spare]?.first)
    #expect(
      found == [
        .noneOf(nurses, [Hindrance.Member(resource: nurse.uuid, hindrances: [.outsideHours([])])]),
        .noneOf(
          probes,
          [
            Hindrance.Member(
              resource: probe, hindrances: [.absence(rota.schedule.absences[probe]![0], of: probe)]),
            Hindrance.Member(
              resource: spare,
              hindrances: [
                .occupied(
                  spare, Date(seconds: busy.during.lowerBound)..<Date(seconds: busy.during.upperBound),
                  record: busy.session, isHeld: false)
              ]),
          ]),
      ])
  }

  @Test("is something for exactly the times that are not offered", arguments: 0..<200)
  func agrees(seed: Int) throws {
    // Times of a day on a grid of five minutes, against what the search offers.
    var random = SeededNumbers(seed)
    var rota = try Rota(minutes: [20, 30, 45].randomElement(using: &random)!)
    rota.rules.isPacked = Bool.random(using: &random)
    rota.rules.gridMinutes = [nil, 10, 25].randomElement(using: &random)!
    rota.rules.mostPerDay = [nil, 2].randomElement(using: &random)!
    rota.rules.capacity = [1, 1, 2].randomElement(using: &random)!
    try rota.weekly(.monday, "09:00", "11:00")
    if Bool.random(using: &random) { try rota.weekly(.monday, "11:00", "12:30") }
    if Bool.random(using: &random) {
      try rota.away(rota.doctor.uuid, "2026-03-02", "2026-03-02", "09:35", "10:05")
    }
    if Bool.random(using: &random) { try rota.open(rota.room.uuid, .monday, "09:10", "12:00") }
    if Bool.random(using: &random) {
      try rota.busy(rota.doctor.uuid, "2026-03-02", "10:20", "10:50", service: rota.service)
    }
    let day = try rota.day("2026-03-02")
    let offered = Set(rota.search.slots(on: day...day).map(\.during.lowerBound))
    for minute in stride(from: 8 * 60, to: 13 * 60, by: 5) {
      let instant = Date(seconds: try rota.instant("2026-03-02", "00:00") + minute * 60)
      #expect(
        rota.search.hindrances(at: instant).isEmpty == offered.contains(instant),
        "\(minute / 60):\(minute % 60)")
    }
  }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
