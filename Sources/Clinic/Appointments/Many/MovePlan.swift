public import CivilTime
public import FoundationEssentials

/// Where many visits are to go: by so many days and minutes, to one day at the same time of day, to another doctor, or several
/// of these.
public struct MoveTarget: Hashable, Sendable {
  public let days: Int
  public let minutes: Int
  /// In place of `days`.
  public let day: Day?
  /// Nil for whom each is with.
  public let practitioner: ID<Practitioner>?

  /// As far as visits can be booked.
  public static let mostDays = 400
  public static let mostMinutes = 12 * 60

  public init(days: Int = 0, minutes: Int = 0, day: Day? = nil, practitioner: ID<Practitioner>? = nil) {
    self.days = days
    self.minutes = minutes
    self.day = day
    self.practitioner = practitioner
  }

  /// Nil where the clocks skip the time.
  func start(of visit: Range<Date>, zone: TimeZoneRules) -> Date? {
    if days == 0, day == nil { return visit.lowerBound + Double(minutes * 60) }
    let local = zone.local(visit.lowerBound)
    return zone.instants(of: LocalDateTime(day: day ?? local.day.adding(days: days), time: local.time)).first
      .map { $0 + Double(minutes * 60) }
  }
}

/// What becomes of each visit that is to be moved.
public struct MovePlan: Sendable {
  /// In the order in which they are moved: none stands in the way of its own neighbour.
  public let steps: [Step]

  public struct Step: Sendable {
    public let visit: SeriesVisit
    /// When it would begin; nil where the clocks skip that.
    public let start: Date?
    public let outcome: Outcome
  }

  public enum Outcome: Sendable {
    case possible(Offer)
    /// It is there already.
    case stays
    /// It is over, cancelled, or waits for nobody.
    case otherState
    /// The doctor does not give the service, or neither is there any more.
    case notGiven
    /// The patient is with somebody else then.
    case patientElsewhere
    case hindered([Hindrance])
  }

  public var isWhole: Bool { steps.allSatisfy(\.canBe) }

  public var moves: [(visit: SeriesVisit, offer: Offer)] {
    steps.compactMap { step in
      if case .possible(let offer) = step.outcome { (step.visit, offer) } else { nil }
    }
  }

  init(_ matter: MoveMatter, to target: MoveTarget, zone: TimeZoneRules, at now: Date) {
    var schedule = matter.schedule
    var elsewhere = matter.patients
    let visits = matter.visits.map { ($0, target.start(of: $0.during, zone: zone)) }
    // What goes later begins with the last.
    let isLater = visits.contains { visit, start in start.map { $0 > visit.during.lowerBound } ?? false }
    let ordered = isLater ? visits.reversed() : visits
    steps = ordered.map { visit, start -> Step in
      let doctor = target.practitioner ?? visit.practitioner
      if start == visit.during.lowerBound, doctor == visit.practitioner {
        return Step(visit: visit, start: start, outcome: .stays)
      }
      guard visit.isAhead(at: now) else { return Step(visit: visit, start: start, outcome: .otherState) }
      let own = matter.occupied[visit.id] ?? []
      for one in own { schedule.remove(one.busy, from: one.resource) }
      let outcome = matter.outcome(of: visit, with: doctor, at: start, in: schedule, elsewhere, zone, now)
      if case .possible(let offer) = outcome {
        schedule.occupy(offer)
        elsewhere[visit.patient]?.removeAll { $0.visit == visit.id }
        elsewhere[visit.patient, default: []].append(PatientTime(visit: visit.id, during: offer.slot.during))
      } else {
        for one in own { schedule.add(one.busy, to: one.resource) }
      }
      return Step(visit: visit, start: start, outcome: outcome)
    }
  }
}

extension MovePlan.Step {
  public var canBe: Bool {
    switch outcome {
    case .possible, .stays: true
    case .otherState, .notGiven, .patientElsewhere, .hindered: false
    }
  }
}

extension MoveMatter {
  fileprivate func outcome(
    of visit: SeriesVisit, with doctor: ID<Practitioner>, at start: Date?, in schedule: Schedule,
    _ elsewhere: [ID<Patient>: [PatientTime]], _ zone: TimeZoneRules, _ now: Date
  ) -> MovePlan.Outcome {
    guard let start else { return .hindered([.skipped]) }
    guard let practitioner = practitioners[doctor], let service = services[visit.service],
      givers[visit.service]?.contains(doctor) == true
    else { return .notGiven }
    let search = SlotSearch(moving: visit, to: doctor, service, in: schedule, zone: zone, at: now)
    guard let slot = search.slot(at: start)?.withOneResourceEach(doctor) else {
      return .hindered(search.hindrances(at: start))
    }
    let isElsewhere = (elsewhere[visit.patient] ?? []).contains {
      $0.visit != visit.id && $0.during.overlaps(slot.during)
    }
    return isElsewhere ? .patientElsewhere : .possible(Offer(practitioner, slot, in: search, at: now))
  }
}

extension Schedule {
  fileprivate mutating func remove(_ one: Busy, from resource: UUID) {
    guard
      let place = busy[resource]?.firstIndex(where: { $0.during == one.during && $0.session == one.session })
    else { return }
    busy[resource]?.remove(at: place)
  }
}
