internal import CivilTime
internal import FoundationEssentials

/// When and where a practitioner is there for a service on one day (rules 1 to 6).
struct Attendance {
  struct Window {
    let location: ID<Location>
    let span: Range<Int>
  }

  /// As the hours say, before anything is cut from them; in order.
  let windows: [Window]
  /// What is left of them in each room.
  let left: [(location: ID<Location>, spans: Spans)]
  /// The practitioner's, where there are windows.
  let absences: Spans

  /// - Parameters:
  ///   - service: nil for whoever helps with any.
  ///   - inOpenRooms: whether the room has to be open; for whoever helps it need not.
  init(
    of practitioner: ID<Practitioner>, for service: ID<HealthcareService>?, on day: Day,
    in schedule: Schedule, _ clock: WallClock, inOpenRooms: Bool? = nil
  ) {
    var windows: [Window] = []
    for hours in Self.hours(of: practitioner, for: service, on: day, in: schedule) {
      windows += clock.instants(of: day, from: hours.opens, until: hours.closes).map {
        Window(location: hours.location, span: $0)
      }
    }
    guard !windows.isEmpty else {
      (self.windows, left, absences) = ([], [], Spans())
      return
    }
    let absences = schedule.absences(of: practitioner.uuid, on: day, clock)
    self.absences = absences
    if windows.count > 1 { windows.sort { $0.span.lowerBound < $1.span.lowerBound } }
    self.windows = windows
    var left: [(location: ID<Location>, spans: Spans)] = []
    for window in windows where !left.contains(where: { $0.location == window.location }) {
      let location = window.location
      var spans = Spans(windows.filter { $0.location == location }.map(\.span)).subtracting(absences)
      if inOpenRooms ?? (service != nil) {
        if let open = schedule.openings(of: location, on: day, clock) { spans = spans.intersection(open) }
        spans = spans.subtracting(schedule.absences(of: location.uuid, on: day, clock))
      }
      left.append((location, spans))
    }
    if left.count > 1 { left.sort { $0.location.description < $1.location.description } }
    self.left = left
  }

  /// Rooms that have a window which this instant lies in, by id.
  func locations(at instant: Int) -> [ID<Location>] {
    if left.count == 1 { return [left[0].location] }
    return left.map(\.location).filter { location in
      windows.contains { $0.location == location && $0.span.contains(instant) }
    }
  }

  /// Rule 7: a visit may begin in one window and end in the next, across midnight too.
  ///
  /// - Parameter neighbours: the days before and after. Where clocks go back over midnight, a day can be on both sides of
  ///   the next.
  func covers(_ visit: Range<Int>, in location: ID<Location>, with neighbours: [Attendance]) -> Bool {
    let today = spans(in: location)
    return today.contains(visit)
      || neighbours.reduce(today) { $0.union($1.spans(in: location)) }.contains(visit)
  }

  var spans: Spans { left.reduce(Spans()) { $0.union($1.spans) } }

  private func spans(in location: ID<Location>) -> Spans {
    left.first { $0.location == location }?.spans ?? Spans()
  }

  private static func hours(
    of practitioner: ID<Practitioner>, for service: ID<HealthcareService>?, on day: Day,
    in schedule: Schedule
  ) -> [(location: ID<Location>, opens: TimeOfDay, closes: TimeOfDay)] {
    let dated = (schedule.dated[practitioner] ?? []).filter { $0.day == day }
    var hours = dated.map { ($0.location, $0.opens, $0.closes) }
    if schedule.holidays[day] == nil, !dated.contains(where: \.replaces) {
      for weekly in schedule.weekly[practitioner] ?? [] where weekly.holds(on: day) {
        if service.map(weekly.isFor) ?? true { hours.append((weekly.location, weekly.opens, weekly.closes)) }
      }
    }
    return hours
  }
}

extension Schedule {
  func absences(of resource: UUID, on day: Day, _ clock: WallClock) -> Spans {
    guard let all = absences[resource] else { return Spans() }
    return Spans(
      all.filter { $0.holds(on: day) }.flatMap { clock.instants(of: day, from: $0.starts, until: $0.ends) })
  }

  /// Nil for a place that is always open.
  func openings(of location: ID<Location>, on day: Day, _ clock: WallClock) -> Spans? {
    guard let all = openings[location.uuid] else { return nil }
    return Spans(
      all.filter { $0.weekday == day.weekday }
        .flatMap { clock.instants(of: day, from: $0.opens, until: $0.closes) })
  }
}

/// When resources of pools work: each day of each is looked up once.
struct PoolHours {
  private let schedule: Schedule
  private let clock: WallClock
  private let zone: TimeZoneRules
  private var known: [Key: Spans] = [:]

  private struct Key: Hashable {
    let resource: UUID
    let day: Day
  }

  init(_ schedule: Schedule, _ clock: WallClock, _ zone: TimeZoneRules) {
    self.schedule = schedule
    self.clock = clock
    self.zone = zone
  }

  mutating func works(_ resource: UUID, _ of: Pool.Of, during time: Range<Int>) -> Bool {
    let first = zone.local(Date(seconds: time.lowerBound)).day
    let today = spans(resource, of, on: first)
    if today.contains(time) { return true }
    // The clocks may go back over midnight, so that a day is on both sides of another.
    return today.union(spans(resource, of, on: first.adding(days: 1)))
      .union(spans(resource, of, on: first.adding(days: -1))).contains(time)
  }

  private mutating func spans(_ resource: UUID, _ of: Pool.Of, on day: Day) -> Spans {
    let key = Key(resource: resource, day: day)
    if let spans = known[key] { return spans }
    let spans = worked(resource, of, on: day)
    known[key] = spans
    return spans
  }

  private func worked(_ resource: UUID, _ of: Pool.Of, on day: Day) -> Spans {
    switch of {
    case .staff:
      return Attendance(of: ID(resource), for: nil, on: day, in: schedule, clock).spans
    case .location, .device:
      let always = Spans(clock.instants(of: day, from: .midnight, until: .endOfDay))
      let open = of == .location ? schedule.openings(of: ID(resource), on: day, clock) : nil
      return (open ?? always).subtracting(schedule.absences(of: resource, on: day, clock))
    }
  }
}
