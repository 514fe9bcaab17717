internal import CivilTime
public import FoundationEssentials

extension SlotSearch {
  /// Every reason at once why a visit is not offered at a time; none when it is.
  public func hindrances(at start: Date) -> [Hindrance] {
    let seconds = Int(start.timeIntervalSince1970)
    let day = zone.local(start).day
    let today = attendance(on: day)
    return timing(seconds, day) + presence(seconds, day, today) + occupation(seconds, today)
      + (isFull(day) ? [.dayFull(service.rules.mostPerDay ?? 0)] : [])
  }

  /// Rule 14.
  private func timing(_ start: Int, _ day: Day) -> [Hindrance] {
    var found: [Hindrance] = []
    if start < earliest - service.rules.noticeMinutes * 60 {
      found.append(.past)
    } else if start < earliest {
      found.append(.tooSoon(service.rules.noticeMinutes))
    }
    if day > lastDay { found.append(.beyondHorizon(lastDay)) }
    return found
  }

  /// Rules 1 to 9.
  private func presence(_ start: Int, _ day: Day, _ attendance: Attendance) -> [Hindrance] {
    guard let window = attendance.windows.first(where: { $0.span.contains(start) }) else {
      return absent(start, day, attendance)
    }
    var found: [Hindrance] = []
    let (yesterday, tomorrow) = (day.adding(days: -1), day.adding(days: 1))
    let neighbours =
      [self.attendance(on: yesterday), self.attendance(on: tomorrow)] + afterSkipped(tomorrow)
    let visit = start..<(start + length)
    if !attendance.locations(at: start).contains(where: {
      attendance.covers(visit, in: $0, with: neighbours)
    }) {
      let cuts = closures(visit, day, window.location)
      found += cuts.isEmpty ? [.runsOver(Date(seconds: window.span.upperBound))] : cuts
    }
    let starts = starts(in: attendance, from: window.span.lowerBound)
    if !starts.contains(start) {
      let near = [starts.last { $0 < start }, starts.first { $0 > start }].compactMap(\.self)
      found.append(.offGrid(near.map(Date.init(seconds:))))
    }
    return found
  }

  /// Why nobody is there at all.
  private func absent(_ start: Int, _ day: Day, _ attendance: Attendance) -> [Hindrance] {
    let weekly = (schedule.weekly[practitioner] ?? []).filter { hours in
      hours.holds(on: day)
        && clock.instants(of: day, from: hours.opens, until: hours.closes).contains { $0.contains(start) }
    }
    var found: [Hindrance] = []
    let replacing = (schedule.dated[practitioner] ?? []).filter { $0.day == day && $0.replaces }
    let own = weekly.filter { $0.isFor(service.id) }
    let usual = (schedule.weekly[practitioner] ?? []).filter { $0.holds(on: day) && $0.isFor(service.id) }
    if !usual.isEmpty, let holiday = schedule.holidays[day] {
      found.append(.holiday(holiday))
      // Nor would they be there then on another such day.
      if own.isEmpty {
        let spans = usual.flatMap { clock.instants(of: day, from: $0.opens, until: $0.closes) }
        found.append(.outsideHours(spans.map { Date(seconds: $0.lowerBound)..<Date(seconds: $0.upperBound) }))
      }
    }
    if !own.isEmpty, !replacing.isEmpty { found.append(.otherHours(replacing)) }
    found += weekly.filter { !$0.isFor(service.id) }.map(Hindrance.hoursForOthers)
    guard found.isEmpty else { return found }
    return [
      .outsideHours(
        attendance.windows.map { Date(seconds: $0.span.lowerBound)..<Date(seconds: $0.span.upperBound) })
    ]
  }

  /// What cuts a visit out of its hours in one room.
  private func closures(_ visit: Range<Int>, _ day: Day, _ location: ID<Location>) -> [Hindrance] {
    var found: [Hindrance] = []
    let days = [day, day.adding(days: 1)]
    for resource in [practitioner.uuid, location.uuid] {
      found += (schedule.absences[resource] ?? []).filter { absence in
        days.contains { day in
          absence.holds(on: day)
            && clock.instants(of: day, from: absence.starts, until: absence.ends).contains(
              where: visit.overlaps)
        }
      }.map { .absence($0, of: resource) }
    }
    if let open = schedule.openings(of: location, on: day, clock), !open.contains(visit) {
      found.append(
        .closed(location, (schedule.openings[location.uuid] ?? []).filter { $0.weekday == day.weekday }))
    }
    return found
  }

  /// Rules 10 to 13.
  private func occupation(_ start: Int, _ attendance: Attendance) -> [Hindrance] {
    let group = group(at: start)
    if let group, group.placesLeft == 0 { return [.groupFull] }
    let location = attendance.locations(at: start).first ?? attendance.left.first?.location
    return needs.flatMap { need -> [Hindrance] in
      let time = need.range(from: start)
      switch need.resource {
      case .practitioner: return taken(practitioner.uuid, time, group?.session)
      case .room: return location.map { taken($0.uuid, time, group?.session) } ?? []
      case .anyOf(let pool):
        let members = (schedule.pools[pool] ?? []).map { resource in
          Hindrance.Member(
            resource: resource,
            hindrances: taken(resource, time, group?.session)
              + away(resource, pool.of, need.visit(from: start)))
        }
        return members.contains { $0.hindrances.isEmpty } ? [] : [.noneOf(pool, members)]
      }
    }
  }

  private func taken(_ resource: UUID, _ time: Range<Int>, _ session: UUID?) -> [Hindrance] {
    (schedule.busy[resource] ?? []).overlapping(time).filter { $0.session != session }.map {
      .occupied(
        resource, Date(seconds: $0.during.lowerBound)..<Date(seconds: $0.during.upperBound),
        record: $0.session,
        isHeld: $0.isHeld)
    }
  }

  private func away(_ resource: UUID, _ of: Pool.Of, _ time: Range<Int>) -> [Hindrance] {
    var pools = PoolHours(schedule, clock, zone)
    guard !pools.works(resource, of, during: time) else { return [] }
    let day = zone.local(Date(seconds: time.lowerBound)).day
    let absences = (schedule.absences[resource] ?? []).filter { absence in
      absence.holds(on: day)
        && clock.instants(of: day, from: absence.starts, until: absence.ends).contains(where: time.overlaps)
    }
    if !absences.isEmpty { return absences.map { .absence($0, of: resource) } }
    if of == .location {
      let hours = (schedule.openings[resource] ?? []).filter { $0.weekday == day.weekday }
      return [.closed(ID(resource), hours)]
    }
    let there = Attendance(of: ID(resource), for: nil, on: day, in: schedule, clock)
    return [
      .outsideHours(
        there.windows.map { Date(seconds: $0.span.lowerBound)..<Date(seconds: $0.span.upperBound) })
    ]
  }
}
