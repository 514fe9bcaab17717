internal import CivilTime
internal import Clinic
internal import FoundationEssentials

/// Fills the practitioners' hours with visits: the past well, the weeks ahead less and less.
///
/// A visit starts at a multiple of its service's duration after the session opens, as a time that is offered
/// to patients does, so what is left between visits can be booked.
struct DemoDiary {
  private let clinic: DemoClinic
  private var source: DemoSource

  init(of clinic: DemoClinic, from source: DemoSource) {
    self.clinic = clinic
    self.source = source
  }

  /// So many visits in order of their start: all of the weeks ahead, and as much of the past as it takes.
  mutating func visits(_ count: Int) -> [DemoClinic.Visit] {
    var visits: [DemoClinic.Visit] = []
    for days in 0...DemoClinic.daysAhead where visits.count < count {
      visits += self.visits(inDays: days)
    }
    var days = -1
    while visits.count < count, days >= -DemoClinic.daysOfHistory {
      visits += self.visits(inDays: days)
      days -= 1
    }
    return visits.prefix(count).sorted {
      ($0.during.lowerBound, $0.practitioner) < ($1.during.lowerBound, $1.practitioner)
    }
  }

  private mutating func visits(inDays days: Int) -> [DemoClinic.Visit] {
    let day = source.today.adding(days: days)
    let load = Self.load(inDays: days)
    return clinic.sessions.filter { $0.hours.weekday == day.weekday }.flatMap { session in
      visits(of: session, on: day, load: load)
    }
  }

  /// Of a hundred times, how many are taken so many days from today.
  private static func load(inDays days: Int) -> Int {
    days < 0 ? 88 : max(6, 40 - days * 3 / 4)
  }

  private mutating func visits(of session: DemoClinic.Session, on day: Day, load: Int) -> [DemoClinic.Visit] {
    let practitioner = clinic.practitioners[session.practitioner]
    let services = practitioner.services.filter { clinic.services[$0].terms.isPlain }
    let room = clinic.rooms.first { ID($0.id) == session.hours.location }?.name ?? ""
    let opens = source.zone.firstInstant(atOrAfter: LocalDateTime(day: day, time: session.hours.opens))
    let length = session.hours.closes.minutesSinceMidnight - session.hours.opens.minutesSinceMidnight
    var visits: [DemoClinic.Visit] = []
    var minute = 0
    while true {
      let service = source.generator.pick(services)
      let duration = clinic.services[service].minutes
      let start = (minute + duration - 1) / duration * duration
      minute = start + duration
      guard minute <= length else { return visits }
      guard source.generator.chance(load) else { continue }
      guard
        let from = session.hours.opens.adding(minutes: start),
        let until = session.hours.opens.adding(minutes: minute),
        !clinic.rules.isClosed(
          practitioner.profile.familyName, in: room, on: day, from: from, until: until, today: source.today)
      else { continue }
      visits.append(
        DemoClinic.Visit(
          practitioner: session.practitioner, service: service, location: session.hours.location,
          during: (opens + Double(start * 60))..<(opens + Double(minute * 60))))
    }
  }
}
