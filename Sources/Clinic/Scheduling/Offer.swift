internal import CivilTime
public import FoundationEssentials

/// A time that was offered on a page, signed so that the browser can bring it back and nobody can make one up.
///
/// The rules of the schedule are decided when the time is offered, in one place. Booking it then needs no second look
/// at them: `scheduleVersion` tells that they have not changed since, and the database that nobody was quicker.
public struct Offer: Hashable, Sendable {
  public let practitioner: ID<Practitioner>
  public let service: ID<HealthcareService>
  public let slot: Slot
  public let scheduleVersion: Int
  /// What the service cost when the time was offered, in its currency's minor unit.
  public let priceMinor: Int64
  /// In minutes before the visit: until when it could be cancelled, as the page said.
  public let cancellationMinutes: Int
  /// Whether the clinic has to agree, as the page said.
  public let needsApproval: Bool
  public let isFirstVisit: Bool
  /// Of a group visit: how many people come to it; else 1.
  public let capacity: Int
  public let dayLimit: DayLimit?
  /// From here on the rules are looked at once more: notice and horizon move with the clock.
  public let goodUntil: Date

  /// No more than so many visits of this service with the practitioner within a time.
  public struct DayLimit: Hashable, Sendable {
    public let most: Int
    public let day: Range<Date>
  }

  /// Seconds.
  static let lifetime: TimeInterval = 3600

  init(
    practitioner: ID<Practitioner>, service: ID<HealthcareService>, slot: Slot, scheduleVersion: Int,
    priceMinor: Int64, cancellationMinutes: Int = 0, needsApproval: Bool = false, isFirstVisit: Bool = false,
    capacity: Int = 1, dayLimit: DayLimit? = nil,
    goodUntil: Date
  ) {
    self.practitioner = practitioner
    self.service = service
    self.slot = slot
    self.scheduleVersion = scheduleVersion
    self.priceMinor = priceMinor
    self.cancellationMinutes = cancellationMinutes
    self.needsApproval = needsApproval
    self.isFirstVisit = isFirstVisit
    self.capacity = capacity
    self.dayLimit = dayLimit
    self.goodUntil = goodUntil
  }

  /// A time that a search has found, as doctor and service are now.
  public init(_ practitioner: Practitioner, _ slot: Slot, in search: SlotSearch, at now: Date) {
    let service = search.service
    self.init(
      practitioner: practitioner.id, service: service.id, slot: slot,
      scheduleVersion: practitioner.scheduleVersion, priceMinor: service.price.minorUnits,
      cancellationMinutes: service.rules.cancellationMinutes, needsApproval: service.rules.needsApproval,
      isFirstVisit: search.isFirstVisit, capacity: service.rules.capacity,
      dayLimit: service.rules.mostPerDay.map { most in
        DayLimit(most: most, day: search.zone.interval(of: search.zone.local(slot.during.lowerBound).day))
      },
      goodUntil: now + Self.lifetime)
  }

  /// The very same visit, whatever else has changed in what may be occupied for it.
  func isSameVisit(as other: Offer) -> Bool {
    practitioner == other.practitioner && service == other.service && slot.during == other.slot.during
      && priceMinor == other.priceMinor && cancellationMinutes == other.cancellationMinutes
      && needsApproval == other.needsApproval
  }

  /// Whether price, time to cancel and approval are still what they were on the page.
  public func hasTerms(of service: HealthcareService) -> Bool {
    priceMinor == service.price.minorUnits && cancellationMinutes == service.rules.cancellationMinutes
      && needsApproval == service.rules.needsApproval
  }

  public var minutes: Int {
    Int(slot.during.upperBound.timeIntervalSince(slot.during.lowerBound) / 60)
  }

  /// What each need may occupy, and when.
  var occupations: [(kind: String, candidates: [UUID], during: Range<Date>)] {
    slot.needs.map { need in
      let (start, end) = (TimeInterval(need.from), TimeInterval(need.until))
      let during = (slot.during.lowerBound + start)..<(slot.during.lowerBound + end)
      return switch need.resource {
      case .practitioner: ("practitioner", [practitioner.uuid], during)
      case .room: ("location", [slot.location.uuid], during)
      case .anyOf(let of, let candidates): (of == .staff ? "practitioner" : of.rawValue, candidates, during)
      }
    }
  }
}
