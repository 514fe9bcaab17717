import CivilTime
import FoundationEssentials

@testable import Clinic

/// docs/scheduling.md once more, written from that page alone and in the dullest way: time is cut into pieces, each piece
/// is asked about every rule, and every start is tried. The numbers in the comments are the page's.
struct Oracle {
  let schedule: Schedule
  let practitioner: ID<Practitioner>
  let service: HealthcareService
  let isFirstVisit: Bool
  let zone: TimeZoneRules
  let now: Date
  /// Pieces of time: so many minutes each, from the first one's start on. Everything begins and ends between pieces.
  let wall: Wall
  /// Of those who help: for whatever service and in whatever room, open or not.
  private var staff: [UUID: [Bool]] = [:]

  init(
    _ schedule: Schedule, of practitioner: ID<Practitioner>, for service: HealthcareService,
    isFirstVisit: Bool,
    zone: TimeZoneRules, at now: Date, on wall: Wall
  ) {
    self.schedule = schedule
    self.practitioner = practitioner
    self.service = service
    self.isFirstVisit = isFirstVisit
    self.zone = zone
    self.now = now
    self.wall = wall
    for person in Set(schedule.pools.filter { $0.key.of == .staff }.values.joined()) {
      var works = Array(repeating: false, count: wall.pieces.count)
      for window in windows(of: ID(person), for: nil) {
        for piece in window.pieces where !isAbsent(person, piece) { works[piece] = true }
      }
      staff[person] = works
    }
  }

  /// What the clocks show at the start of each piece.
  struct Wall {
    let start: Int
    let seconds: Int
    let days: [Day]
    let minutes: [Int]
    let ofDay: [Day: [Int]]

    init(_ zone: TimeZoneRules, from start: Date, minutes each: Int, pieces: Int) {
      self.start = Int(start.timeIntervalSince1970)
      seconds = each * 60
      let shown = (0..<pieces).map { zone.local(start + TimeInterval($0 * each * 60)) }
      days = shown.map(\.day)
      minutes = shown.map(\.time.minutesSinceMidnight)
      ofDay = Dictionary(grouping: shown.indices) { shown[$0].day }
    }

    var pieces: Range<Int> { days.indices }
    func pieces(_ minutes: Int) -> Int { minutes * 60 / seconds }
    func piece(_ instant: Int) -> Int { (instant - start) / seconds }
    func instant(_ piece: Int) -> Date { Date(timeIntervalSince1970: TimeInterval(start + piece * seconds)) }
  }

  struct Offered: Hashable, CustomStringConvertible {
    let start: Date
    let location: ID<Location>
    let places: Int

    var description: String { "\(start) in \("\(location)".suffix(2)), \(places)" }
  }

  private var rules: BookingRules { service.rules }
  private var length: Int { wall.pieces(rules.minutes(isFirstVisit: isFirstVisit)) }
}

extension Oracle {
  func offered(on days: ClosedRange<Day>) -> [Offered] {
    let windows = windows(of: practitioner, for: service.id)
    let left = left(of: practitioner, windows)
    let starts = windows.reduce(into: Set()) { $0.formUnion(self.starts(in: $1)) }
    let rooms = left.keys.sorted { $0.description < $1.description }
    return starts.sorted().compactMap { start in
      guard days.contains(wall.days[start]), isInTime(start) else { return nil }
      return rooms.lazy.compactMap { offer(start, in: $0, left[$0] ?? []) }.first
    }
  }

  /// 8, 12, 13 and 15.
  private func offer(_ start: Int, in room: ID<Location>, _ left: [Bool]?) -> Offered? {
    guard let left, (start..<(start + length)).allSatisfy({ left[$0] }) else { return nil }
    if let most = rules.mostPerDay, visits(on: wall.days[start]).count >= most { return nil }
    let group = group(at: start)
    if let group, group.places == 0 { return nil }
    guard canBeUsed(needs(from: start, in: room), without: group?.session) else { return nil }
    let places = group?.places ?? (rules.capacity > 1 ? rules.capacity : 1)
    return Offered(start: wall.instant(start), location: room, places: places)
  }
}

/// Times that somebody works.
extension Oracle {
  struct Window {
    let location: ID<Location>
    let pieces: Range<Int>
  }

  /// 1 to 4.
  private func windows(of person: ID<Practitioner>, for service: ID<HealthcareService>?) -> [Window] {
    var windows: [Window] = []
    func add(_ location: ID<Location>, _ day: Day, _ opens: TimeOfDay, _ closes: TimeOfDay) {
      let (opens, closes) = (opens.minutesSinceMidnight, closes.minutesSinceMidnight)
      let shown = wall.ofDay[day, default: []].filter {
        opens <= wall.minutes[$0] && wall.minutes[$0] < closes
      }
      windows += runs(shown).map { Window(location: location, pieces: $0) }
    }
    let dated = schedule.dated[person] ?? []
    for day in wall.ofDay.keys.sorted() {
      let isReplaced = dated.contains { $0.day == day && $0.replaces }
      for hours in schedule.weekly[person] ?? []
      where hours.weekday == day.weekday && hours.validFrom <= day && day <= hours.validUntil ?? day
        && (hours.services.isEmpty || service.map(hours.services.contains) ?? true) && !isReplaced
        && schedule.holidays[day] == nil
      {
        add(hours.location, day, hours.opens, hours.closes)
      }
      for hours in dated where hours.day == day { add(hours.location, day, hours.opens, hours.closes) }
    }
    return windows
  }

  /// 5 to 7.
  private func left(of person: ID<Practitioner>, _ windows: [Window]) -> [ID<Location>: [Bool]] {
    var left: [ID<Location>: [Bool]] = [:]
    for window in windows {
      for piece in window.pieces
      where isOpen(window.location, piece) && !isAbsent(person.uuid, piece)
        && !isAbsent(window.location.uuid, piece)
      {
        left[window.location, default: Array(repeating: false, count: wall.pieces.count)][piece] = true
      }
    }
    return left
  }

  private func isOpen(_ location: ID<Location>, _ piece: Int) -> Bool {
    guard let openings = schedule.openings[location.uuid], !openings.isEmpty else { return true }
    return openings.contains {
      $0.weekday == wall.days[piece].weekday && $0.opens.minutesSinceMidnight <= wall.minutes[piece]
        && wall.minutes[piece] < $0.closes.minutesSinceMidnight
    }
  }

  private func isAbsent(_ resource: UUID, _ piece: Int) -> Bool {
    (schedule.absences[resource] ?? []).contains { covers($0, piece) }
  }

  private func covers(_ absence: Absence, _ piece: Int) -> Bool {
    absence.days.contains(wall.days[piece])
      && (absence.weekdays.isEmpty || absence.weekdays.contains(wall.days[piece].weekday))
      && absence.starts.minutesSinceMidnight <= wall.minutes[piece]
      && wall.minutes[piece] < absence.ends.minutesSinceMidnight
  }

  /// What of these pieces, in order, hangs together.
  private func runs(_ pieces: [Int]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for piece in pieces {
      if let last = runs.last, last.upperBound == piece {
        runs[runs.count - 1] = last.lowerBound..<(piece + 1)
      } else {
        runs.append(piece..<(piece + 1))
      }
    }
    return runs
  }
}

/// Times that are offered.
extension Oracle {
  /// 9.
  private func starts(in window: Window) -> Set<Int> {
    let step = rules.gridMinutes.map(wall.pieces) ?? length
    var points: Set = [window.pieces.lowerBound]
    if rules.isPacked { points.formUnion(ends(in: window)) }
    let limits = points.sorted().dropFirst() + [window.pieces.upperBound]
    return zip(points.sorted(), limits).reduce(into: []) { starts, part in
      starts.formUnion(stride(from: part.0, to: part.1, by: step))
    }
  }

  private func ends(in window: Window) -> Set<Int> {
    let before = wall.pieces(rules.bufferBeforeMinutes)
    let ends = busy(practitioner.uuid).map { wall.piece($0.during.upperBound) + before }
    let absences = runs(window.pieces.filter { isAbsent(practitioner.uuid, $0) }).map(\.upperBound)
    return Set(ends + absences).filter(window.pieces.contains)
  }

  struct NeedAt {
    let candidates: [UUID]
    let visit: Range<Int>
    let occupied: Range<Int>
    let works: (UUID, Int) -> Bool
  }

  /// 10 and 11.
  private func needs(from start: Int, in room: ID<Location>) -> [NeedAt] {
    let requirements =
      rules.requirements.isEmpty ? [Requirement(.practitioner), Requirement(.room)] : rules.requirements
    return requirements.compactMap { requirement -> NeedAt? in
      let from = wall.pieces(requirement.from)
      guard from < length else { return nil }
      let until = min(requirement.until.map(wall.pieces) ?? length, length)
      let before = from == 0 ? wall.pieces(rules.bufferBeforeMinutes) : 0
      let after = until == length ? wall.pieces(rules.bufferAfterMinutes) : 0
      let (candidates, works): ([UUID], (UUID, Int) -> Bool) =
        switch requirement.resource {
        case .practitioner: ([practitioner.uuid], { _, _ in true })
        case .room: ([room.uuid], { _, _ in true })
        case .anyOf(let pool): (schedule.pools[pool] ?? [], { self.works($0, pool.of, $1) })
        }
      return NeedAt(
        candidates: candidates, visit: (start + from)..<(start + until),
        occupied: (start + from - before)..<(start + until + after), works: works)
    }
  }

  private func works(_ resource: UUID, _ of: Pool.Of, _ piece: Int) -> Bool {
    switch of {
    case .staff: staff[resource]?[piece] ?? false
    case .location: isOpen(ID(resource), piece) && !isAbsent(resource, piece)
    case .device: !isAbsent(resource, piece)
    }
  }

  /// 12: each need gets a resource that is free, and none gets one that another has at the same time.
  private func canBeUsed(_ needs: [NeedAt], without session: UUID?) -> Bool {
    let free = needs.map { need in
      need.candidates.filter { candidate in
        need.visit.allSatisfy { need.works(candidate, $0) }
          && !busy(candidate).contains { $0.session != session && pieces($0).overlaps(need.occupied) }
      }
    }
    func assign(_ index: Int, _ used: [UUID]) -> Bool {
      guard index < needs.count else { return true }
      return free[index].contains { candidate in
        !used.indices.contains { used[$0] == candidate && needs[$0].occupied.overlaps(needs[index].occupied) }
          && assign(index + 1, used + [candidate])
      }
    }
    return assign(0, [])
  }

  private func busy(_ resource: UUID) -> [Busy] { schedule.busy[resource] ?? [] }

  private func pieces(_ busy: Busy) -> Range<Int> {
    wall.piece(busy.during.lowerBound)..<wall.piece(busy.during.upperBound)
  }

  /// 13.
  private func group(at start: Int) -> (session: UUID, places: Int)? {
    guard rules.capacity > 1 else { return nil }
    let end = start + length + wall.pieces(rules.bufferAfterMinutes)
    let time = (start - wall.pieces(rules.bufferBeforeMinutes))..<end
    let members = busy(practitioner.uuid).filter { $0.service == service.id && pieces($0) == time }
    return members.first.map { ($0.session, max(0, $0.seats - members.count)) }
  }

  /// 14.
  private func isInTime(_ start: Int) -> Bool {
    let instant = wall.instant(start)
    return instant > now && instant >= now + TimeInterval(rules.noticeMinutes * 60)
      && wall.days[start] <= horizon
  }

  private var horizon: Day {
    var (day, left) = (zone.local(now).day, rules.horizonDays)
    while left > 0 {
      day = day.adding(days: 1)
      if !rules.horizonInWorkingDays || isWorkingDay(day) { left -= 1 }
    }
    return day
  }

  private func isWorkingDay(_ day: Day) -> Bool {
    guard schedule.holidays[day] == nil else { return false }
    return schedule.openWeekdays.isEmpty
      ? day.weekday != .saturday && day.weekday != .sunday : schedule.openWeekdays.contains(day.weekday)
  }

  /// 15.
  private func visits(on day: Day) -> Set<UUID> {
    Set(
      busy(practitioner.uuid).filter { visit in
        visit.service == service.id
          && zone.local(Date(seconds: visit.during.lowerBound)).day == day
      }.map(\.session))
  }
}
