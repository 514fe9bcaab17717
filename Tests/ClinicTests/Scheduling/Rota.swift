import CivilTime
import FoundationEssentials
import Testing

@testable import Clinic

/// A doctor, a room and rules for them, written as a person would say them.
struct Rota {
  let doctor = ID<Practitioner>(UUID())
  let room = ID<Location>(UUID())
  var schedule = Schedule()
  var rules: BookingRules
  let zone: TimeZoneRules
  /// Long before all the days of the tests.
  var now = Date(timeIntervalSince1970: 1_767_225_600)  // 2026-01-01T00:00Z

  init(minutes: Int, zone: String = "Europe/London") throws {
    rules = BookingRules(durationMinutes: minutes)
    rules.horizonDays = 400
    self.zone = try TimeZoneRules(identifier: zone)
  }

  let service = ID<HealthcareService>(UUID())

  mutating func weekly(
    _ weekday: Weekday, _ opens: String, _ closes: String, in other: ID<Location>? = nil,
    of who: ID<Practitioner>? = nil, for services: Set<ID<HealthcareService>> = [],
    from first: String = "2026-01-01", until last: String? = nil
  ) throws {
    schedule.weekly[who ?? doctor, default: []].append(
      WeeklyHours(
        location: other ?? room, weekday: weekday, opens: try time(opens), closes: try time(closes),
        validFrom: try day(first), validUntil: try last.map(day), services: services))
  }

  mutating func dated(
    _ day: String, _ opens: String, _ closes: String, in other: ID<Location>? = nil, replaces: Bool
  ) throws {
    schedule.dated[doctor, default: []].append(
      DatedHours(
        location: other ?? room, day: try self.day(day), opens: try time(opens), closes: try time(closes),
        replaces: replaces))
  }

  mutating func away(
    _ resource: UUID, _ first: String, _ last: String, on weekdays: Set<Weekday> = [],
    _ starts: String = "00:00", _ ends: String = "24:00"
  ) throws {
    schedule.absences[resource, default: []].append(
      Absence(
        days: try day(first)...day(last), weekdays: weekdays, starts: try time(starts), ends: try time(ends)))
  }

  mutating func open(_ place: UUID, _ weekday: Weekday, _ opens: String, _ closes: String) throws {
    schedule.openings[place, default: []].append(
      OpeningHours(weekday: weekday, opens: try time(opens), closes: try time(closes)))
    schedule.openWeekdays.insert(weekday)
  }

  mutating func holiday(_ day: String) throws {
    schedule.holidays[try self.day(day)] = Holiday(day: try self.day(day), name: "Holiday")
  }

  /// - Parameter session: of a group visit.
  mutating func busy(
    _ resource: UUID, _ day: String, _ from: String, _ until: String, service: ID<HealthcareService>? = nil,
    session: UUID = UUID(), seats: Int = 1
  ) throws {
    schedule.busy[resource, default: []].append(
      Busy(
        during: try instant(day, from)..<instant(day, until), service: service, session: session, seats: seats
      ))
    schedule.busy[resource]?.sort { $0.during.lowerBound < $1.during.lowerBound }
  }

  var search: SlotSearch { search() }

  func search(isFirstVisit: Bool = false) -> SlotSearch {
    SlotSearch(
      of: doctor, for: HealthcareService(rules, id: service), isFirstVisit: isFirstVisit, in: schedule,
      zone: zone, at: now)
  }

  /// `09:00 GMT`
  func times(on day: String, isFirstVisit: Bool = false) throws -> [String] {
    let day = try self.day(day)
    return search(isFirstVisit: isFirstVisit).slots(on: day...day).map { slot in
      let start = slot.during.lowerBound
      return "\(zone.local(start).time) \(zone.offset(at: start).abbreviation)"
    }
  }

  func day(_ text: String) throws -> Day { try #require(Day(iso: text)) }
  func time(_ text: String) throws -> TimeOfDay { try #require(TimeOfDay(iso: text)) }

  func instant(_ day: String, _ time: String) throws -> Int {
    let local = LocalDateTime(day: try self.day(day), time: try self.time(time))
    return Int(zone.firstInstant(atOrAfter: local).timeIntervalSince1970)
  }
}

extension HealthcareService {
  init(_ rules: BookingRules, id: ID<HealthcareService> = ID(UUID())) {
    self.init(
      id: id, specialty: "Cardiology", name: "Consultation", description: "",
      price: Money(minorUnits: 100, currency: "GBP"), preparation: "", rules: rules)
  }
}
