public import CivilTime
public import FoundationEssentials

/// What somebody on the waiting list would come for, and when, in the clinic's local time. It names at least one of specialty,
/// service and doctor.
public struct Wish: Hashable, Sendable {
  /// Nil for any.
  public let specialty: ID<Specialty>?
  /// Nil for whichever of the doctor's, or of the specialty's, can be had first.
  public let service: ID<HealthcareService>?
  /// Nil for whoever gives it.
  public let practitioner: ID<Practitioner>?
  /// Empty for any.
  public let weekdays: Set<Weekday>
  public let from: TimeOfDay
  public let until: TimeOfDay
  /// The last day on which it is still wanted.
  public let lastDay: Day
  /// A child of the visitor's; nil for the patient who signed in.
  public let patient: ID<Patient>?

  /// Of one account at once.
  public static let most = 10
  /// So many days ahead: no service can be booked longer before.
  public static let furthest = 400

  public init(
    specialty: ID<Specialty>? = nil, service: ID<HealthcareService>? = nil,
    practitioner: ID<Practitioner>? = nil, weekdays: Set<Weekday> = [],
    from: TimeOfDay = .midnight, until: TimeOfDay = .endOfDay, lastDay: Day, patient: ID<Patient>? = nil
  ) {
    self.specialty = specialty
    self.service = service
    self.practitioner = practitioner
    self.weekdays = weekdays
    self.from = from
    self.until = until
    self.lastDay = lastDay
    self.patient = patient
  }

  /// Whether a visit at this time is wished for: it begins and ends within the hours, on the day.
  func suits(_ visit: Range<Date>, of practitioner: ID<Practitioner>, in zone: TimeZoneRules) -> Bool {
    let (start, end) = (zone.local(visit.lowerBound), zone.local(visit.upperBound))
    return (self.practitioner ?? practitioner) == practitioner && start.day <= lastDay
      && (weekdays.isEmpty || weekdays.contains(start.day.weekday)) && start.time >= from
      && (until == .endOfDay || start.day == end.day && end.time <= until)
  }
}

/// A wish on the waiting list, as whoever made it sees it, and whoever keeps the record that it is for.
public struct WaitlistEntry: Sendable {
  public let id: ID<WaitlistEntry>
  public let wish: Wish
  public let state: State
  /// Each nil for any.
  public let specialtyName: String?
  public let serviceName: String?
  public let practitionerName: String?
  public let patientName: String
  public let since: Date
  /// The time that is kept for it now.
  public let offer: ID<WaitlistOffer>?
  /// Who made it for a record of the visitor's; nil for the visitor.
  public let madeBy: String?

  /// The front desk is shown no more than so many.
  static let mostShown = 500

  public enum State: String, Sendable, CaseIterable {
    case waiting, offered, filled, withdrawn
  }
}

/// A time that became free, kept for a wish until a deadline.
public struct WaitlistOffer: Sendable {
  public let id: ID<WaitlistOffer>
  public let state: State
  public let during: Range<Date>
  public let answerUntil: Date
  public let patient: ID<Patient>
  public let patientName: String
  let holdHash: [UInt8]
  /// What accepted it.
  public let appointment: ID<Appointment>?

  public enum State: String, Sendable, CaseIterable {
    case open, accepted, declined, lapsed
  }

  /// Seconds that somebody has to answer; less when the time is near.
  static let longest: TimeInterval = 2 * 3600
  /// What begins sooner is not offered to anybody.
  static let least: TimeInterval = 1800

  static func answerUntil(_ start: Date, at now: Date) -> Date {
    Date(seconds: Int((now + min(longest, start.timeIntervalSince(now) / 2)).timeIntervalSince1970))
  }
}

/// How many times became free again of late, and how many of them somebody came to all the same.
public struct FillRate: Hashable, Sendable {
  public let freed: Int
  public let filled: Int

  /// Seconds looked back.
  static let window: TimeInterval = 30 * 86_400

  /// Of a hundred; nil when nothing became free.
  public var percent: Int? { freed == 0 ? nil : (filled * 100 + freed / 2) / freed }
}
