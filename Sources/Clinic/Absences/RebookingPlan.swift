internal import CivilTime
internal import FoundationEssentials

/// What becomes of each visit that an absence moves: where another room, device or helper of the kind is free, it keeps its time
/// with that; else a time is proposed, of the same doctor the nearest, or of another who gives the service where that one has
/// none. No two visits are given the same.
public struct RebookingPlan: Sendable {
  public let visits: [AffectedVisit]
  /// Who or what stands in.
  public let swaps: [ID<Appointment>: ID<Absentee>]
  public let proposals: [ID<Appointment>: Proposal]

  /// A time for one visit.
  public struct Proposal: Sendable {
    public let practitioner: ID<Practitioner>
    public let slot: Slot
    let offer: Offer
  }

  /// Nobody is asked to come sooner than in so many minutes.
  static let leastNotice = 180

  init(
    for visits: [AffectedVisit], of absent: NewAbsence, _ matter: RebookingMatter, zone: TimeZoneRules,
    at now: Date
  ) {
    self.visits = visits
    var schedule = matter.schedule
    schedule.absences[absent.absentee.uuid, default: []].append(absent.absence)
    var standIns = StandIns(for: absent, matter, schedule, zone: zone)
    var taken = matter.patients
    var swaps: [ID<Appointment>: ID<Absentee>] = [:]
    var proposals: [ID<Appointment>: Proposal] = [:]
    for visit in visits {
      if let standIn = standIns?.free(for: visit, in: schedule) {
        swaps[visit.id] = standIn
        schedule.occupy(standIn, for: visit)
      }
    }
    for visit in visits where swaps[visit.id] == nil {
      guard var service = matter.services[visit.service] else { continue }
      let isFirst = visit.isFirst(service.rules)
      service = service.with(notice: max(service.rules.noticeMinutes, Self.leastNotice))
      let others = (matter.givers[visit.service] ?? []).filter { $0 != visit.practitioner }
      for practitioner in [visit.practitioner] + others {
        let search = SlotSearch(
          of: practitioner, for: service, isFirstVisit: isFirst, in: schedule, zone: zone, at: now)
        let own = taken[visit.patient] ?? []
        let found = search.nearest(to: visit.during.lowerBound) { slot in
          !own.contains { $0.visit != visit.id && $0.during.overlaps(slot.during) }
        }
        guard let slot = found?.withOneResourceEach(practitioner) else { continue }
        let offer = Offer(practitioner, slot, in: search, at: now)
        proposals[visit.id] = Proposal(practitioner: practitioner, slot: slot, offer: offer)
        schedule.occupy(offer)
        taken[visit.patient, default: []].append(PatientTime(visit: visit.id, during: slot.during))
        break
      }
    }
    self.swaps = swaps
    self.proposals = proposals
  }

  /// Until when an answer is waited for: two days, and never beyond half the time that is left until either of both visits.
  static func answerUntil(_ visit: AffectedVisit, _ proposal: Proposal?, at now: Date) -> Date {
    let next = min(visit.during.lowerBound, proposal?.slot.during.lowerBound ?? .distantFuture)
    return Date(seconds: Int((now + min(2 * 86_400, next.timeIntervalSince(now) / 2)).timeIntervalSince1970))
  }
}

/// When a patient is somewhere else.
struct PatientTime: Sendable {
  let visit: ID<Appointment>
  let during: Range<Date>
}

extension SlotSearch {
  /// The free time nearest to an instant that suits. Days are looked at outwards from there, until no other day can have a
  /// nearer one.
  func nearest(to instant: Date, where suits: (Slot) -> Bool) -> Slot? {
    let all = today...max(today, lastDay)
    let day = min(max(zone.local(instant).day, all.lowerBound), all.upperBound)
    var reach = 1
    while true {
      let days = max(all.lowerBound, day.adding(days: -reach))...min(all.upperBound, day.adding(days: reach))
      let found = slots(on: days).filter(suits)
        .map { (slot: $0, distance: abs($0.during.lowerBound.timeIntervalSince(instant))) }
        .min { $0.distance < $1.distance }
      // A day may be an hour or two short of 24.
      if days == all || found.map({ $0.distance < Double(reach) * 22 * 3600 }) ?? false { return found?.slot }
      reach *= 4
    }
  }
}

extension Slot {
  /// The same with one resource for each need; nil when some can't have their own.
  func withOneResourceEach(_ practitioner: ID<Practitioner>) -> Slot? {
    var chosen: [Need] = []
    func choose(_ rest: ArraySlice<Need>, _ taken: [(UUID, Range<Int>)]) -> Bool {
      guard let need = rest.first else { return true }
      let candidates: [UUID] =
        switch need.resource {
        case .practitioner: [practitioner.uuid]
        case .room: [location.uuid]
        case .anyOf(_, let some): some
        }
      let range = need.from..<need.until
      for candidate in candidates where !taken.contains(where: { $0.0 == candidate && $0.1.overlaps(range) })
      {
        let one: Need.Resource =
          if case .anyOf(let of, _) = need.resource { .anyOf(of, [candidate]) } else { need.resource }
        chosen.append(Need(one, from: need.from, until: need.until))
        if choose(rest.dropFirst(), taken + [(candidate, range)]) { return true }
        chosen.removeLast()
      }
      return false
    }
    guard choose(needs[...], []) else { return nil }
    return Slot(location: location, during: during, needs: chosen, places: places)
  }
}

extension Schedule {
  /// As it is once the offered visit is booked.
  mutating func occupy(_ offer: Offer) {
    let seconds = { (instant: Date) in Int(instant.timeIntervalSince1970) }
    let session = session(of: offer) ?? UUID()
    for (_, candidates, during) in offer.occupations {
      guard let resource = candidates.first else { continue }
      let busy = Busy(
        during: seconds(during.lowerBound)..<seconds(during.upperBound),
        service: resource == offer.practitioner.uuid ? offer.service : nil, session: session,
        seats: offer.capacity, isHeld: true)
      add(busy, to: resource)
    }
  }

  /// In order.
  mutating func add(_ one: Busy, to resource: UUID) {
    let place = busy[resource]?.firstIndex { $0.during.lowerBound > one.during.lowerBound }
    busy[resource, default: []].insert(one, at: place ?? busy[resource]?.count ?? 0)
  }

  /// Of the group that the offered visit would join.
  private func session(of offer: Offer) -> UUID? {
    guard offer.capacity > 1,
      let time = offer.occupations.first(where: { $0.candidates == [offer.practitioner.uuid] })?.during
    else { return nil }
    let range = Int(time.lowerBound.timeIntervalSince1970)..<Int(time.upperBound.timeIntervalSince1970)
    return busy[offer.practitioner.uuid]?.first { $0.during == range && $0.service == offer.service }?.session
  }
}

extension Offer {
  /// A time that is looked at under locks: no version of the schedule has to tell that nothing changed.
  init(_ practitioner: ID<Practitioner>, _ slot: Slot, in search: SlotSearch, at now: Date) {
    let service = search.service
    self.init(
      practitioner: practitioner, service: service.id, slot: slot, scheduleVersion: 0,
      priceMinor: service.price.minorUnits, isFirstVisit: search.isFirstVisit,
      capacity: service.rules.capacity,
      dayLimit: service.rules.mostPerDay.map { most in
        DayLimit(most: most, day: search.zone.interval(of: search.zone.local(slot.during.lowerBound).day))
      },
      goodUntil: now + Self.lifetime)
  }
}

extension HealthcareService {
  /// The same service, to be booked so many minutes before.
  func with(notice minutes: Int) -> HealthcareService {
    var rules = rules
    rules.noticeMinutes = minutes
    return HealthcareService(
      id: id, specialty: specialty, name: name, description: description, price: price,
      preparation: preparation, rules: rules)
  }
}
