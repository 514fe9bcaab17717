import CivilTime
import ClinicTesting
import FoundationEssentials

@testable import Clinic

/// A clinic that chance made: small, so that rules meet. The same for the same seed.
struct OracleCase {
  let zone: TimeZoneRules
  let days: ClosedRange<Day>
  /// Minutes of which all times are multiples.
  let unit: Int
  private(set) var now = Date.distantPast
  private(set) var schedule = Schedule()
  private(set) var rules = BookingRules(durationMinutes: 30)
  private(set) var isFirstVisit = false
  private var generator: SeededGenerator
  private var sessions = 50

  static let practitioner = ID<Practitioner>(number(1))
  static let service = ID<HealthcareService>(number(2))
  private static let otherService = ID<HealthcareService>(number(3))
  private static let rooms = (10...12).map { ID<Location>(number($0)) }
  private static let staff = (20...21).map(number)
  private static let places = (30...31).map(number)
  private static let devices = (40...41).map(number)
  private static let pools = [
    Pool(.staff, "nurse"): staff, Pool(.location, "theatre"): places + [rooms[0].uuid],
    Pool(.device, "laser"): devices,
  ]

  /// Zones and days on which something happens to their clocks, and such on which nothing does.
  static let scenes: [(zone: String, day: String)] = [
    ("Europe/London", "2026-03-28"), ("Europe/London", "2026-10-24"), ("Europe/London", "2026-06-09"),
    ("America/New_York", "2026-03-07"), ("America/New_York", "2026-10-31"),
    ("Australia/Lord_Howe", "2026-04-04"), ("Australia/Lord_Howe", "2026-10-03"),
    ("Africa/Cairo", "2026-04-23"), ("Africa/Cairo", "2026-10-29"), ("America/Santiago", "2026-09-05"),
    ("Asia/Beirut", "2026-03-28"), ("America/Havana", "2026-10-31"), ("Pacific/Apia", "2011-12-29"),
    ("Asia/Kathmandu", "2026-05-05"), ("Asia/Tokyo", "2026-12-30"),
  ]

  init(seed: UInt64, _ zones: TimeZoneDatabase) throws {
    generator = SeededGenerator(seed: seed, part: "oracle")
    let scene = Self.scenes.randomElement(using: &generator)!
    zone = try zones.rules(for: scene.zone)
    let first = Day(iso: scene.day)!.adding(days: Int.random(in: -1...0, using: &generator))
    days = first...first.adding(days: 2)
    // In Kathmandu clocks are 5:45 ahead of Greenwich, on Lord Howe they move by half an hour.
    unit = [5, 15][Int.random(in: 0...1, using: &generator)]
    now = zone.startOfDay(first) + TimeInterval(minutes(-1440...720) * 60)
    makeHours()
    makeClosures()
    makeRules()
    makeBusy()
  }

  private static func number(_ number: Int) -> UUID {
    UUID(uuidString: "00000000-0000-7000-8000-0000000000\(number < 10 ? "0" : "")\(number)")!
  }

  var healthcareService: HealthcareService {
    HealthcareService(
      id: Self.service, specialty: "", name: "", description: "",
      price: Money(minorUnits: 1, currency: "EUR"),
      preparation: "", rules: rules)
  }
}

extension OracleCase {
  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &generator) < percent
  }

  private mutating func times(_ counts: ClosedRange<Int>, _ body: (inout OracleCase) -> Void) {
    for _ in 0..<Int.random(in: counts, using: &generator) { body(&self) }
  }

  private mutating func minutes(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: (range.lowerBound / unit)...(range.upperBound / unit), using: &generator) * unit
  }

  private mutating func day() -> Day {
    days.lowerBound.adding(days: Int.random(in: -1...3, using: &generator))
  }

  /// Often around the hours in which clocks change, sometimes from or until midnight.
  private mutating func hours() -> (opens: TimeOfDay, closes: TimeOfDay) {
    let opens = chance(25) ? 0 : chance(40) ? minutes(0...240) : minutes(300...1380)
    let closes = chance(20) ? 1440 : min(1440, opens + max(unit, minutes(30...600)))
    return (TimeOfDay(minutesSinceMidnight: opens)!, TimeOfDay(minutesSinceMidnight: closes)!)
  }

  private mutating func weekdays() -> Set<Weekday> {
    chance(60) ? [] : Set((0..<2).map { _ in day().weekday })
  }

  private mutating func makeHours() {
    let people = [Self.practitioner] + Self.staff.map { ID($0) }
    for person in people {
      times(1...4) {
        let (opens, closes) = $0.hours()
        let room = Self.rooms.randomElement(using: &$0.generator)!
        let services: Set<ID<HealthcareService>> =
          person == Self.practitioner && $0.chance(20)
          ? [$0.chance(50) ? Self.service : Self.otherService] : []
        for weekday in $0.chance(50) ? Weekday.allCases : [$0.day().weekday] {
          $0.schedule.weekly[person, default: []].append(
            WeeklyHours(
              location: room, weekday: weekday, opens: opens, closes: closes,
              validFrom: $0.chance(80) ? Day.first : $0.day(), validUntil: $0.chance(80) ? nil : $0.day(),
              services: services))
        }
      }
      times(0...2) {
        let (opens, closes) = $0.hours()
        $0.schedule.dated[person, default: []].append(
          DatedHours(
            location: Self.rooms.randomElement(using: &$0.generator)!, day: $0.day(), opens: opens,
            closes: closes,
            replaces: $0.chance(50)))
      }
    }
  }

  private mutating func makeClosures() {
    if chance(20) {
      let holiday = day()
      schedule.holidays[holiday] = Holiday(day: holiday, name: "")
    }
    for room in Self.rooms.map(\.uuid) + Self.places where chance(25) {
      times(1...3) {
        let (opens, closes) = $0.hours()
        for weekday in $0.chance(60) ? Weekday.allCases : [$0.day().weekday] {
          $0.schedule.openings[room, default: []].append(
            OpeningHours(weekday: weekday, opens: opens, closes: closes))
          $0.schedule.openWeekdays.insert(weekday)
        }
      }
    }
    for resource in [Self.practitioner.uuid] + Self.rooms.map(\.uuid) + Self.staff + Self.places
      + Self.devices
    where chance(25) {
      times(1...2) {
        let (starts, ends) = $0.chance(30) ? (.midnight, .endOfDay) : $0.hours()
        let first = $0.day()
        $0.schedule.absences[resource, default: []].append(
          Absence(
            days: first...first.adding(days: Int.random(in: 0...2, using: &$0.generator)),
            weekdays: $0.weekdays(),
            starts: starts, ends: ends))
      }
    }
  }

  private mutating func makeRules() {
    rules.durationMinutes = max(unit, minutes(15...90))
    if chance(20) { rules.firstVisitMinutes = max(unit, minutes(15...120)) }
    isFirstVisit = chance(30)
    if chance(40) { rules.bufferBeforeMinutes = minutes(0...30) }
    if chance(40) { rules.bufferAfterMinutes = minutes(0...30) }
    if chance(50) { rules.gridMinutes = max(unit, minutes(5...60)) }
    rules.isPacked = chance(40)
    if chance(30) { rules.noticeMinutes = minutes(0...1440) }
    if chance(30) { rules.horizonDays = Int.random(in: 1...3, using: &generator) }
    rules.horizonInWorkingDays = chance(30)
    if chance(20) { rules.mostPerDay = Int.random(in: 1...3, using: &generator) }
    if chance(20) { rules.capacity = Int.random(in: 2...3, using: &generator) }
    schedule.pools = Self.pools
    guard chance(50) else { return }
    times(1...4) {
      let from = $0.chance(50) ? 0 : $0.minutes(0...60)
      let resource: Requirement.Resource =
        switch Int.random(in: 0...6, using: &$0.generator) {
        case 0, 1: .practitioner
        case 2: .room
        case 3, 4: .anyOf(Pool(.staff, "nurse"))
        case 5: .anyOf(Pool(.location, "theatre"))
        default: .anyOf(Pool(.device, "laser"))
        }
      $0.rules.requirements.append(
        Requirement(
          resource, from: from, until: $0.chance(50) ? nil : from + max($0.unit, $0.minutes(5...60))))
    }
  }

  /// What is occupied already, as the database would have it: nothing overlaps in one resource but a group.
  private mutating func makeBusy() {
    let start = zone.startOfDay(days.lowerBound)
    let everything = Self.rooms.map(\.uuid) + Self.staff + Self.places + Self.devices
    for resource in [Self.practitioner.uuid] + everything {
      var taken: [Busy] = []
      times(0...4) {
        let from = Int(start.timeIntervalSince1970) + $0.minutes(-600...4320) * 60
        let during = from..<(from + max($0.unit, $0.minutes(15...120)) * 60)
        guard !taken.contains(where: { $0.during.overlaps(during) }) else { return }
        let isOfPractitioner = resource == Self.practitioner.uuid
        taken.append(
          Busy(
            during: during, service: isOfPractitioner && $0.chance(50) ? Self.service : nil,
            session: Self.number($0.sessions)))
        $0.sessions += 1
      }
      if !taken.isEmpty {
        schedule.busy[resource] = taken.sorted { $0.during.lowerBound < $1.during.lowerBound }
      }
    }
  }

  /// Some people come together at a time that was free so far.
  mutating func makeGroup(at offered: [Oracle.Offered]) {
    guard rules.capacity > 1, rules.requirements.isEmpty, let visit = offered.randomElement(using: &generator)
    else { return }
    let start = Int(visit.start.timeIntervalSince1970)
    let length = rules.minutes(isFirstVisit: isFirstVisit) + rules.bufferAfterMinutes
    let during = (start - rules.bufferBeforeMinutes * 60)..<(start + length * 60)
    times(1...rules.capacity) {
      for (resource, service) in [(Self.practitioner.uuid, Self.service), (visit.location.uuid, nil)] {
        $0.schedule.busy[resource, default: []].append(
          Busy(during: during, service: service, session: Self.number(99), seats: $0.rules.capacity))
        $0.schedule.busy[resource]?.sort { $0.during.lowerBound < $1.during.lowerBound }
      }
    }
  }
}
