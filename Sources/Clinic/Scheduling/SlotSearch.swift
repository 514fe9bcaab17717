public import CivilTime
public import FoundationEssentials

/// Looks for the free times of one practitioner and one service, a day at a time. The numbers are those of the rules in
/// docs/scheduling.md.
public struct SlotSearch: Sendable {
  private(set) var schedule: Schedule
  public let practitioner: ID<Practitioner>
  public let service: HealthcareService
  public let isFirstVisit: Bool
  /// In seconds.
  let length: Int
  let clock: WallClock
  let zone: TimeZoneRules
  public let today: Day
  /// The horizon.
  public let lastDay: Day
  /// The first instant at which a visit may begin (rule 14).
  let earliest: Int
  let needs: [ResolvedNeed]

  public init(
    of practitioner: ID<Practitioner>, for service: HealthcareService, isFirstVisit: Bool = false,
    in schedule: Schedule, zone: TimeZoneRules, at now: Date
  ) {
    self.schedule = schedule
    self.practitioner = practitioner
    self.service = service
    self.isFirstVisit = isFirstVisit
    self.zone = zone
    length = service.rules.minutes(isFirstVisit: isFirstVisit) * 60
    today = zone.local(now).day
    lastDay = schedule.horizon(of: service, from: today)
    clock = WallClock(zone, days: today.adding(days: -2)...lastDay.adding(days: 2))
    let moment = now.timeIntervalSince1970
    earliest = max(
      Int(moment.rounded(.down)) + 1, Int(moment.rounded(.up)) + service.rules.noticeMinutes * 60)
    needs = ResolvedNeed.all(of: service.rules, length: length, practitioner: practitioner)
  }

  private init(_ search: SlotSearch, in schedule: Schedule) {
    self = search
    self.schedule = schedule
  }

  /// All free times that begin on these days, in order.
  public func slots(on days: ClosedRange<Day>) -> [Slot] {
    var found: [Slot] = []
    forEachSlot(on: days) {
      found.append($0)
      return true
    }
    // A day can come back for a while where clocks go back over midnight.
    return found.sorted { $0.during.lowerBound < $1.during.lowerBound }
  }

  /// The first free times from a day on.
  public func next(_ count: Int, from day: Day? = nil) -> [Slot] {
    var found: [Slot] = []
    forEachSlot(on: max(day ?? today, today)...max(day ?? today, lastDay)) {
      found.append($0)
      return found.count < count
    }
    return found
  }

  /// Whether this very time is still to be had; with what it may occupy.
  public func slot(at start: Date) -> Slot? {
    let day = zone.local(start).day
    return slots(on: day...day).first { $0.during.lowerBound == start }
  }

  /// Whether the rules would offer this time if nothing were occupied.
  public func wouldOffer(_ offer: Offer) -> Bool {
    var free = schedule
    free.busy = [:]
    return SlotSearch(self, in: free).slot(at: offer.slot.during.lowerBound)
      .map { $0.during == offer.slot.during } ?? false
  }

  /// - Parameter body: says whether to go on.
  func forEachSlot(on days: ClosedRange<Day>, _ body: (Slot) -> Bool) {
    let (first, last) = (max(days.lowerBound, today), min(days.upperBound, lastDay))
    guard first <= last else { return }
    var pools = PoolHours(schedule, clock, zone)
    var (day, yesterday) = (first, attendance(on: first.adding(days: -1)))
    var today = attendance(on: first)
    while true {
      let tomorrow = attendance(on: day.adding(days: 1))
      if !today.windows.isEmpty, !isFull(day) {
        let neighbours = [yesterday, tomorrow] + afterSkipped(day.adding(days: 1))
        for start in starts(in: today, from: earliest) {
          if let slot = slot(at: start, in: today, with: neighbours, &pools), !body(slot) { return }
        }
      }
      guard day < last else { return }
      (day, yesterday, today) = (day.adding(days: 1), today, tomorrow)
    }
  }

  /// Where a zone skipped a day, as Apia did 2011-12-30, the one behind it follows at once.
  func afterSkipped(_ day: Day) -> [Attendance] {
    zone.interval(of: day).isEmpty ? [attendance(on: day.adding(days: 1))] : []
  }

  func attendance(on day: Day) -> Attendance {
    Attendance(of: practitioner, for: service.id, on: day, in: schedule, clock)
  }
}

extension SlotSearch {
  /// Where times may begin (rule 9), in order, each once.
  ///
  /// - Parameter first: nothing earlier.
  func starts(in attendance: Attendance, from first: Int) -> [Int] {
    let step = (service.rules.gridMinutes.map { $0 * 60 }) ?? length
    var starts: [Int] = []
    for window in attendance.windows {
      var anchors = [window.span.lowerBound]
      if service.rules.isPacked { anchors += ends(within: window.span, attendance) }
      for (index, anchor) in anchors.enumerated() {
        let end = index + 1 < anchors.count ? anchors[index + 1] : window.span.upperBound
        // What is past is jumped over, not walked through.
        var start = anchor + max(0, (first - anchor + step - 1) / step) * step
        while start < end {
          starts.append(start)
          start += step
        }
      }
    }
    return attendance.windows.count == 1 && !service.rules.isPacked ? starts : Array(Set(starts)).sorted()
  }

  /// Where something ends that the practitioner is busy with or away for.
  private func ends(within window: Range<Int>, _ attendance: Attendance) -> [Int] {
    let before = service.rules.bufferBeforeMinutes * 60
    let occupied = (schedule.busy[practitioner.uuid] ?? []).map { $0.during.upperBound + before }
    let away = attendance.absences.ranges.map(\.upperBound)
    return (occupied + away).filter { window.lowerBound < $0 && $0 < window.upperBound }.sorted()
  }

  /// Rule 15.
  func isFull(_ day: Day) -> Bool {
    guard let most = service.rules.mostPerDay else { return false }
    return visits(on: day).count >= most
  }

  /// Those of the practitioner and this service, a group as one.
  func visits(on day: Day) -> Set<UUID> {
    let time = zone.interval(of: day)
    return Set(
      (schedule.busy[practitioner.uuid] ?? [])
        .filter {
          $0.service == service.id
            && time.contains(Date(timeIntervalSince1970: TimeInterval($0.during.lowerBound)))
        }
        .map(\.session))
  }

  private func slot(
    at start: Int, in attendance: Attendance, with neighbours: [Attendance], _ pools: inout PoolHours
  ) -> Slot? {
    let visit = start..<(start + length)
    let time = Date(seconds: visit.lowerBound)..<Date(seconds: visit.upperBound)
    guard schedule.loaded.lowerBound <= time.lowerBound, time.upperBound <= schedule.loaded.upperBound else {
      return nil
    }
    for location in attendance.locations(at: start) {
      guard attendance.covers(visit, in: location, with: neighbours) else { continue }
      let group = group(at: start)
      if let group, group.placesLeft == 0 { return nil }
      guard let needs = freeNeeds(at: start, in: location, joining: group?.session, &pools) else { continue }
      return Slot(
        location: location, during: time, needs: needs, places: group?.placesLeft ?? service.rules.capacity)
    }
    return nil
  }

  /// The group visit that exists at exactly this time (rule 13).
  func group(at start: Int) -> (session: UUID, placesLeft: Int)? {
    guard service.rules.capacity > 1, let need = needs.first(where: { $0.resource == .practitioner }) else {
      return nil
    }
    let range = need.range(from: start)
    let there = (schedule.busy[practitioner.uuid] ?? []).overlapping(range)
    guard let one = there.first, one.service == service.id, one.seats > 1, one.during == range else {
      return nil
    }
    return (one.session, max(0, one.seats - there.count { $0.session == one.session && $0.during == range }))
  }

  /// What can be occupied for a visit; nil when something can't (rule 12).
  private func freeNeeds(
    at start: Int, in location: ID<Location>, joining session: UUID?, _ pools: inout PoolHours
  ) -> [Slot.Need]? {
    var free: [Slot.Need] = []
    free.reserveCapacity(needs.count)
    var choices: [Choice] = []
    for need in needs {
      let occupied = need.range(from: start)
      switch need.resource {
      case .practitioner:
        guard isFree(practitioner.uuid, occupied, session) else { return nil }
        free.append(Slot.Need(.practitioner, from: need.from, until: need.until))
        choices.append(Choice(candidates: [practitioner.uuid], during: occupied))
      case .room:
        guard isFree(location.uuid, occupied, session) else { return nil }
        free.append(Slot.Need(.room, from: need.from, until: need.until))
        choices.append(Choice(candidates: [location.uuid], during: occupied))
      case .anyOf(let pool):
        let candidates = (schedule.pools[pool] ?? []).filter {
          isFree($0, occupied, session) && pools.works($0, pool.of, during: need.visit(from: start))
        }.prefix(ResolvedNeed.mostCandidates)
        guard !candidates.isEmpty else { return nil }
        free.append(
          Slot.Need(.anyOf(pool.of, Array(candidates)), from: need.from, until: need.until))
        choices.append(Choice(candidates: Array(candidates), during: occupied))
      }
    }
    return Choice.canAllBeHad(choices) ? free : nil
  }

  func isFree(_ resource: UUID, _ time: Range<Int>, _ session: UUID?) -> Bool {
    guard let busy = schedule.busy[resource] else { return true }
    guard let session else { return busy.firstOverlapping(time) == nil }
    return busy.overlapping(time).allSatisfy { $0.session == session }
  }
}

extension Date {
  init(seconds: Int) { self.init(timeIntervalSince1970: TimeInterval(seconds)) }
}
