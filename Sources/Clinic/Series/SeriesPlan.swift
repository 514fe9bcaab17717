public import CivilTime
public import FoundationEssentials

/// A visit that is to be repeated, and all that has to be known for it.
public struct SeriesMatter: Sendable {
  public let first: SeriesVisit
  public let practitioner: Practitioner?
  public let service: HealthcareService?
  let schedule: Schedule
  /// When the patient is with somebody else.
  let elsewhere: [Range<Date>]

  /// Days ahead that are looked at: a year of weeks, and what a move of one may need.
  static let reach = 400
}

/// An appointment as far as its series is concerned.
public struct SeriesVisit: Sendable {
  public let id: ID<Appointment>
  public let during: Range<Date>
  public let status: Appointment.Status
  public let sequence: Int
  public let series: ID<AppointmentSeries>?
  public let patient: ID<Patient>
  public let patientName: String
  public let service: ID<HealthcareService>
  public let serviceName: String
  public let practitioner: ID<Practitioner>
  public let practitionerName: String

  /// Whether it can still be changed.
  public func isAhead(at now: Date) -> Bool {
    (status == .booked || status == .pending) && during.lowerBound > now
  }
}

public enum AppointmentSeries {}

/// What became of each day of a recurrence: free, or what keeps it and what could be instead.
public struct SeriesDate: Sendable {
  public let day: Day
  /// When it would be; nil where the clocks skip the time.
  public let start: Date?
  /// The time, when it can be had.
  public let offer: Offer?
  public let hindrances: [Hindrance]
  /// The patient is with somebody else then.
  public let isElsewhere: Bool
  /// Free times near it, when it can't be had.
  public let others: [Offer]
}

extension SeriesMatter {
  private func search(zone: TimeZoneRules, at now: Date) -> SlotSearch? {
    guard let practitioner, let service else { return nil }
    return SlotSearch(moving: first, to: practitioner.id, service, in: schedule, zone: zone, at: now)
  }

  /// The dates of a recurrence after this visit, each looked at.
  public func dates(of recurrence: Recurrence, zone: TimeZoneRules, at now: Date) -> [SeriesDate] {
    let local = zone.local(first.during.lowerBound)
    return recurrence.days(after: local.day).map { day in
      date(zone.instants(of: LocalDateTime(day: day, time: local.time)).first, on: day, zone: zone, at: now)
    }
  }

  func date(_ start: Date?, on day: Day, zone: TimeZoneRules, at now: Date) -> SeriesDate {
    guard let start, let practitioner, let search = search(zone: zone, at: now) else {
      return SeriesDate(
        day: day, start: nil, offer: nil, hindrances: [.skipped], isElsewhere: false, others: [])
    }
    func isElsewhere(_ visit: Range<Date>) -> Bool { elsewhere.contains { $0.overlaps(visit) } }
    let slot = search.slot(at: start)
    let clashes = slot.map { isElsewhere($0.during) } ?? false
    if let slot, !clashes {
      return SeriesDate(
        day: day, start: start, offer: Offer(practitioner, slot, in: search, at: now), hindrances: [],
        isElsewhere: false, others: [])
    }
    let near = search.slots(on: day.adding(days: -3)...day.adding(days: 3))
      .filter { !isElsewhere($0.during) }
      .sorted {
        abs($0.during.lowerBound.timeIntervalSince(start))
          < abs($1.during.lowerBound.timeIntervalSince(start))
      }
      .prefix(3).map { Offer(practitioner, $0, in: search, at: now) }
    return SeriesDate(
      day: day, start: start, offer: nil, hindrances: slot == nil ? search.hindrances(at: start) : [],
      isElsewhere: clashes, others: near)
  }
}

extension SlotSearch {
  /// For another time of a visit, as long as it is. Staff book a year ahead, and today.
  init(
    moving visit: SeriesVisit, to practitioner: ID<Practitioner>, _ service: HealthcareService,
    in schedule: Schedule,
    zone: TimeZoneRules, at now: Date
  ) {
    var rules = service.rules
    (rules.noticeMinutes, rules.horizonDays, rules.horizonInWorkingDays) = (0, SeriesMatter.reach, false)
    let length = Int(visit.during.upperBound.timeIntervalSince(visit.during.lowerBound) / 60)
    let isFirst = length != rules.durationMinutes && length == rules.firstVisitMinutes
    self.init(
      of: practitioner, for: service.with(rules), isFirstVisit: isFirst, in: schedule, zone: zone, at: now)
  }
}

extension HealthcareService {
  func with(_ rules: BookingRules) -> HealthcareService {
    HealthcareService(
      id: id, specialty: specialty, name: name, description: description, price: price,
      preparation: preparation, rules: rules)
  }
}
